import { describe, expect, it } from 'vitest';
import { requireUnchanged } from '../../../src/scim/resource/immutable.ts';
import type { Extension } from '../../../src/scim/resource/value.ts';
import { refusal } from '../filter/refusal.ts';
import { badgeUrn, staffType } from './staff.ts';

const check = (before: Extension, after: Extension) =>
  requireUnchanged(staffType, { userName: 'a', [badgeUrn]: before }, { userName: 'b', [badgeUrn]: after });

describe('an immutable value may be set once', () => {
  it.each<[Extension, Extension]>([
    [{ number: '1' }, { number: '2', issued: 'x' }],
    [{ issued: 'x' }, { issued: 'x' }],
    [{ safe: { code: '1' } }, { safe: { code: '2', room: '5' } }],
    [{ keys: [{ value: 'a' }] }, { keys: [{ value: 'b' }] }],
  ])('%j → %j', (before, after) => {
    expect(() => check(before, after)).not.toThrow();
  });
});

describe('and then neither changed nor removed: 400 mutability', () => {
  it.each<[Extension, Extension]>([
    [{ issued: 'x' }, { issued: 'y' }],
    [{ issued: 'x' }, { number: '1' }],
    [{ safe: { room: '5' } }, { safe: { room: '6' } }],
    [{ safe: { room: '5' } }, { number: '1' }],
  ])('%j → %j', (before, after) => {
    expect(refusal(() => check(before, after))).toMatchObject({ status: 400, scimType: 'mutability' });
  });
});

import { describe, expect, it } from 'vitest';
import { defaultLeniencies, type LeniencyName } from '../../../src/scim/leniency.ts';
import { maxJsonDepth, maxPatchOperations } from '../../../src/scim/limits.ts';
import { patchOpUrn, readMessage } from '../../../src/scim/patch/message.ts';
import { refusal } from '../filter/refusal.ts';
import { strict, without } from '../resource/staff.ts';

const schemas = [patchOpUrn];
const replace = { op: 'replace', path: 'title', value: 'x' };

describe('a message is read whatever the case of its keys, and other keys are passed over', () => {
  it.each<[unknown]>([
    [{ schemas, Operations: [replace] }],
    [{ SCHEMAS: schemas, operations: [{ OP: 'replace', Path: 'title', VALUE: 'x' }] }],
    [{ schemas: [patchOpUrn.toUpperCase(), 'urn:other'], id: '1', Operations: [{ ...replace, name: 'n' }] }],
  ])('%j', (body) => {
    expect(readMessage(body, strict)).toEqual([replace]);
  });
  it('a path of null is no path', () => {
    const Operations = [{ op: 'add', path: null, value: {} }];
    expect(readMessage({ schemas, Operations }, strict)).toEqual([{ op: 'add', value: {} }]);
  });
  it('a value of null is a value', () => {
    const Operations = [{ op: 'replace', path: 'title', value: null }];
    expect(readMessage({ schemas, Operations }, strict)).toEqual(Operations);
  });
});

describe('a leniency that is on accepts, off it is the strict error', () => {
  it.each<[LeniencyName, unknown]>([
    ['patchWithoutSchemas', { Operations: [replace] }],
    ['patchWithoutSchemas', { schemas: null, Operations: [replace] }],
    ['anyCaseOperations', { schemas, Operations: [{ ...replace, op: 'Replace' }] }],
    ['anyCaseOperations', { schemas, Operations: [{ ...replace, op: 'REPLACE' }] }],
  ])('%s: %j', (leniency, body) => {
    expect(readMessage(body, defaultLeniencies)).toEqual([replace]);
    expect(refusal(() => readMessage(body, without(leniency)))).toMatchObject({
      status: 400,
      scimType: 'invalidSyntax',
    });
  });
});

describe('what is no such message is refused', () => {
  const deep = (levels: number): unknown => (levels === 0 ? 1 : [deep(levels - 1)]);
  it.each<[string, unknown, string]>([
    ['null', null, 'invalidSyntax'],
    ['a list', [replace], 'invalidSyntax'],
    ['another schema', { schemas: ['urn:x'], Operations: [replace] }, 'invalidSyntax'],
    ['schemas as text', { schemas: patchOpUrn, Operations: [replace] }, 'invalidSyntax'],
    ['no Operations', { schemas }, 'invalidSyntax'],
    ['empty Operations', { schemas, Operations: [] }, 'invalidSyntax'],
    ['one operation for a list', { schemas, Operations: replace }, 'invalidSyntax'],
    ['Operations twice', { schemas, Operations: [replace], operations: [replace] }, 'invalidSyntax'],
    ['an operation that is text', { schemas, Operations: ['replace'] }, 'invalidSyntax'],
    ['no op', { schemas, Operations: [{ path: 'title', value: 'x' }] }, 'invalidSyntax'],
    ['an unknown op', { schemas, Operations: [{ ...replace, op: 'move' }] }, 'invalidSyntax'],
    ['add without value', { schemas, Operations: [{ op: 'add', path: 'title' }] }, 'invalidValue'],
    ['replace without value', { schemas, Operations: [{ op: 'replace' }] }, 'invalidValue'],
    ['remove without path', { schemas, Operations: [{ op: 'remove' }] }, 'noTarget'],
    ['remove with an empty path', { schemas, Operations: [{ op: 'remove', path: '' }] }, 'invalidPath'],
    ['add with an empty path', { schemas, Operations: [{ ...replace, path: ' ' }] }, 'invalidPath'],
    ['a path that is no text', { schemas, Operations: [{ ...replace, path: ['title'] }] }, 'invalidPath'],
    ['too deep', { schemas, Operations: [{ ...replace, value: deep(maxJsonDepth) }] }, 'invalidSyntax'],
  ])('%s', (_, body, scimType) => {
    expect(refusal(() => readMessage(body, defaultLeniencies))).toMatchObject({ status: 400, scimType });
  });

  it('too many operations: the limit is named', () => {
    const Operations = Array.from({ length: maxPatchOperations + 1 }, () => replace);
    expect(refusal(() => readMessage({ schemas, Operations }, strict))).toMatchObject({
      status: 400,
      scimType: 'invalidValue',
      detail: expect.stringContaining(String(maxPatchOperations)),
    });
  });
});

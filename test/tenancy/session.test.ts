// Sessions by themselves: how long they live, what is recent, and the texts that prove them.

import { describe, expect, it } from 'vitest';
import { createSeals, expiryOf, isRecent, isSightWorthNoting } from '../../src/tenancy/session.ts';

const entered = Date.parse('2026-11-22T08:00:00.000Z');
const enteredAt = new Date(entered).toISOString();
const [minute, hour, day] = [60_000, 3_600_000, 86_400_000];

describe('a session', () => {
  it.each([
    ['eight hours after its beginning', 0, 8 * hour],
    ['eight hours after its last use', 5 * day, 5 * day + 8 * hour],
    ['a week after its beginning, however much it is used', 7 * day - hour, 7 * day],
  ])('ends %s', (_when, used, ends) => {
    expect(expiryOf({ enteredAt }, entered + used)).toBe(new Date(entered + ends).toISOString());
  });

  it.each([
    [0, true],
    [30 * minute, true],
    [30 * minute + 1, false],
  ])('of %i milliseconds is recent: %s', (age, expected) => {
    expect(isRecent({ enteredAt }, entered + age)).toBe(expected);
  });

  it('is noted once a minute at most', () => {
    expect(isSightWorthNoting({ lastSeenAt: enteredAt }, entered + minute - 1)).toBe(false);
    expect(isSightWorthNoting({ lastSeenAt: enteredAt }, entered + minute)).toBe(true);
  });
});

describe('a seal', () => {
  const [own, foreign] = [createSeals('key'), createSeals('another key')];

  it('opens under its own key only, and unchanged only', async () => {
    const cookie = await own.sealed('secret');
    expect(await own.opened(cookie)).toBe('secret');
    expect(await foreign.opened(cookie)).toBeUndefined();
    for (const bad of ['', '.', 'secret', 'secret.', `x${cookie}`, `${cookie}x`, `${cookie}.x`, 'ö.ü']) {
      expect(await own.opened(bad)).toBeUndefined();
    }
  });

  it('is good for one purpose: a cookie, a form of one session, or the link of a local server', async () => {
    const [, signature = ''] = (await own.sealed('secret')).split('.');
    const form = await own.formToken('secret');
    expect(await own.isFormToken('secret', form)).toBe(true);
    expect(await own.isFormToken('other', form)).toBe(false);
    expect(await own.isFormToken('secret', signature)).toBe(false);
    expect(await own.opened(`secret.${form}`)).toBeUndefined();
    expect(await own.isLocalKey(await own.localKey())).toBe(true);
    expect(await own.isLocalKey(form)).toBe(false);
    expect(await foreign.isLocalKey(await own.localKey())).toBe(false);
  });
});

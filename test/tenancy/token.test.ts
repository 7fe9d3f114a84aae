// Tokens: what is minted is recognised, and nothing else is.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hashToken, isWellFormed, lastFour, mintToken } from '../../src/tenancy/token.ts';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const random = () => crypto.getRandomValues(new Uint8Array(32));
const bytes = fc.uint8Array({ minLength: 32, maxLength: 32 });

const expectAlways = <T>(property: fc.IProperty<T>) =>
  expect(fc.check(property)).toMatchObject({ failed: false });

describe('a minted token', () => {
  it('begins with rc_ and goes on with 49 signs that need no escape anywhere', () => {
    expectAlways(fc.property(bytes, (secret) => /^rc_[A-Za-z0-9_-]{49}$/.test(mintToken(secret))));
  });

  it('is well-formed, whatever its secret', () => {
    expectAlways(fc.property(bytes, (secret) => isWellFormed(mintToken(secret))));
  });

  it('holds its whole secret: others make others', () => {
    const one = random();
    const tokens = Array.from({ length: 32 }, (_, position) =>
      mintToken(one.map((byte, index) => (index === position ? byte ^ 1 : byte))),
    );
    expect(new Set([mintToken(one), ...tokens]).size).toBe(33);
  });

  it.each([
    ['zeros', 0, 'rc_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'],
    ['ones', 255, 'rc___________________________________________8'],
  ])('of %s is its secret as base64url, then a checksum', (_what, byte, body) => {
    expect(mintToken(new Uint8Array(32).fill(byte)).slice(0, -6)).toBe(body);
  });
});

describe('what is not well-formed', () => {
  it('includes every token with one sign changed, wherever and to whatever', () => {
    const token = mintToken(random());
    const accepted = Array.from(token).flatMap((sign, position) =>
      Array.from(`${alphabet} .é`)
        .filter((other) => other !== sign)
        .map((other) => token.slice(0, position) + other + token.slice(position + 1))
        .filter(isWellFormed),
    );
    expect(accepted).toEqual([]);
  });

  it('includes every token with two neighbours exchanged', () => {
    const token = mintToken(random());
    const exchanged = Array.from(token)
      .slice(0, -1)
      .map((sign, at) => token.slice(0, at) + token[at + 1] + sign + token.slice(at + 2))
      .filter((other) => other !== token);
    expect(exchanged.filter(isWellFormed)).toEqual([]);
  });

  it('includes every part of a token and every extension of it', () => {
    const token = mintToken(random());
    for (let length = 0; length < token.length; length++) {
      expect(isWellFormed(token.slice(0, length))).toBe(false);
      expect(isWellFormed(token.slice(token.length - length))).toBe(false);
    }
    for (const other of [`${token}A`, ` ${token}`, `${token}\n`, token.repeat(2), `x${token}`]) {
      expect(isWellFormed(other)).toBe(false);
    }
  });

  it.each([
    '',
    'rc_',
    'null',
    '__proto__',
    `rc_${'A'.repeat(49)}`,
    `ab_${'A'.repeat(49)}`,
    'a'.repeat(100_000),
  ])('includes %#', (text) => {
    expect(isWellFormed(text)).toBe(false);
  });

  it('includes almost all that is invented', () => {
    const invented = fc.string({
      unit: fc.constantFrom(...Array.from(alphabet)),
      minLength: 49,
      maxLength: 49,
    });
    expectAlways(fc.property(invented, (text) => !isWellFormed(`rc_${text}`)));
  });
});

it('a hash is SHA-256 in hexadecimal', async () => {
  expect(await hashToken('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
});

it('the last four signs are the last four', () => {
  const token = mintToken(random());
  expect(token.endsWith(lastFour(token))).toBe(true);
  expect(lastFour(token)).toHaveLength(4);
});

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { bytesOf, shorten } from '../../src/activity/shorten.ts';
import type { Json } from '../../src/scim/resource/value.ts';

it('whatever fits is left as it is', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const json = value as Json;
      const bytes = bytesOf(JSON.stringify(json));
      expect(shorten(json, bytes)).toEqual({ body: json, omitted: 0 });
    }),
  );
});

it('whatever does not is whole values within the bytes, and says that some are missing', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.nat(60), (value, maxBytes) => {
      const json = value as Json;
      const { body, omitted } = shorten(json, maxBytes);
      if (body !== undefined) expect(bytesOf(JSON.stringify(body))).toBeLessThanOrEqual(maxBytes);
      expect(omitted > 0).toBe(bytesOf(JSON.stringify(json)) > maxBytes);
    }),
  );
});

it('the first members of a long list stay', () => {
  const members = Array.from({ length: 1000 }, (_, index) => ({ value: `id-${index}` }));
  const { body, omitted } = shorten({ displayName: 'Crew', members }, 200);
  const kept = (body as { members: readonly unknown[] }).members;
  expect(kept.length).toBeGreaterThan(3);
  expect(kept).toEqual(members.slice(0, kept.length));
  expect(omitted).toBeGreaterThan(900);
});

it('bytes are those of UTF-8', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const wellFormed = text.toWellFormed();
      expect(bytesOf(wellFormed)).toBe(new TextEncoder().encode(wellFormed).length);
    }),
  );
});

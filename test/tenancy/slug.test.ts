import { expect, it } from 'vitest';
import { slugSchema } from '../../src/tenancy/tenant.ts';

it.each(['ab', '0-', 'acme', 'acme-2', 'a'.repeat(39), 'constructor', 'xn--bcher-kva'])(
  '"%s" is a slug',
  (slug) => {
    expect(slugSchema.safeParse(slug).success).toBe(true);
  },
);

it.each([
  '',
  'a',
  'a'.repeat(40),
  '-acme',
  'Acme',
  'ac me',
  'ac_me',
  'ac.me',
  'ac/me',
  'acme\n',
  'büro',
  '__proto__',
  '..',
  '%61b',
  5,
  null,
  ['acme'],
])('%j is none', (slug) => {
  expect(slugSchema.safeParse(slug).success).toBe(false);
});

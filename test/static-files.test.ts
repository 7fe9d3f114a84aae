// public/: the style base is the package's, and everything that a page loads is small.

import { globSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';

const root = path.join(import.meta.dirname, '..');

/** What is left of 100 KB is for the page itself, which is sent compressed. */
const maxBytes = 90_000;

it('public/pico.css is that of the package (`npm run pico` copies it)', () => {
  const own = readFileSync(path.join(root, 'public/pico.css'), 'utf8');
  const packaged = 'node_modules/@picocss/pico/css/pico.fluid.classless.min.css';
  expect(own === readFileSync(path.join(root, packaged), 'utf8')).toBe(true);
});

it(`all static files together have at most ${maxBytes} bytes`, () => {
  const files = globSync('public/**/*.*', { cwd: root });
  const bytes = files.reduce((total, file) => total + statSync(path.join(root, file)).size, 0);
  expect(files.length).toBeGreaterThan(3);
  expect(bytes).toBeLessThan(maxBytes);
});

// Who may import whom, and what the pure folders may touch. The table is the architecture; a broken line is
// printed as the rule that it breaks.

import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';

const source = path.join(import.meta.dirname, '..', 'src');

interface Rule {
  /** Folders or files below `src/`, without ending. A folder may always import itself. */
  readonly imports: readonly string[];
  readonly packages: readonly string[];
  /** No clock, randomness or platform of its own: these are arguments. */
  readonly pure?: true;
}

const surface = ['scim', 'directory', 'tenancy', 'policy'];

const rules: Readonly<Record<string, Rule>> = {
  scim: { imports: [], packages: [], pure: true },
  rehearse: { imports: [], packages: [], pure: true },
  directory: { imports: ['scim'], packages: [], pure: true },
  policy: { imports: ['scim', 'directory', '../blueprints'], packages: ['zod'], pure: true },
  env: { imports: [], packages: [] },
  tenancy: { imports: ['policy/settings', 'policy/reach', 'scim'], packages: ['zod', 'jose'] },
  db: { imports: ['env', 'scim', 'directory', 'policy', 'tenancy'], packages: ['drizzle-orm'] },
  'tenant-object': {
    imports: ['env', 'scim', 'directory', 'policy', 'db'],
    packages: ['cloudflare:workers'],
  },
  http: { imports: [...surface, 'activity'], packages: ['hono', '@hono/zod-validator'] },
  api: { imports: [...surface, 'events', 'activity'], packages: ['hono', 'zod', '@hono/zod-validator'] },
  dashboard: { imports: [...surface, 'events', 'activity', 'rehearse'], packages: ['hono'] },
};

const files = globSync('**/*.{ts,tsx}', { cwd: source });

const read = (file: string) => readFileSync(path.join(source, file), 'utf8');

const impure =
  /\b(?:new Date|Date\.now|Math\.random|crypto\.|setTimeout|setInterval|console\.|process\.|globalThis|performance\.)/;

function breaches(file: string, text: string): string[] {
  const [area = ''] = file.replace(/\.tsx?$/, '').split('/');
  if (area === 'worker') return [];
  const rule = rules[area];
  if (!rule) return [`${file}: "${area}" has no rule; give it one in test/architecture.test.ts`];
  const found: string[] = [];
  for (const [, specifier = ''] of text.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*'([^']+)'/g)) {
    const isOwn = specifier.startsWith('.');
    const target = isOwn ? path.join(path.dirname(file), specifier).replace(/\.tsx?$/, '') : specifier;
    const allowed = isOwn ? [area, ...rule.imports] : rule.packages;
    if (!allowed.some((name) => target === name || target.startsWith(`${name}/`))) {
      found.push(`${file} imports ${target}; ${area} may import ${allowed.join(', ') || 'nothing'}`);
    }
  }
  const code = text.replace(/\/\*[\s\S]*?\*\/|\/\/.*|'[^'\n]*'|`[^`]*`/g, '');
  const used = rule.pure && impure.exec(code);
  if (used) found.push(`${file} uses "${used[0]}"; ${area} is pure: take it as an argument`);
  if (/\.transaction\(/.test(code)) found.push(`${file} uses .transaction(, which fails on D1`);
  return found;
}

it('every folder imports only what it may, and the pure ones touch no platform', () => {
  expect(files.length).toBeGreaterThan(50);
  expect(files.flatMap((file) => breaches(file, read(file)))).toEqual([]);
});

it.each([
  ['scim/x.ts', "import { a } from '../db/read.ts';", 'scim may import scim'],
  ['scim/x.ts', "import { z } from 'zod';", 'scim may import nothing'],
  ['directory/x.ts', 'const now = Date.now();', 'directory is pure'],
  ['http/x.ts', "const { a } = await import('../db/read.ts');", 'http may import'],
  ['db/x.ts', 'await db.transaction(work);', 'fails on D1'],
  ['novel/x.ts', '', 'has no rule'],
])('%s with %s is a breach', (file, text, message) => {
  expect(breaches(file, text).join()).toContain(message);
});

it('nothing imports the Worker', () => {
  const importers = files.filter((file) => /from '[./]*worker\.ts'/.test(read(file)));
  expect(importers).toEqual([]);
});

it('a file over 250 lines defends itself in its first lines', () => {
  const long = files.filter((file) => {
    const lines = read(file).split('\n');
    return lines.length > 250 && !/\blong\b/i.test(lines.slice(0, 8).join(' '));
  });
  expect(long).toEqual([]);
});

it('every file opens with its responsibility', () => {
  const silent = files.filter((file) => !read(file).startsWith('//'));
  expect(silent).toEqual([]);
});

// docs/conformance.md is held to what is there: each test that it names exists under that name, each requirement
// that it calls supported has one, and no habit of a client is left out. What the tests prove is their own business.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { leniencyNames } from '../src/scim/leniency.ts';

const root = join(import.meta.dirname, '..');
const text = readFileSync(join(root, 'docs/conformance.md'), 'utf8');

/** The cells of each row of the table below a heading, head and ruler apart. */
function rowsBelow(heading: string): readonly (readonly string[])[] {
  const [, section = ''] = text.split(`\n## ${heading}\n`);
  const [tables = ''] = section.split('\n## ');
  const [, ...rows] = tables.split('\n').filter((line) => line.startsWith('| '));
  return rows.map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

/** The tests that a cell names, as `folder/file.test.ts › title`, one to a line. */
const namedIn = (cell: string) =>
  cell
    .split('<br>')
    .map((line) => line.trim())
    .filter((line) => line !== '—');

/** What is wrong with a name, if anything is. */
function problemOf(named: string): string | undefined {
  const [file = '', ...titles] = named.split(' › ');
  const path = join(root, 'test', file);
  if (!file.endsWith('.test.ts') || titles.length === 0) return `not "file › title": ${named}`;
  if (!existsSync(path)) return `no such file: ${named}`;
  const known = titlesIn(readFileSync(path, 'utf8'));
  const missing = titles.filter((title) => !known.has(title));
  return missing.length === 0 ? undefined : `no such test: ${named}`;
}

/** Every text that stands before a test's or a group's function, as it is when the file runs. */
function titlesIn(source: string): ReadonlySet<string> {
  const beforeFunction =
    /\(\s*(['"`])((?:\\.|(?!\1)[^\\\n])*)\1,\s*(?:\{[^}]*\},\s*)?(?:async\s*)?(?:\w+\s*=>|\([^)]*\)\s*=>|function)/g;
  return new Set(
    [...source.matchAll(beforeFunction)].map(([, , title = '']) => title.replace(/\\(.)/g, '$1')),
  );
}

const requirements = ['RFC 7643', 'RFC 7644', 'RFC 9865'].flatMap((rfc) =>
  rowsBelow(rfc).map((row) => [rfc, ...row] as const),
);
const habits = rowsBelow('Habits of identity providers');

describe('docs/conformance.md', () => {
  it('has tables for the three RFCs and for the habits', () => {
    for (const rfc of ['RFC 7643', 'RFC 7644', 'RFC 9865'])
      expect(rowsBelow(rfc).length, rfc).toBeGreaterThan(10);
    expect(habits.length).toBeGreaterThan(10);
  });

  it('says of each requirement section, level, and yes, partly or no with the reason', () => {
    for (const [rfc, section = '', requirement = '', level = '', supported = '', ...rest] of requirements) {
      const row = `${rfc} §${section} ${requirement}`;
      expect(rest.length, row).toBe(1);
      expect(section, row).toMatch(/^\d+(\.\d+)*$/);
      expect(level, row).toMatch(/^(MUST|SHOULD)( NOT)?$/);
      expect(supported, row).toMatch(/^(yes|(partly|no): \S.*)$/);
    }
  });

  it('lists the requirements of each RFC in the order of their sections', () => {
    const key = (section: string) =>
      section
        .split('.')
        .map((part) => part.padStart(3, '0'))
        .join('.');
    for (const rfc of ['RFC 7643', 'RFC 7644', 'RFC 9865']) {
      const sections = rowsBelow(rfc).map(([section = '']) => key(section));
      expect(sections, rfc).toEqual(sections.toSorted());
    }
  });

  it('names tests that exist, and no others', () => {
    const cells = [...requirements, ...habits].map((row) => row.at(-1) ?? '');
    expect(cells.flatMap(namedIn).flatMap((named) => problemOf(named) ?? [])).toEqual([]);
  });

  it('names a test for each requirement that it calls supported, wholly or partly', () => {
    const bare = requirements.filter(([, , , , supported]) => supported && !supported.startsWith('no'));
    const untested = bare.filter((row) => namedIn(row.at(-1) ?? '').length === 0);
    expect(untested.map((row) => row.slice(0, 3).join(' '))).toEqual([]);
  });

  it('counts its requirements rightly', () => {
    const count = (answer: string) =>
      requirements.filter(([, , , , supported]) => supported?.startsWith(answer)).length;
    const counts = `${requirements.length} requirements: ${count('yes')} supported, ${count('partly')} partly, ${count('no')} not`;
    expect(text).toContain(counts);
  });

  it('has each leniency once', () => {
    const listed = habits.map(([name = '']) => name.replaceAll('`', ''));
    expect(listed.toSorted()).toEqual(leniencyNames.toSorted());
  });
});

describe('the check of a name', () => {
  const here = 'documents.test.ts';

  it.each([
    [`${here} › counts its requirements rightly`],
    [`${here} › docs/conformance.md › has each leniency once`],
    [`${here} › finds nothing wrong with %s`],
  ])('finds nothing wrong with %s', (named) => {
    expect(problemOf(named)).toBeUndefined();
  });

  it.each([
    [`${here} › counts its requirements`],
    [`${here} › no group › has each leniency once`],
    [`${here} › const root`],
    ['nothing.test.ts › has each leniency once'],
    [here],
    ['../vitest.config.ts › worker'],
  ])('fails for %s', (named) => {
    expect(problemOf(named)).toMatch(/^(no such|not)/);
  });
});

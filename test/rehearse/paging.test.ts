// Reading all pages as an import does: how it walks, and which drifts it notices.

import { describe, expect, test } from 'vitest';
import type { Fetch } from '../../src/rehearse/fetch.ts';
import { oktaCustom } from '../../src/rehearse/okta/custom.ts';
import { allPages } from '../../src/rehearse/scenes/import.ts';
import { createStage } from '../../src/rehearse/stage.ts';
import { LIST_RESPONSE } from '../../src/rehearse/urns.ts';

describe('allPages', () => {
  test('goes on by a hundred until the total is covered', async () => {
    const { found, starts } = await walk(250, (start) => ids(start, Math.min(start + 99, 250)));
    expect(starts).toEqual([1, 101, 201]);
    expect(found).toHaveLength(250);
  });

  test('asks once when the directory is empty', async () => {
    expect((await walk(0, () => [])).starts).toEqual([1]);
  });

  test('notices somebody who is listed on two pages', async () => {
    const overlapping = (start: number) => (start === 1 ? ids(1, 100) : ids(100, 149));
    await expect(walk(150, overlapping)).rejects.toThrow('1 of 150 were listed twice');
  });

  test('notices a page that is not full although more remain', async () => {
    await expect(walk(150, (start) => ids(start, start + 49))).rejects.toThrow(
      'the number of listed resources is 50, expected 100',
    );
  });

  test('notices a total that changes between pages', async () => {
    const total = (start: number) => (start === 1 ? 150 : 149);
    await expect(walk(total, (start) => ids(start, Math.min(start + 99, 150)))).rejects.toThrow(
      'totalResults, compared with the first page, is 149, expected 150',
    );
  });
});

async function walk(total: number | ((start: number) => number), page: (start: number) => readonly string[]) {
  const starts: number[] = [];
  const fetch: Fetch = async (url) => {
    const startIndex = Number(/startIndex=(\d+)/.exec(url)?.[1]);
    starts.push(startIndex);
    const Resources = page(startIndex).map((id) => ({ id }));
    const totalResults = typeof total === 'number' ? total : total(startIndex);
    const totals = { totalResults, startIndex, itemsPerPage: Resources.length };
    const text = JSON.stringify({ schemas: [LIST_RESPONSE], ...totals, Resources });
    return { status: 200, headers: { get: () => 'application/scim+json' }, text: async () => text };
  };
  const stage = createStage(oktaCustom, { baseUrl: 'https://scim.test', token: 't', fetch, run: 'run' });
  return { found: await allPages(stage, '/Users'), starts };
}

function ids(first: number, last: number): readonly string[] {
  return Array.from({ length: last - first + 1 }, (_, index) => `id${first + index}`);
}

// How much one PATCH may ask for.

import { beforeEach, describe, expect, it } from 'vitest';
import {
  maxElements,
  maxFilterComparisons,
  maxFilterDepth,
  maxFilterLength,
  maxPatchComparisons,
  maxPatchOperations,
} from '../../src/scim/limits.ts';
import { expectOverLimit } from '../support/over-limit.ts';
import { addGroup, addUser, patchBody } from '../support/people.ts';
import { newTenant, type TestTenant } from '../support/tenant.ts';

let tenant: TestTenant;
let path: string;
beforeEach(async () => {
  tenant = await newTenant();
  const { id } = await addUser(tenant, { title: 'old', roles: [{ value: 'kept' }, { value: 'gone' }] });
  path = `/Users/${id}`;
});

const patch = (operations: readonly object[]) => tenant.scim('PATCH', path, patchBody(...operations));
const times = <T>(count: number, make: (index: number) => T) =>
  Array.from({ length: count }, (_, index) => make(index));

describe('as many operations as are allowed are carried out in their order, one more is refused with none carried out:', () => {
  const refusal = {
    status: 400,
    scimType: 'invalidValue',
    naming: [maxPatchOperations, maxPatchOperations + 1],
  } as const;

  it('on a user', async () => {
    const titles = (count: number) =>
      times(count, (index) => ({ op: 'replace', path: 'title', value: `${index + 1}` }));
    await expectOverLimit(tenant, refusal, () => patch(titles(maxPatchOperations + 1)));
    expect((await patch(titles(maxPatchOperations))).body.title).toBe(String(maxPatchOperations));
  });

  it('on a group', async () => {
    const ids = (await Promise.all(times(3, () => addUser(tenant)))).map(({ id }) => id);
    const { id } = await addGroup(tenant);
    path = `/Groups/${id}`;
    const turns = (count: number) =>
      times(count, (index) => ({ op: 'add', path: 'members', value: [{ value: ids[index % 3] }] }));
    await expectOverLimit(tenant, refusal, () => patch(turns(maxPatchOperations + 1)));
    expect((await patch(turns(maxPatchOperations))).status).toBe(204);
    expect((await tenant.scim('GET', path)).body.members).toHaveLength(3);
  });
});

describe('as many comparisons as are allowed are made, one more is refused with nothing removed:', () => {
  const byFilter = (count: number, last = 'value eq "gone"') => ({
    op: 'remove',
    path: `roles[${[...times(count - 1, (index) => `value eq "x${index}"`), last].join(' or ')}]`,
  });
  const byList = (count: number) => ({
    op: 'remove',
    path: 'roles',
    value: [...times(count - 1, (index) => ({ value: `x${index}` })), { value: 'gone' }],
  });
  const filters = (count: number) => times(count, () => byFilter(maxFilterComparisons));
  const lists = (count: number) => times(count, () => byList(maxElements));

  it.each<[what: string, within: () => readonly object[], more: object]>([
    ['by filters', () => filters(maxPatchComparisons / maxFilterComparisons), byFilter(1)],
    ['by lists', () => lists(maxPatchComparisons / maxElements), byList(1)],
    [
      'by both, and by a path in an object',
      () => [
        ...filters(maxPatchComparisons / maxFilterComparisons - 2),
        byList(maxFilterComparisons),
        byList(maxFilterComparisons - 1),
        { op: 'replace', value: { 'roles[value eq "kept"].display': 'Kept' } },
      ],
      byList(1),
    ],
  ])('%s', async (_what, within, more) => {
    const refusal = {
      status: 400,
      scimType: 'invalidValue',
      naming: [maxPatchComparisons, maxPatchComparisons + 1],
    } as const;
    await expectOverLimit(tenant, refusal, () => patch([...within(), more]));
    const { status, body } = await patch(within());
    expect(status).toBe(200);
    expect(body.roles.map(({ value }: { value: string }) => value)).toEqual(['kept']);
  });
});

describe('a path at its limit is followed, one past it is refused with the limit:', () => {
  /** A path that selects the role `gone`. */
  const long = (length: number) => {
    const selected = 'roles[value eq "gone"]';
    return `roles[${' '.repeat(length - selected.length)}value eq "gone"]`;
  };
  const deep = (depth: number) => `roles[${'('.repeat(depth - 1)}value eq "gone"${')'.repeat(depth - 1)}]`;
  const broad = (count: number) => `roles[${times(count, () => 'value eq "gone"').join(' or ')}]`;

  it.each<
    [what: string, path: (figure: number) => string, limit: number, scimType: 'invalidPath' | 'invalidFilter']
  >([
    ['its length', long, maxFilterLength, 'invalidPath'],
    ['its depth', deep, maxFilterDepth, 'invalidFilter'],
    ['its comparisons', broad, maxFilterComparisons, 'invalidFilter'],
  ])('%s', async (_what, of, limit, scimType) => {
    await expectOverLimit(tenant, { status: 400, scimType, naming: [limit] }, () =>
      patch([{ op: 'remove', path: of(limit + 1) }]),
    );
    const { body } = await patch([{ op: 'remove', path: of(limit) }]);
    expect(body.roles).toEqual([{ value: 'kept' }]);
  });
});

import { describe, expect, it } from 'vitest';
import { listResponse, readPaging } from '../../../src/scim/message/list-response.ts';
import { refusal } from '../filter/refusal.ts';

describe('a list', () => {
  it('has `Resources` also when it is empty', () => {
    expect(listResponse([], { totalResults: 7, startIndex: 8, itemsPerPage: 0 })).toEqual({
      schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
      totalResults: 7,
      startIndex: 8,
      itemsPerPage: 0,
      Resources: [],
    });
  });
  it('has the resources in their order', () => {
    const page = listResponse([{ id: 'b' }, { id: 'a' }], {
      totalResults: 2,
      startIndex: 1,
      itemsPerPage: 2,
    });
    expect(page['Resources']).toEqual([{ id: 'b' }, { id: 'a' }]);
  });
});

describe('paging is read as RFC 7644 Table 6 has it', () => {
  it.each([
    [{}, 1, 100],
    [{ startIndex: '1', count: '2' }, 1, 2],
    [{ startIndex: '0', count: '0' }, 1, 0],
    [{ startIndex: '-5', count: '-1' }, 1, 0],
    [{ startIndex: '101', count: '1000' }, 101, 1000],
    [{ startIndex: '100000', count: '1001' }, 100_000, 1000],
    [{ startIndex: '9'.repeat(400), count: '9'.repeat(400) }, Number.MAX_SAFE_INTEGER, 1000],
    [{ startIndex: 3, count: 4 }, 3, 4],
  ])('%j', (query, startIndex, count) => {
    expect(readPaging(query)).toEqual({ startIndex, count });
  });
});

describe('what is no whole number is 400 invalidValue', () => {
  it.each([['x'], [''], ['1.5'], ['1e3'], ['0x10'], ['NaN'], [1.5], [Number.NaN]])('%j', (sent) => {
    for (const name of ['startIndex', 'count']) {
      expect(refusal(() => readPaging({ [name]: sent }))).toMatchObject({
        status: 400,
        scimType: 'invalidValue',
        detail: expect.stringContaining(name),
      });
    }
  });
});

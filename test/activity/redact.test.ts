import { describe, expect, it } from 'vitest';
import { notKept } from '../../src/activity/redact-detail.ts';
import { patchOpUrn } from '../../src/scim/patch/message.ts';
import { describe as describeValue } from '../../src/scim/resource/describe.ts';
import { acmeUrn, coreUrn, enterpriseUrn } from '../policy/wishes.ts';
import { recorded, recordedDetail } from './sent.ts';

const patch = (...operations: readonly object[]) => ({ schemas: [patchOpUrn], Operations: operations });

describe('of a body is recorded', () => {
  it('what the tenant keeps, by its declared name, and of the rest the names that are declared', () => {
    const body = {
      schemas: [coreUrn],
      USERNAME: 'ann',
      password: 's3cret',
      Name: { givenName: 'Ann', shoeSize: 'secret' },
      emails: [{ value: 'a@x', type: 'work', secret: 'secret' }, 'b@x'],
      plan: 'gold',
      hint: true,
      vip: 'secret',
      desk: 'secret',
      department: 'secret',
      [enterpriseUrn]: { department: 'R&D', manager: 'm1', secret: 'secret' },
      [acmeUrn]: { desk: '4', badge: 'secret' },
      'urn:nobody': { a: 'secret' },
      title: { deep: 'secret' },
    };
    expect(recorded('POST', '/Users', body)).toEqual({
      path: '/Users',
      body: {
        schemas: [coreUrn],
        userName: 'ann',
        name: { givenName: 'Ann' },
        emails: [{ value: 'a@x', type: 'work' }, 'b@x'],
        plan: 'gold',
        [enterpriseUrn]: { department: 'R&D', manager: 'm1' },
        [acmeUrn]: { desk: '4' },
      },
      names: ['password', 'hint', `${acmeUrn}:badge`],
      unknown: 8,
    });
  });

  it.each<[what: string, operation: object, kept: object]>([
    [
      'a path',
      { op: 'Replace', path: 'TITLE', value: 'Lead' },
      { op: 'Replace', path: 'title', value: 'Lead' },
    ],
    ['a secret path', { op: 'replace', path: 'password', value: 's' }, { op: 'replace' }],
    ['a path that is not kept', { op: 'add', path: `${acmeUrn}:badge`, value: 's' }, { op: 'add' }],
    ['a path that nobody declared', { op: 'add', path: 'vip', value: 's' }, { op: 'add' }],
    ['a name that means two things', { op: 'add', path: 'desk', value: 's' }, { op: 'add' }],
    [
      'no path',
      { op: 'add', value: { plan: 'x', HINT: true, vip: 's' } },
      { op: 'add', value: { plan: 'x' } },
    ],
    [
      'keys that are paths',
      { op: 'add', value: { 'name.givenName': 'A', 'emails[type eq "work"].value': 'a', 'password.x': 's' } },
      { op: 'add', value: { 'name.givenName': 'A', 'emails[type eq "work"].value': 'a' } },
    ],
    [
      'a value path',
      { op: 'add', path: 'emails[type eq "work"].value', value: 'a@x' },
      { op: 'add', path: 'emails[type eq "work"].value', value: 'a@x' },
    ],
    [
      'a value path by unknown names',
      { op: 'add', path: 'emails[pin eq "s"].value', value: 's' },
      { op: 'add' },
    ],
    ['brackets where none belong', { op: 'remove', path: 'userName[value eq "s"]' }, { op: 'remove' }],
    ['a path that cannot be read', { op: 'add', path: 'emails[type eq', value: 's' }, { op: 'add' }],
    ['two paths', { op: 'add', path: 'title', PATH: 'password', value: 's' }, { op: 'add' }],
    [
      'a whole extension',
      { op: 'add', path: acmeUrn, value: { desk: '1', badge: 's' } },
      { op: 'add', path: acmeUrn, value: { desk: '1' } },
    ],
    ['an unknown word', { op: 's', value: { plan: 'x' }, also: 's' }, { value: { plan: 'x' } }],
  ])('of a PATCH with %s', (_what, operation, kept) => {
    expect(recorded('PATCH', '/Users/1', patch(operation)).body).toEqual(patch(kept));
  });

  it('of each operation of a bulk request what is recorded of a request of its own', () => {
    const operations = [
      { method: 'POST', path: '/Users', bulkId: 'q', data: { userName: 'ann', password: 's' } },
      { method: 'patch', path: '/Users/1', data: patch({ op: 'add', path: 'hint', value: true }) },
      { method: 'DELETE', path: '/Secrets/s', data: { password: 's' } },
    ];
    expect(recorded('POST', '/Bulk', { Operations: operations }).body).toEqual({
      Operations: [
        { method: 'POST', path: '/Users', bulkId: 'q', data: { userName: 'ann' } },
        { method: 'patch', path: '/Users/1', data: patch({ op: 'add' }) },
        { method: 'DELETE' },
      ],
    });
  });

  it('nothing that is no message', () => {
    for (const body of ['secret', 5, ['secret'], true]) {
      expect(recorded('POST', '/Users', body)).toMatchObject({ body: undefined, unknown: 1 });
      expect(recorded('PATCH', '/Users/1', body)).toMatchObject({ body: undefined, unknown: 1 });
      expect(recorded('POST', '/Bulk', body)).toMatchObject({ body: undefined, unknown: 1 });
      expect(recorded('POST', '/Secrets', { body })).toMatchObject({ body: undefined, unknown: 1 });
    }
  });
});

describe('of a query is recorded', () => {
  it.each<[name: string, value: string, kept: string]>([
    ['filter', 'userName eq "ann"', '?filter=userName eq "ann"'],
    ['filter', 'emails[type eq "work"].value eq "a"', '?filter=emails[type eq "work"].value eq "a"'],
    ['filter', 'password eq "s"', ''],
    ['filter', `userName eq "ann" and ${acmeUrn}:badge eq "s"`, ''],
    ['filter', 'desk eq "s"', ''],
    ['filter', 'emails[pin eq "s"]', ''],
    ['filter', 'userName eq "s', ''],
    ['attributes', 'userName, password,secret', '?attributes=userName,password'],
    ['count', '10', '?count=10'],
    ['count', 'secret', ''],
    ['sortBy', 'secret', ''],
    ['sortOrder', 'descending', '?sortOrder=descending'],
    ['cursor', 'secret', ''],
    ['access_token', 'secret', ''],
  ])('%s=%s as "%s"', (name, value, kept) => {
    expect(recorded('GET', '/Users', undefined, [[name, value]]).path).toBe(`/Users${kept}`);
  });

  it('the same when it is the body of a search', () => {
    const body = { schemas: [], filter: 'password eq "s"', count: 3, attributes: ['userName', 'secret'] };
    expect(recorded('POST', '/Users/.search', body).body).toEqual({
      schemas: [],
      count: 3,
      attributes: ['userName'],
    });
    const both = { filter: 'userName eq "a" or displayName eq "b"' };
    expect(recorded('POST', '/.search', both).body).toEqual(both);
  });

  it('a token that stands in the path only by its prefix', () => {
    expect(recorded('GET', '/Users/rc_abcdefghijklmnop').path).toBe('/Users/rc_…');
  });
});

describe('the reason of an error', () => {
  const got = (name: string, value: unknown) =>
    `"${name}" must be true or false; got ${JSON.stringify(value)}.`;

  it('keeps quotations of what is kept', () => {
    expect(recordedDetail(got('active', 'yes'), 'POST', '/Users', { active: 'yes', password: 'no' })).toBe(
      got('active', 'yes'),
    );
  });

  it.each<[value: unknown, told: string]>([
    ['secret', '"…"'],
    ['x', '"…"'],
    ['a"b', '"…"'],
    [5, '…'],
    ['line\nbreak', '"…"'],
  ])('loses the quotation of the value %j of what is not', (value, told) => {
    const detail = `"hint" must be true or false; got ${describeValue(value)}.`;
    expect(recordedDetail(detail, 'POST', '/Users', { hint: value })).toBe(
      `"hint" must be true or false; got ${told}.`,
    );
  });

  it('loses a long one that was quoted in part', () => {
    const value = 'secret '.repeat(50);
    const detail = `"hint" must be true or false; got "${value.slice(0, 117)}...".`;
    expect(recordedDetail(detail, 'POST', '/Users', { hint: value })).not.toContain('secret');
  });

  it('loses the piece of a filter that could not be read', () => {
    const query = [['filter', 'userName eq "s3cret']] as const;
    expect(
      recordedDetail(
        'The filter cannot be read at character 13: expected a string, found ""s3cret".',
        'GET',
        '/Users',
        undefined,
        query,
      ),
    ).toBe('The filter cannot be read at character 13: expected a string, found "…".');
  });

  it('keeps the names of attributes, whatever else is called so', () => {
    const detail = '"userName" is required. Map it in the identity provider.';
    expect(recordedDetail(detail, 'POST', '/Users', { vip: 'userName' })).toBe(detail);
  });

  it('goes as a whole where too much would have to be looked for', () => {
    const vip = Array.from({ length: 3_000 }, (_, index) => `value ${index}`);
    expect(recordedDetail('Whatever.', 'POST', '/Users', { vip })).toBe(notKept);
  });
});

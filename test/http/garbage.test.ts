// Whatever is sent, the answer is a SCIM message that is no server error, nothing hangs, and no prototype changes.

import { env } from 'cloudflare:workers';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { newTenant, send, type TestTenant } from '../support/tenant.ts';

const cases = env.ROLLCALL_LONG ? 10_000 : 400;
const timeout = env.ROLLCALL_LONG ? 1_200_000 : 60_000;

let tenant: TestTenant;
let user = '';
let group = '';

beforeAll(async () => {
  tenant = await newTenant();
  user = (
    await tenant.scim('POST', '/Users', { userName: 'ann', emails: [{ value: 'a@x.io', type: 'work' }] })
  ).body.id;
  group = (await tenant.scim('POST', '/Groups', { displayName: 'Crew', members: [{ value: user }] })).body.id;
});

const names = fc.constantFrom(
  'userName',
  'emails',
  'emails.value',
  'emails[type eq "work"].value',
  'members',
  'members.value',
  'name.givenName',
  'active',
  'schemas',
  'meta',
  'meta.lastModified',
  'id',
  'externalId',
  'password',
  'groups',
  '__proto__',
  'constructor',
  'constructor.prototype',
  'toString',
  'urn:ietf:params:scim:schemas:core:2.0:User:userName',
  'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User',
  'manager',
  'Operations',
  'op',
  'path',
  'value',
  '',
);

const text = fc.oneof(
  names,
  fc.string(),
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: 'binary', maxLength: 40 }),
);

const json = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    fc.constantFrom<unknown>(null, true, false, 0, -1, 1e308, '', [], {}),
    text,
    fc.double(),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.array(fc.tuple(text, tie('value')), { maxLength: 5 }).map((entries) => Object.fromEntries(entries)),
  ),
})).value;

const token = fc.constantFrom(
  'userName',
  'emails[',
  ']',
  '(',
  ')',
  ' and ',
  ' or ',
  'not ',
  ' eq ',
  ' co ',
  ' pr',
  ' gt ',
  '"a"',
  '"',
  '\\',
  'true',
  'null',
  '7',
  ' ',
  'active',
  'meta.created',
  '.value',
  '"2020-01-01T00:00:00Z"',
  '%00',
  '😀',
  "'",
  '--',
  ';',
  '*',
);
const filter = fc.oneof(
  fc.array(token, { maxLength: 25 }).map((tokens) => tokens.join('')),
  text,
);

const operation = fc.record(
  {
    op: fc.oneof(fc.constantFrom('add', 'replace', 'remove', 'Add', 'move'), json),
    path: fc.oneof(names, filter, json),
    value: json,
  },
  { requiredKeys: [] },
);

const patch = fc
  .array(operation, { maxLength: 4 })
  .map((Operations) => ({ schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], Operations }));

async function expectCivil(
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<void> {
  const answer = await tenant.scim(method, path, body, headers);
  const sent = `${method} ${path} ${JSON.stringify(body)} → ${answer.status} ${answer.text}`;
  expect(answer.status, sent).toBeLessThan(500);
  if (answer.text !== '') {
    expect(answer.headers.get('content-type'), sent).toContain('application/scim+json');
    if (answer.status >= 400) expect(answer.body, sent).toMatchObject({ status: String(answer.status) });
  }
  expect(Object.keys(Object.prototype)).toEqual([]);
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
}

const check = <T>(arbitrary: fc.Arbitrary<T>, property: (value: T) => Promise<void>) =>
  fc.assert(fc.asyncProperty(arbitrary, property), { numRuns: cases });

const escaped = (value: string) => encodeURIComponent(value.toWellFormed());

describe('garbage is answered civilly', () => {
  it('in filters and other parameters', { timeout }, () =>
    check(
      fc.tuple(
        fc.constantFrom('/Users', '/Groups', '/Roles'),
        filter,
        fc.array(
          fc.tuple(
            fc.constantFrom(
              'sortBy',
              'sortOrder',
              'startIndex',
              'count',
              'cursor',
              'attributes',
              'excludedAttributes',
            ),
            text,
          ),
        ),
      ),
      ([endpoint, value, more]) => {
        const query = more.map(([name, given]) => `&${name}=${escaped(given)}`).join('');
        return expectCivil('GET', `${endpoint}?filter=${escaped(value)}${query}`);
      },
    ),
  );

  it('in bodies of POST and PUT', { timeout }, () =>
    check(
      fc.tuple(fc.constantFrom('/Users', '/Groups', '/.search', '/Bulk'), json, fc.boolean()),
      ([endpoint, body, put]) => {
        const id = endpoint === '/Users' ? user : group;
        const isOne = put && (endpoint === '/Users' || endpoint === '/Groups');
        return expectCivil(isOne ? 'PUT' : 'POST', isOne ? `${endpoint}/${id}` : endpoint, body);
      },
    ),
  );

  it('in PATCH operations', { timeout }, () =>
    check(fc.tuple(fc.boolean(), patch), ([onUser, body]) =>
      expectCivil('PATCH', onUser ? `/Users/${user}` : `/Groups/${group}`, body),
    ),
  );

  it('in bodies that are no JSON, under any media type and encoding', { timeout }, () =>
    check(
      fc.tuple(
        fc.constantFrom('POST', 'PUT', 'PATCH', 'DELETE'),
        fc.uint8Array({ maxLength: 200 }),
        fc.constantFrom('application/scim+json', 'application/json; charset=utf-8', 'text/html', '', ';'),
        fc.constantFrom('', 'gzip', 'identity', 'br', 'gzip, gzip'),
      ),
      ([method, bytes, type, encoding]) =>
        expectCivil(method, '/Users', bytes, { 'Content-Type': type, 'Content-Encoding': encoding }),
    ),
  );

  it('in paths, methods, headers and credentials', { timeout }, () =>
    check(
      fc.tuple(
        fc.constantFrom('GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND'),
        fc.array(fc.oneof(text, fc.constantFrom('Users', 'Groups', '..', '.', '%2e%2e', 'Schemas')), {
          maxLength: 4,
        }),
        fc.constantFrom(
          'if-match',
          'if-none-match',
          'accept',
          'authorization',
          'content-length',
          'x-forwarded-host',
        ),
        fc.stringMatching(/^[ -~]{0,60}$/),
      ),
      async ([method, segments, name, value]) => {
        const path = segments.map(escaped).join('/');
        const headers = { Authorization: `Bearer ${tenant.token}`, [name]: value };
        const answer = await send(method, `${tenant.baseUrl}/${path}`, undefined, headers);
        expect(answer.status, `${method} ${path} ${name}: ${value}`).toBeLessThan(502);
        expect([500, 503]).not.toContain(answer.status);
      },
    ),
  );
});

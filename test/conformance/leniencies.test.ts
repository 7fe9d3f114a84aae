// Each leniency with a request as a client sends it: honoured by default, and answered with the strict error by a
// tenant that has switched it off.

import { describe, expect, it } from 'vitest';
import { type LeniencyName, leniencyNames } from '../../src/scim/leniency.ts';
import { type Answer, api, newTenant, type TestTenant } from '../support/tenant.ts';

const patchOp = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

interface Prepared {
  readonly tenant: TestTenant;
  readonly user: string;
  readonly group: string;
}

interface Recorded {
  readonly leniency: Exclude<LeniencyName, 'skipUnknownMembers'>;
  readonly client: string;
  readonly request: (prepared: Prepared) => readonly [method: string, path: string, body?: unknown];
  /** What the honoured request answers, or leaves behind on the user. */
  readonly honoured: {
    readonly answer?: object;
    readonly user?: object;
    readonly cleared?: string;
    readonly members?: readonly string[];
  };
  readonly strict: { readonly status: number; readonly scimType?: string } | { readonly body: object };
}

const patchUser =
  (...operations: object[]): Recorded['request'] =>
  ({ user }) => ['PATCH', `/Users/${user}`, { schemas: [patchOp], Operations: operations }];

const recorded: readonly Recorded[] = [
  {
    leniency: 'stringBooleans',
    client: 'Entra without its flag deactivates',
    request: patchUser({ op: 'replace', path: 'active', value: 'False' }),
    honoured: { user: { active: false } },
    strict: { status: 400, scimType: 'invalidValue' },
  },
  {
    leniency: 'numbersAsText',
    client: 'a directory with numeric employee numbers',
    request: patchUser({ op: 'replace', path: `${enterprise}:employeeNumber`, value: 1701 }),
    honoured: { user: { [enterprise]: { employeeNumber: '1701' } } },
    strict: { status: 400, scimType: 'invalidValue' },
  },
  {
    leniency: 'unquotedOperands',
    client: "Microsoft's collection",
    request: () => ['GET', '/Users?filter=userName eq ann@example.com'],
    honoured: { answer: { totalResults: 1 } },
    strict: { status: 400, scimType: 'invalidFilter' },
  },
  {
    leniency: 'loneBackslash',
    client: 'a client that does not escape',
    request: () => ['GET', String.raw`/Users?filter=userName eq "DOMAIN\ann"`],
    honoured: { answer: { totalResults: 0 } },
    strict: { status: 400, scimType: 'invalidFilter' },
  },
  {
    leniency: 'anyCaseOperations',
    client: 'Entra without its flag',
    request: patchUser({ op: 'Replace', path: 'displayName', value: 'Ann Neu' }),
    honoured: { user: { displayName: 'Ann Neu' } },
    strict: { status: 400, scimType: 'invalidSyntax' },
  },
  {
    leniency: 'patchWithoutSchemas',
    client: 'Okta, by some accounts',
    request: ({ user }) => [
      'PATCH',
      `/Users/${user}`,
      { Operations: [{ op: 'replace', value: { active: false } }] },
    ],
    honoured: { user: { active: false } },
    strict: { status: 400, scimType: 'invalidSyntax' },
  },
  {
    leniency: 'readOnlyInValue',
    client: 'Okta sends the id with every change of a group',
    request: ({ group }) => [
      'PATCH',
      `/Groups/${group}`,
      { schemas: [patchOp], Operations: [{ op: 'replace', value: { id: group, displayName: 'Crew' } }] },
    ],
    honoured: { members: ['user'] },
    strict: { status: 400, scimType: 'mutability' },
  },
  {
    leniency: 'pathKeys',
    client: 'Entra with its flag',
    request: patchUser({
      op: 'replace',
      value: { 'name.givenName': 'Anna', [`${enterprise}:department`]: 'R&D' },
    }),
    honoured: { user: { name: { givenName: 'Anna' }, [enterprise]: { department: 'R&D' } } },
    strict: { body: {} },
  },
  {
    leniency: 'createOnReplace',
    client: 'Entra sets a telephone number that is not there yet',
    request: patchUser({ op: 'replace', path: 'phoneNumbers[type eq "mobile"].value', value: '+1 555 0100' }),
    honoured: { user: { phoneNumbers: [{ type: 'mobile', value: '+1 555 0100' }] } },
    strict: { status: 400, scimType: 'noTarget' },
  },
  {
    leniency: 'removeListedValues',
    client: 'Entra, JumpCloud and authentik take somebody out of a group',
    request: ({ group, user }) => [
      'PATCH',
      `/Groups/${group}`,
      { schemas: [patchOp], Operations: [{ op: 'remove', path: 'members', value: [{ value: user }] }] },
    ],
    honoured: { members: [] },
    strict: { status: 400, scimType: 'invalidValue' },
  },
  {
    leniency: 'bareValues',
    client: 'Entra sets a manager',
    request: patchUser({ op: 'add', path: `${enterprise}:manager`, value: 'boss-1' }),
    honoured: { user: { [enterprise]: { manager: { value: 'boss-1' } } } },
    strict: { status: 400, scimType: 'invalidValue' },
  },
  {
    leniency: 'singleForList',
    client: 'OneLogin creates somebody with one e-mail address',
    request: () => ['POST', '/Users', { userName: 'bob', emails: { value: 'bob@example.com' } }],
    honoured: { answer: { emails: [{ value: 'bob@example.com' }] } },
    strict: { status: 400, scimType: 'invalidValue' },
  },
  {
    leniency: 'emptyStringClears',
    client: 'Entra clears a title',
    request: patchUser({ op: 'replace', path: 'title', value: '' }),
    honoured: { cleared: 'title' },
    strict: { body: { title: '' } },
  },
  {
    leniency: 'bracketsInAttributes',
    client: "Microsoft's collection",
    request: ({ user }) => ['GET', `/Users/${user}?attributes=emails[type eq "work"]`],
    honoured: { answer: { emails: [{ value: 'ann@example.com', type: 'work' }] } },
    strict: { status: 400, scimType: 'invalidValue' },
  },
];

async function prepare(leniency: object | undefined): Promise<Prepared> {
  const tenant = await newTenant();
  if (leniency) await api('PATCH', `/tenants/${tenant.slug}/settings`, { leniency });
  const { body: user } = await tenant.scim('POST', '/Users', {
    userName: 'ann@example.com',
    title: 'Captain',
    emails: [{ value: 'ann@example.com', type: 'work' }],
  });
  const members = [{ value: user.id }];
  const { body: group } = await tenant.scim('POST', '/Groups', { displayName: 'Crew', members });
  return { tenant, user: user.id, group: group.id };
}

async function play(entry: Recorded, prepared: Prepared): Promise<Answer> {
  const [method, path, body] = entry.request(prepared);
  return prepared.tenant.scim(method, encodeURI(path), body);
}

const userOf = async ({ tenant, user }: Prepared) => (await tenant.scim('GET', `/Users/${user}`)).body;

describe.each(recorded.map((entry) => [entry.leniency, entry.client, entry] as const))(
  '%s (%s)',
  (leniency, _client, entry) => {
    it('is honoured by default', async () => {
      const prepared = await prepare(undefined);
      const answer = await play(entry, prepared);
      expect(answer.status, answer.text).toBeLessThan(300);
      const { honoured } = entry;
      if (honoured.answer) expect(answer.body).toMatchObject(honoured.answer);
      if (honoured.user) expect(await userOf(prepared)).toMatchObject(honoured.user);
      if (honoured.cleared) expect(await userOf(prepared)).not.toHaveProperty(honoured.cleared);
      if (honoured.members) {
        const { body } = await prepared.tenant.scim('GET', `/Groups/${prepared.group}`);
        const expected = honoured.members.map(() => prepared.user);
        expect((body.members ?? []).map(({ value }: { value: string }) => value)).toEqual(expected);
      }
    });

    it('is refused, or taken to the letter, by a tenant that switched it off', async () => {
      const prepared = await prepare({ [leniency]: false });
      const before = await userOf(prepared);
      const answer = await play(entry, prepared);
      const { strict } = entry;
      if ('status' in strict) {
        expect(answer.status, answer.text).toBe(strict.status);
        expect(answer.body.scimType).toBe(strict.scimType);
        expect(await userOf(prepared)).toEqual(before);
      } else {
        expect(answer.status).toBeLessThan(300);
        const { meta: _after, ...after } = await userOf(prepared);
        const { meta: _before, ...expected } = { ...before, ...strict.body };
        expect(after).toEqual(expected);
      }
    });
  },
);

it('every leniency that is on by default has its recorded request', () => {
  const played = new Set<string>(recorded.map(({ leniency }) => leniency));
  expect(leniencyNames.filter((name) => !played.has(name))).toEqual(['skipUnknownMembers']);
});

it('skipUnknownMembers, off by default, leaves out who is not known and adds the others', async () => {
  for (const leniency of [undefined, { skipUnknownMembers: true }]) {
    const { tenant, group, user } = await prepare(leniency);
    const { body: bob } = await tenant.scim('POST', '/Users', { userName: 'bob' });
    const value = [{ value: 'nobody' }, { value: bob.id }];
    const answer = await tenant.scim('PATCH', `/Groups/${group}`, {
      schemas: [patchOp],
      Operations: [{ op: 'add', path: 'members', value }],
    });
    const { body } = await tenant.scim('GET', `/Groups/${group}`);
    const members = body.members.map((member: { value: string }) => member.value).toSorted();
    expect(answer.status).toBe(leniency ? 204 : 400);
    expect(members).toEqual(leniency ? [user, bob.id].toSorted() : [user]);
  }
});

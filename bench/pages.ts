// How soon the dashboard's pages begin to arrive, for a tenant with many users and a large group: by the clock of who
// asks, from the request to the first byte of the answer. Ours alone.

import type { Call, Client } from './client.ts';
import { createUser } from './people.ts';
import type { Finding } from './report.ts';
import { median, range } from './timing.ts';

export interface PagesSize {
  readonly users: number;
  readonly members: number;
  /** Requests for each page. */
  readonly samples: number;
}

const bulkSize = 1_000;
const aimMilliseconds = 150;

/** One user in so many has each. */
const profiles = range(0, 7).map((number) => ({ name: `Profile ${number}`, quotaGb: 10 * number + 10 }));
const settings = {
  profiles: profiles.map(({ name, quotaGb }) => ({ name, quotaGb, storage: 'eu-1' })),
  rules: profiles.map(({ name }) => ({ when: `title eq "${name}"`, profile: name })),
  roles: [{ group: 'Everybody', role: 'reader' }],
};

interface Tenant {
  readonly scim: Client;
  /** Below the tenant, with the deployment's key. */
  readonly api: Client;
  /** Signs an operator in. */
  readonly dashboardUrl: string;
  readonly slug: string;
}

export async function measurePages(
  { scim, api, dashboardUrl, slug }: Tenant,
  { users, members, samples }: PagesSize,
): Promise<readonly Finding[]> {
  await api.send({ method: 'PATCH', path: '/settings', body: JSON.stringify(settings), expected: 200 });
  const ids: string[] = [];
  for (const first of range(0, users / bulkSize)) {
    ids.push(...idsOf(await scim.send(bulkOf(first * bulkSize))));
  }
  const group = JSON.parse(await scim.send(create('/Groups', { displayName: 'Everybody' }))) as {
    id: string;
  };
  for (const first of range(0, members / bulkSize)) {
    await scim.send(addMembers(group.id, ids.slice(first * bulkSize, (first + 1) * bulkSize)));
  }
  const cookie = await signIn(dashboardUrl);
  const account = await accountOf(api, ids[Math.floor(users / 2)] ?? '');
  const origin = new URL(dashboardUrl).origin;
  const findings: Finding[] = [];
  for (const [name, path] of pagesOf(account, group.id)) {
    const times: number[] = [];
    for (let sample = 0; sample < samples; sample++) {
      times.push(await firstByteOf(`${origin}/dashboard/t/${slug}${path}`, cookie));
    }
    const milliseconds = median(times);
    findings.push({
      name: `page of ${users}: ${name}`,
      milliseconds,
      compared: { with: `${aimMilliseconds} ms`, ratio: milliseconds / aimMilliseconds, aim: '≤ 1' },
    });
  }
  return findings;
}

async function accountOf(api: Client, user: string): Promise<string> {
  const path = `/accounts?filter=${encodeURIComponent(`userId eq "${user}"`)}`;
  const text = await api.send({ method: 'GET', path, expected: 200 });
  const { accounts } = JSON.parse(text) as { accounts: readonly { id: string }[] };
  return accounts[0]?.id ?? '';
}

const pagesOf = (account: string, group: string) =>
  [
    ['set up', ''],
    ['users', '/users'],
    ['users by change', '/users?order=changed'],
    ['users with a profile', '/users?profile=Profile+3'],
    ['users who are searched', '/users?search=person.4'],
    ['users whom nobody is', '/users?search=zz&status=inactive&profile=Profile+3'],
    ['one user', `/users/${account}`],
    ['groups', '/groups'],
    ['one group', `/groups/${group}`],
    ['mappings', '/mappings'],
    ['report', '/report'],
    ['report of a profile', '/report?profile=Profile+3'],
    ['activity', '/activity'],
    ['events', '/events'],
    ['tokens', '/tokens'],
    ['audit', '/audit'],
  ] as const;

async function firstByteOf(url: string, cookie: string): Promise<number> {
  const begun = performance.now();
  const response = await fetch(url, { headers: { cookie }, redirect: 'manual' });
  const milliseconds = performance.now() - begun;
  const text = await response.text();
  if (response.status !== 200) throw new Error(`${url}: ${response.status} ${text.slice(0, 300)}`);
  return milliseconds;
}

async function signIn(url: string): Promise<string> {
  const response = await fetch(url, { redirect: 'manual' });
  const cookie = response.headers.get('set-cookie')?.split(';')[0];
  if (!cookie) throw new Error(`No session: ${response.status}`);
  return cookie;
}

const idsOf = (answer: string) =>
  (JSON.parse(answer) as { Operations: readonly { location: string }[] }).Operations.map(
    ({ location }) => location.split('/').at(-1) ?? '',
  );

const create = (path: string, resource: object): Call => ({
  method: 'POST',
  path,
  body: JSON.stringify({ schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'], ...resource }),
  expected: 201,
});

function bulkOf(first: number): Call {
  const Operations = range(first, bulkSize).map((number) => ({
    method: 'POST',
    path: '/Users',
    bulkId: String(number),
    data: {
      ...JSON.parse(createUser(number).body ?? ''),
      title: profiles[number % profiles.length]?.name,
      active: number % 10 !== 0,
    },
  }));
  const schemas = ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'];
  return { method: 'POST', path: '/Bulk', body: JSON.stringify({ schemas, Operations }), expected: 200 };
}

function addMembers(group: string, ids: readonly string[]): Call {
  const operation = { op: 'add', path: 'members', value: ids.map((value) => ({ value })) };
  const schemas = ['urn:ietf:params:scim:api:messages:2.0:PatchOp'];
  const body = JSON.stringify({ schemas, Operations: [operation] });
  return { method: 'PATCH', path: `/Groups/${group}?excludedAttributes=members`, body, expected: 200 };
}

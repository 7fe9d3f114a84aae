// What it takes to take in accounts and groups that the application has already, by the management API. Ours alone;
// compared with the creation of as many users by SCIM, one after another.

import type { Call, Client } from './client.ts';
import { sendAll } from './load.ts';
import { createUser, userNameOf } from './people.ts';
import type { Finding } from './report.ts';
import { median, range, timed } from './timing.ts';

const size = 1_000;
const membersPerGroup = 10;
const samples = 5;

/** `api`: below the tenant, with the deployment's key. */
export async function measureImports(scim: Client, api: Client): Promise<readonly Finding[]> {
  const singles = await timed(() => sendAll(scim, range(0, size).map(createUser), 1));
  const users: number[] = [];
  const groups: number[] = [];
  for (const sample of range(1, samples)) {
    users.push((await timed(() => send(api, { users: usersFrom(sample * size) }))).milliseconds);
    groups.push((await timed(() => send(api, { groups: groupsFrom(sample * size) }))).milliseconds);
  }
  return [
    {
      name: `import of ${size} users`,
      milliseconds: median(users),
      compared: {
        with: 'one create after another',
        ratio: singles.milliseconds / median(users),
        aim: '≥ 5, ≤ 1000 ms',
      },
    },
    { name: `import of ${size} groups of ${membersPerGroup}`, milliseconds: median(groups) },
  ];
}

async function send(api: Client, body: object): Promise<void> {
  const call: Call = { method: 'POST', path: '/imports', body: JSON.stringify(body), expected: 200 };
  const { users, groups } = JSON.parse(await api.send(call)) as Record<string, readonly { status: string }[]>;
  const other = [...(users ?? []), ...(groups ?? [])].find(({ status }) => status !== 'created');
  if (other) throw new Error(`Not everything came in: ${JSON.stringify(other)}`);
}

const usersFrom = (first: number) =>
  range(first, size).map((number) => JSON.parse(createUser(number).body ?? ''));

/** Each begins where the one before ends; members by their user names. */
const groupsFrom = (first: number) =>
  range(0, size).map((number) => ({
    displayName: `Team ${first + number}`,
    members: range(number * membersPerGroup, membersPerGroup).map((member) => ({
      value: userNameOf(first + (member % size)),
    })),
  }));

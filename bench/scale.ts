// What must not grow: the same requests to one tenant that grows, and to groups that grow. Ours alone; each figure is
// compared with another of the same run.

import type { Call, Client } from './client.ts';
import { load, sendAll } from './load.ts';
import { createUser, userNameOf } from './people.ts';
import type { Finding } from './report.ts';
import { median, range, timed, timesOf } from './timing.ts';

export interface Scale {
  /** Users at which look-ups are measured, ascending. */
  readonly users: readonly number[];
  /** Members of groups at which changes are measured, ascending. */
  readonly members: readonly number[];
  /** Requests for one median. */
  readonly samples: number;
  readonly seconds: number;
}

const bulkSize = 1_000;
const pageSize = 100;
const manyClients = 32;
const waiting = 200;

/** The client must have `manyClients` connections at least. */
export async function measureScale(
  client: Client,
  scale: Scale,
  say: (line: string) => void,
): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  const find = (finding: Finding) => {
    findings.push(finding);
    say(`Measured: ${finding.name}`);
  };
  const users: string[] = [];

  const singles = await timed(() => sendAll(client, range(0, bulkSize).map(createUser), 1));
  users.push(...singles.value.map(idOf));
  find(await lookUps(client, users.length, scale));
  const bulks: number[] = [];
  for (const size of scale.users.slice(1)) {
    while (users.length < size) {
      const { value, milliseconds } = await timed(() => client.send(bulkOf(users.length, bulkSize)));
      users.push(...idsOfBulk(value));
      bulks.push(milliseconds);
    }
    find(await lookUps(client, users.length, scale));
  }
  find({
    name: `bulk of ${bulkSize} creates`,
    milliseconds: median(bulks),
    compared: { with: 'one create after another', ratio: singles.milliseconds / median(bulks), aim: '≥ 5' },
  });
  find(await contains(client, users.length, scale));
  find(await walk(client, users.length));
  for (const finding of await membershipChanges(client, users, scale)) find(finding);
  find(await thousandAtOnce(client, users, scale));
  find(await concurrent(client, users));
  find(await fromManyClients(client, users, scale));
  find(await readGroup(client, users, scale));
  return findings;
}

async function lookUps(client: Client, users: number, { samples, seconds }: Scale): Promise<Finding> {
  const call = (number: number): Call => {
    const filter = encodeURIComponent(`userName eq "${userNameOf((number * 7919) % users)}"`);
    return { method: 'GET', path: `/Users?filter=${filter}&startIndex=1&count=100`, expected: 200 };
  };
  const times = await timesOf(client, range(0, samples).map(call));
  let number = samples;
  const { requests, seconds: took } = await load(client, () => call(number++), { connections: 16, seconds });
  return { name: `look-up among ${users} users`, milliseconds: median(times), perSecond: requests / took };
}

async function contains(client: Client, users: number, { samples }: Scale): Promise<Finding> {
  const call: Call = {
    method: 'GET',
    path: `/Users?filter=${encodeURIComponent(`userName co ".${users - 1}@"`)}`,
    expected: 200,
  };
  const times = await timesOf(
    client,
    range(0, Math.ceil(samples / 20)).map(() => call),
  );
  return { name: `userName co "…" among ${users} users`, milliseconds: median(times) };
}

/** All users in pages of a hundred, as an import reads them. */
async function walk(client: Client, users: number): Promise<Finding> {
  const times = await timesOf(
    client,
    range(0, users / pageSize).map((page) => ({
      method: 'GET',
      path: `/Users?startIndex=${page * pageSize + 1}&count=${pageSize}`,
      expected: 200,
    })),
  );
  const tenth = Math.ceil(times.length / 10);
  const [first, last] = [median(times.slice(0, tenth)), median(times.slice(-tenth))];
  return {
    name: `a page of ${pageSize} of ${users}, the last tenth`,
    milliseconds: last,
    perSecond: (1000 / last) * pageSize,
    compared: { with: 'the first tenth', ratio: last / first, aim: '≤ 1.3' },
  };
}

async function membershipChanges(
  client: Client,
  users: readonly string[],
  { members, samples }: Scale,
): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  let smallest: number | undefined;
  for (const size of members) {
    const group = await groupOf(client, users.slice(0, size));
    const others = users.slice(size, size + samples);
    const calls = others.flatMap((id) => [patch(group, 'add', [id]), patch(group, 'remove', [id])]);
    const milliseconds = median(await timesOf(client, calls));
    smallest ??= milliseconds;
    findings.push({
      name: `add or remove a member of ${size}`,
      milliseconds,
      compared: { with: `one of ${members[0]}`, ratio: milliseconds / smallest, aim: '≤ 1.2' },
    });
  }
  return findings;
}

async function thousandAtOnce(client: Client, users: readonly string[], scale: Scale): Promise<Finding> {
  const group = await groupOf(client, []);
  const thousands = range(0, Math.min(10, Math.floor(users.length / 1000)));
  const times = await timesOf(
    client,
    thousands.map((thousand) => patch(group, 'add', users.slice(thousand * 1000, thousand * 1000 + 1000))),
  );
  return {
    name: `add ${Math.min(1000, scale.users.at(-1) ?? 0)} members at once`,
    milliseconds: median(times),
  };
}

/** Distinct members, each by a PATCH of its own. The group's version counts the batches that it took. */
async function concurrent(client: Client, users: readonly string[]): Promise<Finding> {
  const [ones, others] = [await groupOf(client, []), await groupOf(client, [])];
  const calls = (group: string) => users.slice(0, waiting).map((id) => patch(group, 'add', [id]));
  const inTurn = await timed(() => sendAll(client, calls(ones), 1));
  const atOnce = await timed(() => sendAll(client, calls(others), waiting));
  const { meta } = JSON.parse(await client.send(get(`/Groups/${others}?excludedAttributes=members`))) as {
    meta: { version: string };
  };
  const batches = Number(/\d+/.exec(meta.version)?.[0]) - 1;
  return {
    name: `${waiting} patches of one group at once, ${batches} batches`,
    milliseconds: atOnce.milliseconds,
    perSecond: (waiting / atOnce.milliseconds) * 1000,
    compared: {
      with: 'one after another',
      ratio: atOnce.milliseconds / inTurn.milliseconds,
      aim: '≤ 0.4, ≤ 20 batches',
    },
  };
}

async function fromManyClients(
  client: Client,
  users: readonly string[],
  { seconds }: Scale,
): Promise<Finding> {
  const group = await groupOf(client, []);
  let number = 0;
  const next = () => {
    // Everybody is added, then everybody removed, so that each patch changes something.
    const op = Math.floor(number / users.length) % 2 === 0 ? 'add' : 'remove';
    return patch(group, op, [users[number++ % users.length] ?? '']);
  };
  const { requests, seconds: took } = await load(client, next, { connections: manyClients, seconds });
  return { name: `patches of one group from ${manyClients} clients`, perSecond: requests / took };
}

async function readGroup(
  client: Client,
  users: readonly string[],
  { samples, members }: Scale,
): Promise<Finding> {
  const size = Math.min(10_000, members.at(-1) ?? 0);
  const group = await groupOf(client, users.slice(0, size));
  const times = await timesOf(
    client,
    range(0, Math.ceil(samples / 10)).map(() => get(`/Groups/${group}`)),
  );
  return { name: `get a group of ${size}`, milliseconds: median(times) };
}

async function groupOf(client: Client, members: readonly string[]): Promise<string> {
  const schemas = ['urn:ietf:params:scim:schemas:core:2.0:Group'];
  const body = JSON.stringify({ schemas, displayName: crypto.randomUUID() });
  const id = idOf(await client.send({ method: 'POST', path: '/Groups', body, expected: 201 }));
  for (let at = 0; at < members.length; at += 10_000) {
    await client.send(patch(id, 'add', members.slice(at, at + 10_000)));
  }
  return id;
}

function patch(group: string, op: 'add' | 'remove', ids: readonly string[]): Call {
  const schemas = ['urn:ietf:params:scim:api:messages:2.0:PatchOp'];
  const operation = { op, path: 'members', value: ids.map((value) => ({ value })) };
  const body = JSON.stringify({ schemas, Operations: [operation] });
  return { method: 'PATCH', path: `/Groups/${group}`, body, expected: 204 };
}

const get = (path: string): Call => ({ method: 'GET', path, expected: 200 });

function bulkOf(first: number, count: number): Call {
  const Operations = range(first, count).map((number) => ({
    method: 'POST',
    path: '/Users',
    bulkId: String(number),
    data: JSON.parse(createUser(number).body ?? ''),
  }));
  const schemas = ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'];
  return { method: 'POST', path: '/Bulk', body: JSON.stringify({ schemas, Operations }), expected: 200 };
}

function idsOfBulk(body: string): readonly string[] {
  const { Operations } = JSON.parse(body) as { Operations: readonly { status: string; location: string }[] };
  return Operations.map(({ status, location }) => {
    if (status !== '201') throw new Error(`A user was not created: ${body.slice(0, 300)}`);
    return location.slice(location.lastIndexOf('/') + 1);
  });
}

const idOf = (body: string): string => (JSON.parse(body) as { id: string }).id;

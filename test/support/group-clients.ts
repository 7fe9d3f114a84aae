// Clients of one group that do as identity providers do: a request that is answered 429 or 503 is sent again. All
// that was sent and answered is noted, so that it can be held against the feed afterwards.

import { expect } from 'vitest';
import { checkGroup, idsOf, type Told } from './membership.ts';
import { groupBody, patchBody } from './people.ts';
import { expectScimError } from './refusals.ts';
import { type Attempt, type Effect, unexplained } from './serial-order.ts';
import type { Answer, TestTenant } from './tenant.ts';

type Ids = readonly string[];
type Request = Parameters<TestTenant['scim']>;

export interface GroupClients {
  /** Each request that may have had an effect, once for each time that it was sent. */
  readonly attempts: readonly Attempt[];
  readonly statuses: ReadonlySet<number>;
  add(...ids: Ids): Promise<Answer>;
  /** By a value path; by listing them where they are many. */
  remove(...ids: Ids): Promise<Answer>;
  replace(...ids: Ids): Promise<Answer>;
  /** Without `ids` the members stay. */
  put(displayName: string, ids?: Ids): Promise<Answer>;
  deleteUser(id: string): Promise<Answer>;
  read(): Promise<Answer>;
  /**
   * The group has these members, and some order of the requests explains the feed, each answer and each entity tag.
   * Without `expected`: whichever members there are.
   */
  check(expected?: Iterable<string>): Promise<Told>;
}

/** How often one request is sent at most, and the pause before it is sent again, each time longer by as much. */
const maxTimesSent = 60;
const pauseMilliseconds = 4;

const maxInPath = 50;

/** A clock that ticks with each request and each answer. */
let ticks = 0;

/** `insist: false`: nothing is sent twice. */
export function groupClients(tenant: TestTenant, groupId: string, { insist = true } = {}): GroupClients {
  const attempts: Attempt[] = [];
  const statuses = new Set<number>();
  const tags = new Map<string, ReadonlySet<string> | undefined>();
  const path = `/Groups/${groupId}`;

  const send = async (effect: Effect, ...request: Request) => {
    const times = insist ? maxTimesSent : 1;
    for (let time = 1; ; time++) {
      const begunAt = ++ticks;
      const answer = await tenant.scim(...request);
      const endedAt = ++ticks;
      statuses.add(answer.status);
      const name = `${request[0]} ${request[1]} ${JSON.stringify(request[2])} → ${answer.status}`;
      const attempt = { name, effect, begunAt };
      const { status } = answer;
      if (status < 300) attempts.push({ ...attempt, endedAt });
      if (status === 503) attempts.push({ ...attempt, endedAt: Number.POSITIVE_INFINITY });
      const tag = answer.headers.get('etag');
      if (tag && !tags.has(tag)) tags.set(tag, undefined);
      if (status !== 429 && status !== 503) return answer;
      expectScimError(answer, status);
      expect(answer.headers.get('retry-after')).toMatch(/^[1-9]\d*$/);
      if (time === times) return answer;
      await scheduler.wait(time * pauseMilliseconds);
    }
  };

  const read = async () => {
    const begunAt = ++ticks;
    const answer = await tenant.scim('GET', path);
    const endedAt = ++ticks;
    expect(answer.status).toBe(200);
    const members = idsOf(answer.body.members);
    attempts.push({
      name: `GET → ${[...members].join()}`,
      effect: { kind: 'read', members },
      begunAt,
      endedAt,
    });
    const tag = answer.headers.get('etag') ?? '';
    expect(tags.get(tag) ?? members, `one tag, ${tag}, for two lists of members`).toEqual(members);
    tags.set(tag, members);
    return answer;
  };

  const none = new Set<string>();
  const change = { kind: 'change', base: 'present', add: none, remove: none } as const;
  const toAdd = (ids: Ids): Effect => ({ ...change, add: new Set(ids) });
  const toRemove = (ids: Ids): Effect => ({ ...change, remove: new Set(ids) });
  const toReplace = (ids: Ids): Effect => ({ ...change, base: 'none', add: new Set(ids) });

  return {
    attempts,
    statuses,
    add: (...ids) =>
      send(toAdd(ids), 'PATCH', path, patchBody({ op: 'add', path: 'members', value: listed(ids) })),
    remove: (...ids) => {
      const named = ids.length <= maxInPath ? { path: `members[${anyOf(ids)}]` } : { value: listed(ids) };
      return send(toRemove(ids), 'PATCH', path, patchBody({ op: 'remove', path: 'members', ...named }));
    },
    replace: (...ids) =>
      send(toReplace(ids), 'PATCH', path, patchBody({ op: 'replace', path: 'members', value: listed(ids) })),
    put: (displayName, ids) => {
      const body = groupBody([], { displayName, members: ids && listed(ids) });
      return send(ids ? toReplace(ids) : change, 'PUT', path, body);
    },
    deleteUser: (id) => send(toRemove([id]), 'DELETE', `/Users/${id}`),
    read,
    async check(expected) {
      // What was lost on the way may still arrive.
      if (attempts.some(({ endedAt }) => endedAt === Number.POSITIVE_INFINITY)) await scheduler.wait(100);
      const { body } = await read();
      const told = await checkGroup(tenant, groupId, expected ?? idsOf(body.members));
      expect(unexplained(told.first, told.steps, attempts)).toBeUndefined();
      // The first version, and at most one for each request that changed something.
      expect(tags.size).toBeLessThanOrEqual(told.changes + 1);
      return told;
    },
  };
}

export const listed = (ids: Ids) => ids.map((value) => ({ value }));

/** A filter that selects these members. */
export const anyOf = (ids: Ids) => ids.map((id) => `value eq "${id}"`).join(' or ');

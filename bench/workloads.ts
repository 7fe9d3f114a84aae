// What is measured, as the requests that are sent to both servers alike. A workload never repeats itself: what
// is created is new, what is patched changes, and who is added was no member before.

import type { Call } from './client.ts';
import { createUser, type Directory, type Group, userNameOf } from './people.ts';

export interface Workload {
  readonly name: string;
  /** The share of the control's requests per second that is aimed at. */
  readonly aim?: number;
  /** The requests for one server, which has the directory. Each round may send others than the round before. */
  readonly requests: (directory: Directory) => (round: number) => () => Call | undefined;
  /** What an answer must hold, beyond its status; one answer is looked at before anything is measured. */
  readonly answers: RegExp;
}

/** Groups that take turns in `add one member`; the others are for one round each of `… to one group`. */
export const sharedGroups = 16;

/** In one request. Aimed at is the share that 10 ms have beside the 2.9 ms of a bare prototype. */
const memberList = 1_000;

export const workloads: readonly Workload[] = [
  {
    name: 'look-up by userName',
    aim: 0.8,
    requests: ({ users }) =>
      numbered((number) => {
        const filter = encodeURIComponent(`userName eq "${userNameOf(spread(number, users.length))}"`);
        return { method: 'GET', path: `/Users?filter=${filter}&startIndex=1&count=100`, expected: 200 };
      }),
    answers: /"totalResults":1,.*"userName":"Person/,
  },
  {
    name: 'get a user',
    requests: ({ users }) =>
      numbered((number) => ({
        method: 'GET',
        path: `/Users/${users[spread(number, users.length)]}`,
        expected: 200,
      })),
    answers: /"userName":"Person/,
  },
  {
    name: 'list 100 users',
    requests: () => numbered(() => ({ method: 'GET', path: '/Users?startIndex=1&count=100', expected: 200 })),
    answers: /"itemsPerPage":100,/,
  },
  {
    name: 'create a user',
    aim: 0.6,
    requests: ({ users }) => numbered((number) => createUser(users.length + number)),
    answers: /"userName":"Person/,
  },
  {
    name: 'patch active',
    aim: 0.6,
    requests: ({ users }) =>
      numbered((number) => {
        const active = Math.floor(number / users.length) % 2 === 1;
        return patch(`/Users/${users[spread(number, users.length)]}`, 200, {
          op: 'replace',
          value: { active },
        });
      }),
    answers: /"active":false/,
  },
  {
    name: `add a member, ${sharedGroups} groups`,
    aim: 0.6,
    requests: ({ groups }) =>
      numbered((number) => addMember(groups[number % sharedGroups], Math.floor(number / sharedGroups))),
    answers: /^$/,
  },
  {
    name: 'add a member, one group',
    aim: 0.6,
    requests:
      ({ groups }) =>
      (round) => {
        const group = groups[sharedGroups + round];
        let number = 0;
        return () => addMember(group, number++);
      },
    answers: /^$/,
  },
  {
    name: `add or remove ${memberList} members`,
    aim: 0.29,
    requests: ({ groups }) =>
      numbered((number) => changeMany(groups[number % sharedGroups], Math.floor(number / sharedGroups))),
    answers: /^$/,
  },
];

/** Requests that go on from round to round. */
function numbered(call: (number: number) => Call | undefined) {
  let number = 0;
  return () => () => call(number++);
}

/** Each of `count` numbers once before any comes again, neighbours far apart. */
function spread(number: number, count: number): number {
  return (number * 7919) % count;
}

/** Undefined when everybody is a member already. */
function addMember(group: Group | undefined, number: number): Call | undefined {
  const member = group?.others[number];
  if (!group || member === undefined) return undefined;
  return patch(`/Groups/${group.id}`, 204, { op: 'add', path: 'members', value: [{ value: member }] });
}

/** The same people come and go: those at the end, because others are added from the beginning. */
function changeMany(group: Group | undefined, number: number): Call | undefined {
  if (!group) return undefined;
  const op = number % 2 === 0 ? 'add' : 'remove';
  const value = group.others.slice(-memberList).map((member) => ({ value: member }));
  return patch(`/Groups/${group.id}`, 204, { op, path: 'members', value });
}

function patch(path: string, expected: number, operation: object): Call {
  const schemas = ['urn:ietf:params:scim:api:messages:2.0:PatchOp'];
  return { method: 'PATCH', path, body: JSON.stringify({ schemas, Operations: [operation] }), expected };
}

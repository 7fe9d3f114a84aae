// What both servers hold before anything is measured: users and groups, made over SCIM by the same requests.

import type { Call, Client } from './client.ts';
import { sendAll } from './load.ts';

export interface Directory {
  /** Ids, in the order of the users' numbers. */
  readonly users: readonly string[];
  readonly groups: readonly Group[];
}

export interface Group {
  readonly id: string;
  /** Ids of the users who are no members. */
  readonly others: readonly string[];
}

export interface Size {
  readonly users: number;
  readonly groups: number;
  readonly membersPerGroup: number;
}

export const userNameOf = (number: number): string => `Person.${number}@Example.com`;

/** A user as Okta sends one, about 650 bytes. */
export function createUser(number: number): Call {
  const userName = userNameOf(number);
  const body = {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
    userName,
    name: { givenName: 'Person', familyName: `Number ${number}` },
    emails: [{ primary: true, value: userName, type: 'work' }],
    displayName: `Person Number ${number}`,
    locale: 'en-US',
    externalId: `00u${String(number).padStart(17, '0')}`,
    groups: [],
    active: true,
    title: 'Engineer',
    phoneNumbers: [{ value: '+49 30 1234567', type: 'mobile' }],
    'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User': {
      employeeNumber: String(number),
      department: 'Research',
      costCenter: '4130',
    },
  };
  return { method: 'POST', path: '/Users', body: JSON.stringify(body), expected: 201 };
}

/** Each group begins where the one before ends, so that everybody is in about as many groups as everybody else. */
export async function seed(client: Client, size: Size, connections: number): Promise<Directory> {
  const calls = Array.from({ length: size.users }, (_, number) => createUser(number));
  const users = (await sendAll(client, calls, connections)).map(idOf);
  const orders = Array.from({ length: size.groups }, (_, number) => {
    const first = (number * size.membersPerGroup) % users.length;
    return [...users.slice(first), ...users.slice(0, first)];
  });
  const groupCalls = orders.map((ids, number) => createGroup(number, ids.slice(0, size.membersPerGroup)));
  const groups = (await sendAll(client, groupCalls, 1)).map((body, number) => ({
    id: idOf(body),
    others: orders[number]?.slice(size.membersPerGroup) ?? [],
  }));
  return { users, groups };
}

function createGroup(number: number, memberIds: readonly string[]): Call {
  const schemas = ['urn:ietf:params:scim:schemas:core:2.0:Group'];
  const members = memberIds.map((value) => ({ value }));
  const body = JSON.stringify({ schemas, displayName: `Team ${number}`, members });
  // The answer is about the group itself: a thousand members need not be sent back.
  return { method: 'POST', path: '/Groups?excludedAttributes=members', body, expected: 201 };
}

const idOf = (body: string): string => (JSON.parse(body) as { id: string }).id;

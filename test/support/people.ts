// Users and groups as identity providers send them, made over SCIM in one line.

import type { Answer, TestTenant } from './tenant.ts';

export const userUrn = 'urn:ietf:params:scim:schemas:core:2.0:User';
export const enterpriseUrn = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
export const groupUrn = 'urn:ietf:params:scim:schemas:core:2.0:Group';
export const patchUrn = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

type Body = Answer['body'];

let made = 0;

/** The body of a user; each has a name of its own unless it is given one. */
export function userBody(values: object = {}): Record<string, unknown> {
  return { schemas: [userUrn], userName: `user-${++made}@example.com`, ...values };
}

/** The body of a group with these members, whose name is its own unless it is given one. */
export function groupBody(memberIds: readonly string[] = [], values: object = {}): Record<string, unknown> {
  const members = memberIds.map((value) => ({ value }));
  return { schemas: [groupUrn], displayName: `Group ${++made}`, members, ...values };
}

/** A PATCH message of these operations. */
export function patchBody(...operations: readonly object[]): Record<string, unknown> {
  return { schemas: [patchUrn], Operations: operations };
}

/** Creates a user and answers it as it was answered. */
export async function addUser(tenant: TestTenant, values: object = {}): Promise<Body> {
  return created(await tenant.scim('POST', '/Users', userBody(values)));
}

/** Creates that many users by bulk requests, in order. */
export async function addUsers(
  tenant: TestTenant,
  count: number,
  values: object = {},
): Promise<readonly { readonly id: string }[]> {
  const numbers = Array.from({ length: count }, (_, index) => index);
  const users: { id: string }[] = [];
  for (let at = 0; at < count; at += 1_000) {
    const { body, status, text } = await tenant.scim('POST', '/Bulk', {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'],
      Operations: numbers.slice(at, at + 1_000).map((number) => ({
        method: 'POST',
        path: '/Users',
        bulkId: `b${number}`,
        data: userBody({ ...values, userName: `person-${number}` }),
      })),
    });
    if (status !== 200) throw new Error(`Not created: ${status} ${text}`);
    users.push(...body.Operations.map(({ location }: Body) => ({ id: location.split('/').at(-1) })));
  }
  return users;
}

/** Creates a group with these members. */
export async function addGroup(
  tenant: TestTenant,
  memberIds: readonly string[] = [],
  values: object = {},
): Promise<Body> {
  return created(await tenant.scim('POST', '/Groups', groupBody(memberIds, values)));
}

/** The ids of a group's members, in an order of their own. */
export async function memberIds(tenant: TestTenant, groupId: string): Promise<readonly string[]> {
  const { body } = await tenant.scim('GET', `/Groups/${groupId}`);
  return (body.members ?? []).map((member: Body) => member.value).toSorted();
}

function created(answer: Answer): Body {
  if (answer.status !== 201) throw new Error(`Not created: ${answer.status} ${answer.text}`);
  return answer.body;
}

// Puts the hostile values wherever an identity provider, an administrator or an operator can put a text.

import { expect } from 'vitest';
import type { Site } from '../site.ts';
import { hostile, named, userOf } from './values.ts';

export interface Planted {
  readonly slug: string;
  /** Ids of accounts and of groups, each of one value. */
  readonly accounts: readonly string[];
  readonly groups: readonly string[];
  /** A link that nobody has used. */
  readonly portalUrl: string;
}

interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: a black box answers anything
  readonly body: any;
}

type Send = (method: string, path: string, body?: unknown, agent?: string) => Promise<Answer>;

const slug = 'hostile';
const values = Object.values(hostile);

/** Names that administrators and operators give. */
const nameOf = (value: string) => named(value).slice(0, 200);
const { script, closing, override, isolates, unseen, lines, long, blank } = hostile;
const worstName = nameOf([override, isolates, unseen, script].join(' '));

export async function plant(site: Site): Promise<Planted> {
  const { origin, adminKey } = site.connection;
  const api = sendTo(`${origin}/api/v1`, adminKey);
  await site.api('/tenants', { slug, name: worstName });
  // All of it one after another: the local server's proxy loses connections when much comes at once.
  for (const [key, value] of Object.entries(hostile)) {
    await site.api('/tenants', { slug: `x-${key}`, name: nameOf(value) });
    await site.api(`/tenants/${slug}/tokens`, { name: nameOf(value) });
    await site.api('/api-keys', { name: nameOf(value), scopes: ['read'], tenant: slug });
  }
  expect(await api('PATCH', `/tenants/${slug}/settings`, settings())).toMatchObject({ status: 200 });
  const { token = '' } = await site.api(`/tenants/${slug}/tokens`, { name: worstName });
  const scim = sendTo(`${origin}/t/${slug}/scim/v2`, token);
  const groups: string[] = [];
  for (const value of values) groups.push(await plantPerson(scim, value));
  const { accounts } = (await api('GET', `/tenants/${slug}/accounts?limit=100`)).body;
  const ids: readonly string[] = accounts.map(({ id }: { id: string }) => id);
  // Actions by hand, which the audit tells by the names of people.
  for (const id of ids) await api('POST', `/tenants/${slug}/accounts/${id}/reactivate`);
  for (const value of [script, closing, override, isolates, unseen, lines, long, blank]) {
    await plantErrors(scim, value);
    await plantSuggestion(scim, value);
  }
  const { url = '' } = await site.api(`/tenants/${slug}/portal-links`, { role: 'viewer' });
  return { slug, accounts: ids, groups, portalUrl: url };
}

function sendTo(base: string, key: string): Send {
  return async (method, path, body, agent = 'Okta') => {
    const answer = await fetch(base + path, {
      method,
      headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json', 'User-Agent': agent },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    return { status: answer.status, body: text === '' ? {} : JSON.parse(text) };
  };
}

/** Controls are refused there. */
function settings(): object {
  const settable = values.filter((value) => !/\p{Cc}/u.test(value)).map(nameOf);
  return {
    profiles: settable.map((name) => ({ name, quotaGb: 1, storage: name })),
    rules: settable.map((name) => ({ when: `title eq ${JSON.stringify(name)}`, profile: name })),
    roles: settable.map((name) => ({ group: name, role: name })),
    attributes: [{ name: 'badge' }, { name: 'plan', canonicalValues: ['gold'] }],
    deprovision: { deactivate: 'preserve' },
  };
}

/** A person of whom everything is said with this value, deactivated; and his group, whose id is answered. */
async function plantPerson(scim: Send, value: string): Promise<string> {
  const user = await scim('POST', '/Users', userOf(value));
  expect([value, user.status, user.body.detail]).toEqual([value, 201, undefined]);
  const members = [{ value: user.body.id }];
  const group = await scim('POST', '/Groups', { displayName: named(value), externalId: value, members });
  expect([value, group.status, group.body.detail]).toEqual([value, 201, undefined]);
  await scim('PATCH', `/Users/${user.body.id}`, change({ badge: `${value}2`, active: false }));
  return group.body.id;
}

/** What is refused, and what cannot be understood. */
async function plantErrors(scim: Send, value: string): Promise<void> {
  const agent = Buffer.from(value.replace(/\p{Cc}/gu, ' ')).toString('latin1');
  const encoded = encodeURIComponent(value);
  const userName = `refused ${value}`;
  await scim('POST', '/Users', { userName, plan: value }, agent);
  await scim('POST', '/Users', { userName, [value]: value, emails: value }, agent);
  await scim('GET', `/Users/${encoded}`, undefined, agent);
  await scim('GET', `/Users?filter=${encodeURIComponent(`userName xx ${JSON.stringify(value)}`)}`);
  await scim('GET', `/Users?sortBy=${encoded}&attributes=${encoded}`);
  await scim('PUT', `/${encoded}`, value, agent);
  await scim('PATCH', '/Groups/nobody', change(value, value));
}

/** Somebody who left, and a newcomer with his address. */
async function plantSuggestion(scim: Send, value: string): Promise<void> {
  const shared = { displayName: value, emails: [{ value: `${value.slice(0, 200)}@example.com` }] };
  const leaver = await scim('POST', '/Users', { userName: `left ${value}`, ...shared });
  await scim('DELETE', `/Users/${leaver.body.id}`);
  await scim('POST', '/Users', { userName: `new ${value}`, ...shared });
}

const change = (value: unknown, path?: string) => ({
  schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
  Operations: [{ op: 'replace', ...(path !== undefined && { path }), value }],
});

// Okta's provisioning against one tenant: what its administrator's clicks become on the wire, whatever carries it
// there. The two kinds of app differ in how they change things: a custom app by GET and PUT, a catalog app by PATCH
// without a path.

import { okta } from '../../src/rehearse/okta/habits.ts';
import { PATCH_OP } from '../../src/rehearse/urns.ts';

/** What is read of any answer. */
export interface Answered {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: a black box answers anything
  readonly body: any;
}

/** The SCIM surface of a tenant, with its token. */
export interface Surface<A extends Answered> {
  scim(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<A>;
}

type Body = Answered['body'];
type App = 'custom' | 'catalog';
type Collection = '/Users' | '/Groups';

export const apps: readonly App[] = ['custom', 'catalog'];

export interface Okta<A extends Answered> {
  /** "Test API Credentials": the first pages of users and of groups. */
  testCredentials(headers?: Record<string, string>): Promise<readonly A[]>;
  /** All that a look-up finds. */
  find(collection: Collection, filter: string): Promise<readonly Body[]>;
  /** Assigns somebody: looks him up, creates him or takes over who is there. The answer to the last request. */
  assign(userName: string, mapped?: object): Promise<A>;
  /** Pushes mapped attributes. */
  update(id: string, mapped: object): Promise<A>;
  deactivate(id: string): Promise<A>;
  /** Pushes a group: looks it up, creates it or links to the one that is there, then sends its members. */
  pushGroup(displayName: string, memberIds: readonly string[]): Promise<A>;
  /** Imports everything, in pages of 100, as long as `totalResults` says. */
  import(collection: Collection): Promise<readonly Body[]>;
}

/** Okta as it is set up for the tenant. */
export function oktaOf<A extends Answered>(tenant: Surface<A>, app: App = 'custom'): Okta<A> {
  const request = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
    tenant.scim(method, path, body, {
      ...okta.headers,
      ...(body !== undefined && { 'Content-Type': okta.contentType }),
      ...headers,
    });

  async function find(collection: Collection, filter: string) {
    return (await request('GET', okta.lookUp(collection, filter))).body.Resources;
  }

  async function change(collection: Collection, id: string, value: object): Promise<A> {
    const path = `${collection}/${id}`;
    if (app === 'catalog') {
      const Operations = [{ op: 'replace', value }];
      return request('PATCH', path, { schemas: [PATCH_OP], Operations });
    }
    const { body: shown } = await request('GET', path);
    return request('PUT', path, { ...shown, ...value });
  }

  return {
    testCredentials: (headers) =>
      Promise.all([
        request('GET', '/Users?startIndex=1&count=2', undefined, headers),
        request('GET', '/Groups?startIndex=1&count=100', undefined, headers),
      ]),
    find,

    async assign(userName, mapped = {}) {
      const [found] = await find('/Users', `userName eq ${JSON.stringify(userName)}`);
      const profile = { ...newUser(userName), ...mapped };
      return found ? change('/Users', found.id, profile) : request('POST', '/Users', profile);
    },

    update: (id, mapped) => change('/Users', id, mapped),
    deactivate: (id) => change('/Users', id, { active: false }),

    async pushGroup(displayName, memberIds) {
      const members = memberIds.map((value) => ({ value, display: `${value}@example.com` }));
      const [found] = await find('/Groups', `displayName eq ${JSON.stringify(displayName)}`);
      if (!found) {
        const created = await request('POST', '/Groups', { ...okta.newGroup(displayName), members });
        if (created.status !== 201) return created;
      }
      const { id } = found ?? (await find('/Groups', `displayName eq ${JSON.stringify(displayName)}`))[0];
      return change('/Groups', id, { id, displayName, members });
    },

    async import(collection) {
      const found: Body[] = [];
      for (let startIndex = 1, total = 1; startIndex <= total; startIndex += 100) {
        const { body } = await request('GET', `${collection}?startIndex=${startIndex}&count=100`);
        total = body.totalResults;
        found.push(...body.Resources);
      }
      return found;
    },
  };
}

/** `ann.lee@example.com` is Ann Lee; who has a short name has his address at example.com all the same. */
function newUser(userName: string) {
  const [prefix = ''] = userName.split('@');
  const [givenName = '', familyName = 'Neu'] = prefix
    .split('.')
    .map((part) => part.slice(0, 1).toUpperCase() + part.slice(1));
  return okta.newUser({
    userName,
    email: `${prefix}@example.com`,
    givenName,
    familyName,
    displayName: `${givenName} ${familyName}`,
    externalId: `00u-${prefix}`,
    password: 'not a secret of anybody',
  });
}

// A directory as it looks after some time, for pictures of the dashboard: made by the same requests that an identity
// provider, an administrator and the vendor's application send.

import type { Connection } from './connection.ts';
import { Failure } from './failure.ts';

/** What there are pages of. */
export interface Sample {
  /** Below `/dashboard/t/acme`. */
  readonly person: string;
  readonly group: string;
  readonly portalUrl: string;
}

const people = 60;
const givenNames = ['Ann', 'Ben', 'Cleo', 'Dana', 'Emre', 'Fatima', 'Goro', 'Hana', 'Ivo', 'Jun'];
const familyNames = ['Neu', 'Ode', 'Park', 'Quist', 'Rossi', 'Sato'];
const countries = ['DE', 'AT', 'FR', 'US'];

const settings = {
  accountSizeGb: 25,
  seats: { limit: people - 2 },
  profiles: [
    { name: 'DACH', quotaGb: 200, storage: 'eu-1' },
    { name: 'France', quotaGb: 100, storage: 'eu-2' },
  ],
  rules: [
    { when: 'countryCode eq "DE" or countryCode eq "AT"', profile: 'DACH' },
    { when: 'countryCode eq "FR"', profile: 'France' },
  ],
  roles: [{ group: 'Admins', role: 'admin' }],
};

export async function fillSample({ origin, adminKey }: Connection): Promise<Sample> {
  const api = (method: string, below: string, body?: object) =>
    send(method, `${origin}/api/v1${below}`, adminKey, body);
  await api('POST', '/tenants', { slug: 'acme', name: 'Acme Corporation', blueprint: 'file-sharing' });
  await api('POST', '/tenants', { slug: 'globex', name: 'Globex' });
  await api('PATCH', '/tenants/acme/settings', settings);
  const { token } = await api('POST', '/tenants/acme/tokens', { name: 'Okta production' });
  await api('POST', '/tenants/acme/tokens', { name: 'Okta preview', expiresInDays: 10 });
  await api('POST', '/tenants/globex/tokens', { name: 'Okta' });
  const { url } = await api('POST', '/tenants/acme/portal-links', { role: 'administrator' });
  const scim = (method: string, below: string, body?: object) =>
    send(method, `${origin}/t/acme/scim/v2${below}`, String(token), body);

  await scim('GET', `/Users?filter=${encodeURIComponent('userName eq "ann.neu"')}&startIndex=1&count=100`);
  const ids: string[] = [];
  for (let number = 0; number < people; number++) {
    ids.push(idOf(await scim('POST', '/Users', personOf(number))));
  }
  // Over the seats, so that they are refused; and again as an e-mail address, which this product does not want.
  await scim('POST', '/Users', { userName: 'zoe@acme.example' });
  const groups: string[] = [];
  for (const [displayName, size] of [
    ['Admins', 3],
    ['Everybody', 55],
    ['Sales', 12],
  ] as const) {
    const members = ids.slice(0, size).map((value) => ({ value }));
    groups.push(idOf(await scim('POST', '/Groups', { displayName, members })));
  }
  const [ann = '', ben = '', ...others] = ids;
  await patch(scim, `/Users/${ben}`, { op: 'replace', value: { active: false } });
  await patch(scim, `/Users/${ann}`, { op: 'replace', path: 'displayName', value: 'Ann Neu-Ode' });
  const leaver = others[3] ?? '';
  await scim('DELETE', `/Users/${leaver}`);
  await scim('POST', '/Users', { ...personOf(5), externalId: 'somebody-else' });
  await patch(scim, `/Groups/${groups[0]}`, { op: 'add', path: 'members', value: [{ value: ids[9] }] });
  await send('GET', `${origin}/t/acme/scim/v2/Users?count=1`, 'rc_not-a-token');

  const { accounts } = await api(
    'GET',
    `/tenants/acme/accounts?filter=${encodeURIComponent(`userId eq "${ann}"`)}`,
  );
  const [account] = accounts as readonly { readonly id: string }[];
  return { person: `users/${account?.id}`, group: `groups/${groups[0]}`, portalUrl: String(url) };
}

function personOf(number: number): object {
  const givenName = givenNames[number % givenNames.length] ?? '';
  const familyName = familyNames[Math.floor(number / givenNames.length) % familyNames.length] ?? '';
  const userName = `${givenName}.${familyName}`.toLowerCase();
  return {
    userName,
    externalId: `00u${String(number).padStart(6, '0')}`,
    name: { givenName, familyName },
    displayName: `${givenName} ${familyName}`,
    emails: [{ value: `${userName}@acme.example`, type: 'work', primary: true }],
    countryCode: countries[number % countries.length],
    title: number % 5 === 0 ? 'Manager' : 'Engineer',
    active: number % 9 !== 8,
  };
}

function idOf({ id }: Readonly<Record<string, unknown>>): string {
  if (typeof id !== 'string') throw new Failure('What the pictures show was not created.');
  return id;
}

const patch = (
  scim: (method: string, below: string, body: object) => Promise<unknown>,
  below: string,
  operation: object,
) =>
  scim('PATCH', below, {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
    Operations: [operation],
  });

/** The answer's object; refusals are part of the picture. */
async function send(
  method: string,
  url: string,
  token: string,
  body?: object,
): Promise<Readonly<Record<string, unknown>>> {
  const response = await fetch(url, {
    method,
    headers: {
      Authorization: `Bearer ${token}`,
      'Content-Type': 'application/json',
      'User-Agent': 'Okta SCIM Client 1.0.0',
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  if (response.status >= 500) throw new Failure(`${method} ${url}: ${response.status}`);
  return response.status === 204 ? {} : ((await response.json()) as Record<string, unknown>);
}

// RFC 7644 §3.4.2, §3.4.3, §3.9, §3.10: what is asked for by filter, order, page and attributes, in the URL or in
// the body of a search, by the examples of the RFC with data of our own. Long, because it follows the RFC's sections
// over one small directory.

import { beforeAll, describe, expect, it } from 'vitest';
import { addGroup, addUser, enterpriseUrn, groupUrn, patchBody, userUrn } from '../support/people.ts';
import { expectScimError } from '../support/refusals.ts';
import { type Answer, newTenant, type TestTenant } from '../support/tenant.ts';

const listUrn = 'urn:ietf:params:scim:api:messages:2.0:ListResponse';
const searchUrn = 'urn:ietf:params:scim:api:messages:2.0:SearchRequest';

let tenant: TestTenant;
const ids = new Map<string, string>();

beforeAll(async () => {
  tenant = await newTenant();
  const people: readonly Record<string, unknown>[] = [
    {
      userName: 'jlind',
      name: { familyName: "O'Dowd", givenName: 'Jo' },
      title: 'Pilot',
      userType: 'Employee',
      emails: [
        { type: 'work', value: 'jo@harbor.example', primary: true },
        { type: 'home', value: 'jo@home.example' },
      ],
      ims: [{ type: 'xmpp', value: 'jo@chat.example' }],
    },
    {
      userName: 'Jasper',
      name: { familyName: 'Adler' },
      userType: 'Intern',
      emails: [{ type: 'home', value: 'jasper@harbor.example' }],
      [enterpriseUrn]: { department: 'North' },
    },
    {
      userName: 'mona',
      title: 'Mate',
      userType: 'Contractor',
      emails: [{ type: 'work', value: 'mona@pier.example' }],
    },
  ];
  for (const one of people) ids.set(String(one['userName']), (await addUser(tenant, one)).id);
  const watch = await addGroup(tenant, [ids.get('mona') ?? ''], { displayName: 'jetty watch' });
  ids.set('jetty watch', watch.id);
});

const url = (endpoint: string, parameters: Record<string, string | number>) => {
  const query = new URLSearchParams(Object.entries(parameters).map(([name, value]) => [name, String(value)]));
  return `${endpoint}?${query.toString()}`;
};

const nameOf = (id: string) => [...ids].find(([, known]) => known === id)?.[0];

function named({ status, body, text }: Answer): readonly (string | undefined)[] {
  expect(status, text).toBe(200);
  return body.Resources.map(({ id }: { id: string }) => nameOf(id));
}

const found = async (parameters: Record<string, string | number>, endpoint = '/Users') =>
  named(await tenant.scim('GET', url(endpoint, parameters)));

const searched = (parameters: object, endpoint = '') =>
  tenant.scim('POST', `${endpoint}/.search`, { schemas: [searchUrn], ...parameters });

describe('lists', () => {
  it('RFC 7644 §3.4.2: the user names of all users are listed with what is always returned', async () => {
    const { status, body } = await tenant.scim('GET', '/Users?attributes=userName');
    expect(status).toBe(200);
    expect(body).toEqual({
      schemas: [listUrn],
      totalResults: 3,
      startIndex: 1,
      itemsPerPage: 3,
      Resources: ['jlind', 'Jasper', 'mona']
        .map((userName) => ({ schemas: [userUrn], id: ids.get(userName), userName }))
        .map((one) => (one.userName === 'Jasper' ? { ...one, schemas: [userUrn, enterpriseUrn] } : one)),
    });
  });

  it('RFC 7644 §3.4.2: a query that matches nobody is 200 with a total of 0', async () => {
    const { status, body } = await tenant.scim('GET', url('/Users', { filter: 'userName eq "nobody"' }));
    expect(status).toBe(200);
    expect(body).toMatchObject({ schemas: [listUrn], totalResults: 0, Resources: [] });
  });

  it('RFC 7644 §3.4.2: parameters that nobody knows are ignored', async () => {
    expect(await found({ colour: 'blue', _: 17 })).toEqual(['jlind', 'Jasper', 'mona']);
  });

  it('RFC 7644 §3.4.2.1: a search at the root covers all types, and a filter on the type restricts it', async () => {
    const everything = await searched({});
    expect(named(everything).toSorted()).toEqual(['Jasper', 'jetty watch', 'jlind', 'mona']);
    const both = await searched({ filter: '(meta.resourceType eq User) or (meta.resourceType eq Group)' });
    expect(both.body.totalResults).toBe(4);
    expect(named(await searched({ filter: 'meta.resourceType eq "Group"' }))).toEqual(['jetty watch']);
  });

  it('RFC 7644 §3.4.2.1: an attribute that a type does not have is treated as without value', async () => {
    expect(named(await searched({ filter: 'userName pr' })).toSorted()).toEqual(['Jasper', 'jlind', 'mona']);
    expect(named(await searched({ filter: 'members pr' }))).toEqual(['jetty watch']);
    expect(
      named(
        await searched({ filter: `members.value eq "${ids.get('mona')}" or title eq "pilot"` }),
      ).toSorted(),
    ).toEqual(['jetty watch', 'jlind']);
  });

  it('RFC 7644 §3.4.2.1: too many results are never refused but paged', async () => {
    const { status, body } = await tenant.scim('GET', '/Users?count=1000000');
    expect([status, body.totalResults]).toEqual([200, 3]);
  });
});

describe('filters', () => {
  const past = '2015-05-13T04:42:34Z';
  it.each<[filter: string, names: readonly string[]]>([
    ['userName Eq "jlind"', ['jlind']],
    ['Username eq "jlind"', ['jlind']],
    ['userName eq "mona"', ['mona']],
    [`name.familyName co "O'Dowd"`, ['jlind']],
    ['userName sw "J"', ['jlind', 'Jasper']],
    [`${userUrn}:userName sw "J"`, ['jlind', 'Jasper']],
    ['title pr', ['jlind', 'mona']],
    [`meta.lastModified gt "${past}"`, ['jlind', 'Jasper', 'mona']],
    [`meta.lastModified ge "${past}"`, ['jlind', 'Jasper', 'mona']],
    [`meta.lastModified lt "${past}"`, []],
    [`meta.lastModified le "${past}"`, []],
    ['title pr and userType eq "Employee"', ['jlind']],
    ['title pr or userType eq "Intern"', ['jlind', 'Jasper', 'mona']],
    [`schemas eq "${enterpriseUrn}"`, ['Jasper']],
    ['userType eq "Employee" and (emails co "home.example" or emails.value co "pier.org")', ['jlind']],
    ['userType ne "Employee" and not (emails co "harbor.example" or emails.value co "harbor.org")', ['mona']],
    ['userType eq "Employee" and (emails.type eq "work")', ['jlind']],
    ['userType eq "Employee" and emails[type eq "work" and value co "@harbor.example"]', ['jlind']],
    [
      'emails[type eq "work" and value co "@pier.example"] or ims[type eq "xmpp" and value co "@chat.example"]',
      ['jlind', 'mona'],
    ],
    [`${enterpriseUrn}:department eq "north"`, ['Jasper']],
    ['userName ew "R"', ['Jasper']],
    ['emails.value eq "JO@HOME.example"', ['jlind']],
    ['title eq "Pilot" or title eq "Mate" and userType eq "Employee"', ['jlind']],
    ['(title eq "Pilot" or title eq "Mate") and userType eq "Contractor"', ['mona']],
    ['not (title pr) and userType eq "Intern"', ['Jasper']],
    ['emails.type eq "work" and emails.value eq "jo@home.example"', ['jlind']],
    ['emails[type eq "work" and value eq "jo@home.example"]', []],
  ])('RFC 7644 §3.4.2.2: %s', async (filter, names) => {
    expect(await found({ filter })).toEqual(names);
  });

  it('RFC 7644 §3.4.2.2: a defaulted attribute is filtered by the value that was answered', async () => {
    expect(await found({ filter: 'active eq true' })).toEqual(['jlind', 'Jasper', 'mona']);
    expect(await found({ filter: 'not (active pr)' })).toEqual([]);
  });

  it('RFC 7644 §3.4.2.2: externalId is compared by case, userName without', async () => {
    const own = await newTenant();
    await addUser(own, { userName: 'Case', externalId: 'Case' });
    const totals = [];
    for (const filter of ['userName eq "cASE"', 'externalId eq "cASE"', 'externalId eq "Case"']) {
      totals.push((await own.scim('GET', url('/Users', { filter }))).body.totalResults);
    }
    expect(totals).toEqual([1, 0, 1]);
  });

  it.each([
    'userName regex "j.*"',
    '',
    'userName',
    'userName eq',
    'name eq "Jo"',
    'emails[type eq "work"',
    'active gt true',
    'active le false',
    'x509Certificates.value ge "QQ=="',
    'unknown eq "1"',
  ])('RFC 7644 §3.4.2.2: a filter that is none is 400 invalidFilter: %j', async (filter) => {
    expectScimError(await tenant.scim('GET', url('/Users', { filter })), 400, 'invalidFilter');
  });
});

describe('order and pages', () => {
  it('RFC 7644 §3.4.2.3: sortBy orders without regard to case, ascending unless sortOrder says otherwise', async () => {
    expect(await found({ sortBy: 'userName' })).toEqual(['Jasper', 'jlind', 'mona']);
    expect(await found({ sortBy: 'userName', sortOrder: 'ascending' })).toEqual(['Jasper', 'jlind', 'mona']);
    expect(await found({ sortBy: 'userName', sortOrder: 'descending' })).toEqual(['mona', 'jlind', 'Jasper']);
  });

  it('RFC 7644 §3.4.2.3: who lacks the value is last, and first when descending', async () => {
    expect(await found({ sortBy: 'name.familyName' })).toEqual(['Jasper', 'jlind', 'mona']);
    expect(await found({ sortBy: 'name.familyName', sortOrder: 'descending' })).toEqual([
      'mona',
      'jlind',
      'Jasper',
    ]);
  });

  it('RFC 7644 §3.4.2.3: several values are sorted by the primary one, or else the first', async () => {
    const own = await newTenant();
    const emailsOf = {
      'by the primary': [{ value: 'z@harbor.example' }, { value: 'b@harbor.example', primary: true }],
      'by the first': [{ value: 'c@harbor.example' }, { value: 'a@harbor.example' }],
      'by the only': [{ value: 'a@harbor.example' }],
    };
    for (const [userName, emails] of Object.entries(emailsOf)) await addUser(own, { userName, emails });
    for (const sortBy of ['emails', 'emails.value']) {
      const { body } = await own.scim('GET', `/Users?sortBy=${sortBy}`);
      const names = body.Resources.map((one: { userName: string }) => one.userName);
      expect(names).toEqual(['by the only', 'by the primary', 'by the first']);
    }
  });

  it('RFC 7644 §3.4.2.3: a case-exact attribute is sorted by case', async () => {
    const own = await newTenant();
    for (const externalId of ['b', 'B', 'a']) await addUser(own, { externalId });
    const { body } = await own.scim('GET', '/Users?sortBy=externalId');
    expect(body.Resources.map((one: { externalId: string }) => one.externalId)).toEqual(['B', 'a', 'b']);
  });

  it('RFC 7644 §3.4.2.4: the first ten from 1 say how many there are, where they begin and how many they are', async () => {
    const own = await newTenant();
    for (let number = 0; number < 12; number++) await addUser(own);
    const first = (await own.scim('GET', '/Users?startIndex=1&count=10')).body;
    expect(first).toMatchObject({ schemas: [listUrn], totalResults: 12, itemsPerPage: 10, startIndex: 1 });
    const rest = (await own.scim('GET', '/Users?startIndex=11&count=10')).body;
    expect(rest).toMatchObject({ totalResults: 12, itemsPerPage: 2, startIndex: 11 });
    const all = [...first.Resources, ...rest.Resources].map(({ id }: { id: string }) => id);
    expect(new Set(all).size).toBe(12);
  });

  it.each<[query: string, startIndex: number, itemsPerPage: number]>([
    ['startIndex=0', 1, 3],
    ['startIndex=-4', 1, 3],
    ['count=0', 1, 0],
    ['count=-1', 1, 0],
    ['startIndex=2&count=1', 2, 1],
  ])('RFC 7644 §3.4.2.4: ?%s begins at %i with %i resources', async (query, startIndex, itemsPerPage) => {
    const { status, body } = await tenant.scim('GET', `/Users?${query}`);
    expect(status).toBe(200);
    expect(body).toMatchObject({ totalResults: 3, startIndex, itemsPerPage });
    expect(body.Resources).toHaveLength(itemsPerPage);
  });
});

describe('search by POST', () => {
  it('RFC 7644 §3.4.3: a search over users and groups by display name shows the attributes that it names', async () => {
    const own = await newTenant();
    await addUser(own, { userName: 'smith1', displayName: 'Smith, Ada' });
    await addUser(own, { userName: 'other', displayName: 'Jones' });
    await addGroup(own, [], { displayName: 'Smith Family' });
    const { status, body, headers } = await own.scim('POST', '/.search', {
      schemas: [searchUrn],
      attributes: ['displayName', 'userName'],
      filter: 'displayName sw "smith"',
      startIndex: 1,
      count: 10,
    });
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('application/scim+json; charset=utf-8');
    expect(body).toEqual({
      schemas: [listUrn],
      totalResults: 2,
      itemsPerPage: 2,
      startIndex: 1,
      Resources: expect.arrayContaining([
        { schemas: [userUrn], id: expect.any(String), userName: 'smith1', displayName: 'Smith, Ada' },
        { schemas: [groupUrn], id: expect.any(String), displayName: 'Smith Family' },
      ]),
    });
  });

  it.each(['/Users', '/Groups'])(
    'RFC 7644 §3.4.3: a search below %s answers what a GET there answers',
    async (endpoint) => {
      const parameters = { sortBy: 'id', sortOrder: 'descending', startIndex: 1, count: 2 };
      const byPost = await searched({ ...parameters, excludedAttributes: ['meta', 'emails'] }, endpoint);
      const byGet = await tenant.scim(
        'GET',
        url(endpoint, { ...parameters, excludedAttributes: 'meta,emails' }),
      );
      expect(byPost.body).toEqual(byGet.body);
      expect(byPost.body.Resources.length).toBeGreaterThan(0);
    },
  );

  it('RFC 7644 §3.4.3: a message that is not called SearchRequest is refused', async () => {
    for (const schemas of [undefined, [], [listUrn]]) {
      expectScimError(await tenant.scim('POST', '/Users/.search', { schemas }), 400, 'invalidSyntax');
    }
  });

  it('RFC 7644 §3.4.3: a filter that cannot be read is refused as in a GET', async () => {
    expectScimError(await searched({ filter: 'userName regex "x"' }, '/Users'), 400, 'invalidFilter');
  });
});

describe('attributes', () => {
  const one = (name: string, query: string) => tenant.scim('GET', `/Users/${ids.get(name)}?${query}`);

  it('RFC 7644 §3.9: attributes=userName shows userName and what is always returned', async () => {
    const { status, body } = await one('mona', 'attributes=userName');
    expect([status, body]).toEqual([200, { schemas: [userUrn], id: ids.get('mona'), userName: 'mona' }]);
  });

  it('RFC 7644 §3.9: a sub-attribute may be asked for alone, in any case and under its URN', async () => {
    const expected = { schemas: [userUrn], id: ids.get('jlind'), name: { givenName: 'Jo' } };
    for (const name of ['name.givenName', 'NAME.GIVENNAME', `${userUrn}:name.givenName`]) {
      expect((await one('jlind', `attributes=${name}`)).body).toEqual(expected);
    }
  });

  it('RFC 7644 §3.9: excludedAttributes takes away what it names and never id', async () => {
    const { body } = await one('mona', 'excludedAttributes=id,schemas,title,emails,meta');
    expect(Object.keys(body).toSorted()).toEqual([
      'active',
      'groups',
      'id',
      'schemas',
      'userName',
      'userType',
    ]);
  });

  it.each(['POST', 'PUT', 'PATCH'])(
    'RFC 7644 §3.9: %s answers the attributes that it is asked for',
    async (method) => {
      const { id, userName } = await addUser(tenant, { title: 'Kept' });
      const path = method === 'POST' ? '/Users' : `/Users/${id}`;
      const sent = {
        POST: { userName: `${userName}-2`, title: 'Kept' },
        PUT: { userName, title: 'Kept' },
        PATCH: patchBody({ op: 'add', path: 'nickName', value: 'N' }),
      }[method];
      const { body } = await tenant.scim(method, `${path}?attributes=title`, sent);
      expect(body).toEqual({ schemas: [userUrn], id: body.id, title: 'Kept' });
      await tenant.scim('DELETE', `/Users/${body.id}`);
      await tenant.scim('DELETE', `/Users/${id}`);
    },
  );

  it('RFC 7644 §3.9: both parameters at once are refused', async () => {
    expectScimError(await one('mona', 'attributes=title&excludedAttributes=title'), 400, 'invalidValue');
  });

  it.each([`${enterpriseUrn}:department`, `${enterpriseUrn.toUpperCase()}:DEPARTMENT`, enterpriseUrn])(
    'RFC 7644 §3.10: an attribute of an extension is named under its URN: %s',
    async (name) => {
      const { body } = await one('Jasper', `attributes=${name}`);
      expect(body[enterpriseUrn]).toEqual({ department: 'North' });
    },
  );
});

// Filters of lists: what identity providers look up by.

import { beforeAll, describe, expect, it } from 'vitest';
import { addGroup, addUser, enterpriseUrn, userUrn } from '../support/people.ts';
import { type Answer, newTenant, type TestTenant } from '../support/tenant.ts';

let tenant: TestTenant;
const users: Record<string, Answer['body']> = {};
const groups: Record<string, Answer['body']> = {};

beforeAll(async () => {
  tenant = await newTenant();
  users['ann'] = await addUser(tenant, {
    userName: 'Ann@Example.com',
    externalId: '00uAnn',
    displayName: 'Ann Öberg',
    title: 'Engineer',
    emails: [
      { value: 'Ann@Work.example', type: 'work' },
      { value: 'ann@home.example', type: 'home' },
    ],
    [enterpriseUrn]: { department: 'R&D', employeeNumber: '17' },
  });
  users['bob'] = await addUser(tenant, {
    userName: 'bob',
    externalId: '00uBob',
    displayName: 'Bob',
    active: false,
    emails: [{ value: 'ann@home.example', type: 'work' }],
  });
  users['cy'] = await addUser(tenant, { userName: 'DOMAIN\\cy "the" first' });
  groups['readers'] = await addGroup(tenant, [users['ann'].id, users['bob'].id], {
    displayName: 'Readers',
    externalId: 'g-1',
  });
  groups['outer'] = await addGroup(tenant, [groups['readers'].id], { displayName: 'Outer' });
  groups['empty'] = await addGroup(tenant, [], { displayName: 'Empty' });
});

async function found(endpoint: string, filter: string): Promise<readonly (string | undefined)[]> {
  const { status, body, text } = await tenant.scim('GET', `${endpoint}?filter=${encodeURIComponent(filter)}`);
  expect(status, text).toBe(200);
  expect(body.totalResults).toBe(body.Resources.length);
  const known = Object.entries({ ...users, ...groups });
  return body.Resources.map((one: { id: string }) => known.find(([, { id }]) => id === one.id)?.[0]);
}

describe('users are found by', () => {
  it.each<[filter: string, names: string[]]>([
    ['userName eq "Ann@Example.com"', ['ann']],
    ['userName eq "ANN@EXAMPLE.COM"', ['ann']],
    ['USERNAME EQ "ann@example.com"', ['ann']],
    [`${userUrn}:userName eq "bob"`, ['bob']],
    ['userName eq "nobody"', []],
    ['userName eq "DOMAIN\\\\cy \\"the\\" first"', ['cy']],
    ['userName eq "domain\\cy \\"the\\" first"', ['cy']],
    ['userName eq bob', ['bob']],
    ['externalId eq "00uAnn"', ['ann']],
    ['externalId eq "00uann"', []],
    ['displayName eq "ann öberg"', ['ann']],
    ['displayName eq "ANN ÖBERG"', ['ann']],
    ['active eq true', ['ann', 'cy']],
    ['active eq false', ['bob']],
    ['active eq "False"', ['bob']],
    ['emails.value eq "ann@work.example"', ['ann']],
    ['emails eq "ann@work.example"', ['ann']],
    ['emails.value eq "ann@home.example"', ['ann', 'bob']],
    ['emails[type eq "work"].value eq "ann@home.example"', ['bob']],
    ['emails[type eq "work" and value eq "ANN@WORK.EXAMPLE"]', ['ann']],
    ['emails[type eq "home"].value eq "ann@work.example"', []],
    ['emails.type eq "home"', ['ann']],
    ['title eq "engineer"', ['ann']],
    [`${enterpriseUrn}:department eq "r&d"`, ['ann']],
    ['employeeNumber eq "17"', ['ann']],
    ['userName pr', ['ann', 'bob', 'cy']],
    ['externalId pr', ['ann', 'bob']],
    ['displayName pr', ['ann', 'bob']],
    ['emails pr', ['ann', 'bob']],
    ['title pr', ['ann']],
    ['groups pr', ['ann', 'bob']],
    ['id pr', ['ann', 'bob', 'cy']],
    ['active eq true and emails.value eq "ann@home.example"', ['ann']],
    ['(active eq false) and (userName pr and title pr)', []],
    ['displayName pr and active eq false and externalId eq "00uBob"', ['bob']],
    ['userName eq "bob" or externalId eq "00uAnn"', ['ann', 'bob']],
    ['not (userName eq "bob")', ['ann', 'cy']],
    ['title ne "engineer"', ['bob', 'cy']],
    ['userName co "EXAMPLE"', ['ann']],
    ['userName sw "domain\\\\"', ['cy']],
    ['userName ew ".com"', ['ann']],
    ['userName gt "b" and userName lt "c"', ['bob']],
    ['emails[type eq "work" and value co "home"]', ['bob']],
    ['title eq null', ['bob', 'cy']],
    ['phoneNumbers.value eq "1"', []],
  ])('%s', async (filter, names) => {
    expect(await found('/Users', filter)).toEqual(names);
  });

  it('their id, exactly as it is written', async () => {
    expect(await found('/Users', `id eq "${users['ann'].id}"`)).toEqual(['ann']);
    expect(await found('/Users', `id eq "${users['ann'].id.toUpperCase()}"`)).toEqual([]);
    expect(await found('/Users', `id eq "${groups['readers'].id}"`)).toEqual([]);
  });

  it('a group that they are in', async () => {
    expect(await found('/Users', `groups.value eq "${groups['readers'].id}"`)).toEqual(['ann', 'bob']);
  });

  it('an address whose spaces are written as plus signs', async () => {
    const { body } = await tenant.scim('GET', '/Users?filter=userName+eq+%22bob%22&startIndex=1&count=100');
    expect(body.Resources[0].id).toBe(users['bob'].id);
  });
});

describe('groups are found by', () => {
  it.each<[filter: string, names: string[]]>([
    ['displayName eq "READERS"', ['readers']],
    ['displayName eq "nothing"', []],
    ['externalId eq "g-1"', ['readers']],
    ['members pr', ['readers', 'outer']],
    ['displayName eq "Empty" and members pr', []],
  ])('%s', async (filter, names) => {
    expect(await found('/Groups', filter)).toEqual(names);
  });

  it('a member, be it a user or a group', async () => {
    const { ann, cy } = users;
    const { readers } = groups;
    for (const form of ['members.value eq "$"', 'members eq "$"', 'members[value eq "$"]']) {
      expect(await found('/Groups', form.replace('$', ann.id))).toEqual(['readers']);
      expect(await found('/Groups', form.replace('$', readers.id))).toEqual(['outer']);
      expect(await found('/Groups', form.replace('$', cy.id))).toEqual([]);
    }
  });

  it('their id together with a member', async () => {
    const { readers, empty } = groups;
    const member = `members.value eq "${users['bob'].id}"`;
    expect(await found('/Groups', `id eq "${readers.id}" and ${member}`)).toEqual(['readers']);
    expect(await found('/Groups', `id eq "${empty.id}" and ${member}`)).toEqual([]);
  });
});

describe('meta.lastModified', () => {
  it.each<[operator: string, shift: number, holds: boolean]>([
    ['gt', -1, true],
    ['gt', 0, false],
    ['ge', 0, true],
    ['ge', 1, false],
    ['lt', 1, true],
    ['lt', 0, false],
    ['le', 0, true],
    ['le', -1, false],
    ['eq', 0, true],
    ['eq', 1, false],
  ])('compares by %s with a moment %i milliseconds away', async (operator, shift, holds) => {
    const { id, meta } = users['ann'];
    const moment = new Date(Date.parse(meta.lastModified) + shift).toISOString();
    const filter = `id eq "${id}" and meta.lastModified ${operator} "${moment}"`;
    expect(await found('/Users', filter)).toEqual(holds ? ['ann'] : []);
  });

  it('is one instant in every notation', async () => {
    const { id, meta } = groups['readers'];
    const inSweden = new Date(Date.parse(meta.lastModified) + 2 * 3_600_000)
      .toISOString()
      .replace('Z', '0000+02:00');
    expect(await found('/Groups', `id eq "${id}" and meta.lastModified eq "${inSweden}"`)).toEqual([
      'readers',
    ]);
  });

  it('finds what was changed after a moment', async () => {
    const other = await newTenant();
    const [early, late] = [await addUser(other), await addUser(other)];
    await new Promise((resolve) => setTimeout(resolve, 3));
    const moment = new Date().toISOString();
    await other.scim('PATCH', `/Users/${early.id}`, {
      Operations: [{ op: 'replace', path: 'title', value: 'Changed' }],
    });
    const filter = encodeURIComponent(`meta.lastModified ge "${moment}"`);
    const { body } = await other.scim('GET', `/Users?filter=${filter}`);
    expect(body.Resources.map(({ id }: { id: string }) => id)).toEqual([early.id]);
    expect(late.id).not.toBe(early.id);
  });
});

it('brackets may stand 32 deep', async () => {
  expect(await found('/Users', `${'('.repeat(32)}userName pr${')'.repeat(32)}`)).toEqual([
    'ann',
    'bob',
    'cy',
  ]);
});

it.each([
  ['title pr', 200],
  ['userName eq "bob"', 200],
  ['emails[type eq "work" and value eq "x"]', 100],
])('as many comparisons as are allowed are carried out: %s, joined', async (term, times) => {
  const names = await found('/Users', Array(times).fill(term).join(' and '));
  expect(names).toEqual(term.startsWith('title') ? ['ann'] : term.startsWith('userName') ? ['bob'] : []);
});

it.each(["' OR 1=1 --", '" OR ""="', "'; DROP TABLE users; --", '%', '_', '*', '\\'])(
  'signs of SQL in an operand are only text: %s',
  async (text) => {
    expect(await found('/Users', `userName eq ${JSON.stringify(text)}`)).toEqual([]);
    expect(await found('/Users', `emails.value eq ${JSON.stringify(text)}`)).toEqual([]);
    expect(await found('/Users', `title eq ${JSON.stringify(text)}`)).toEqual([]);
  },
);

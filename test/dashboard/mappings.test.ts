// The pages of mappings: settings edited as forms, looked at before they are saved, taken back; suggestions decided;
// refused people with the reason.

import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, it } from 'vitest';
import { accountOfUser } from '../support/accounts.ts';
import { addGroup, addUser, patchBody } from '../support/people.ts';
import { finished } from '../support/reevaluation.ts';
import { rowsOf } from '../support/stored.ts';
import { type Answer, api, newTenant, type TestTenant } from '../support/tenant.ts';
import { newOperator, type Visitor } from '../support/visitor.ts';

let tenant: TestTenant;
let visitor: Visitor;
let at: string;
beforeEach(async () => {
  tenant = await newTenant();
  visitor = await newOperator();
  at = `/dashboard/t/${tenant.slug}/mappings`;
});

const set = (values: object) => api('PATCH', `/tenants/${tenant.slug}/settings`, values);
const settings = async (): Promise<Answer['body']> =>
  (await api('GET', `/tenants/${tenant.slug}/settings`)).body;
const page = async (path = '') => (await visitor.get(at + path)).text;

const unescaped = (text: string) =>
  text
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');

/** What a browser would send of the form in a page. */
function fieldsIn(html: string): Record<string, string> {
  const form = /<form method="post" action="[^"]*mappings[\s\S]*?<\/form>/.exec(html)?.[0] ?? '';
  const inputs = [...form.matchAll(/<input ([^>]*)>/g)].flatMap(([, tag = '']): [string, string][] => {
    const read = (name: string) => new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1];
    const name = read('name');
    if (!name || name === 'form') return [];
    if (read('type') === 'checkbox') return /\bchecked/.test(tag) ? [[name, 'on']] : [];
    return [[name, unescaped(read('value') ?? '')]];
  });
  const selects = [...form.matchAll(/<select [^>]*name="([^"]+)"[^>]*>([\s\S]*?)<\/select>/g)].map(
    ([, name = '', options = '']): [string, string] => [
      name,
      unescaped(
        /<option value="([^"]*)" selected/.exec(options)?.[1] ?? /value="([^"]*)"/.exec(options)?.[1] ?? '',
      ),
    ],
  );
  const areas = [...form.matchAll(/<textarea [^>]*name="([^"]+)"[^>]*>([\s\S]*?)<\/textarea>/g)].map(
    ([, name = '', text = '']): [string, string] => [name, unescaped(text)],
  );
  return Object.fromEntries([...inputs, ...selects, ...areas]);
}

/** Opens a form, changes some fields, and presses a button. */
async function edit(section: string, fields: Record<string, string>, act = 'save'): Promise<Answer> {
  const typed = { ...fieldsIn(await page(`/${section}`)), ...fields, act };
  return visitor.submit(`${at}/${section}`, typed);
}

it('a form that is only checked says what is wrong beside the fields, and changes nothing', async () => {
  await set({ profiles: [{ name: 'A' }] });
  const before = await rowsOf(tenant);
  const wrong = await edit('profiles', { '0.quotaGb': 'much' }, 'check');
  expect(wrong.status).toBe(200);
  expect(wrong.text).toMatch(/id="0.quotaGb-error" class="error">This must be a number/);
  const right = await edit('profiles', { '0.quotaGb': '50' }, 'check');
  expect([
    right.status,
    right.text.includes('class="error"'),
    right.text.includes('Preview, nothing'),
  ]).toEqual([200, false, false]);
  expect(await rowsOf(tenant)).toEqual(before);
});

const everything = {
  accountSizeGb: 5,
  usernames: {
    emailAllowed: false,
    allowedPattern: '[a-z0-9._-]+',
    replace: { characters: '?*/\\<> ', with: '_' },
    changeable: false,
  },
  attributes: [
    { name: 'userType2', canonicalValues: ['admin', 'power'], default: 'power' },
    { name: 'invite', type: 'boolean', default: true, store: false },
    { name: 'level', type: 'integer', required: true, default: 3, namespace: 'urn:example:x' },
  ],
  createOnly: ['name.givenName', 'name.familyName'],
  profiles: [{ name: 'DACH', quotaGb: 200.5, storage: 'eu-1' }, { name: 'Rest "quoted"' }],
  rules: [
    { when: 'countryCode eq "DE" or countryCode eq "AT"', profile: 'DACH' },
    { when: 'invite eq true', profile: 'DACH' },
    { when: 'not (title pr) and userName sw "x"', profile: 'Rest "quoted"' },
    { when: 'title eq "a, b"', profile: 'DACH' },
    { when: 'title pr', profile: 'DACH' },
  ],
  roles: [{ group: 'Admins', role: 'admin' }],
  seats: { limit: 100 },
  deprovision: { deactivate: 'preserve', keepDays: 90 },
  constraints: [
    { when: 'invite eq true', require: 'level eq 3', message: 'Map "level" to 3.' },
    { when: 'title pr and not (nickName pr)', require: 'active eq true or title sw "x"', message: 'No.' },
  ],
  groups: { duplicateNames: true },
  events: { keepDays: 30 },
  leniency: { stringBooleans: false, bareValues: true, skipUnknownMembers: true },
  appRoles: [{ id: 'editor', displayName: 'Editor' }],
  entitlements: [{ id: 'export', displayName: 'Export', type: 'Permission', description: 'May export.' }],
};

const sections = [
  ...['profiles', 'rules', 'roles', 'attributes', 'constraints', 'user-names', 'seats'],
  ...['groups-and-events', 'habits', 'app-roles', 'entitlements'],
];

it('an empty tenant shows what there could be, and where to begin', async () => {
  const html = await page();
  for (const section of sections) expect(html).toContain(`href="${at}/${section}"`);
  expect(html).toContain('No rules: nobody gets a profile.');
});

it.each(sections)('%s: a form that is saved as it stands changes nothing', async (section) => {
  await set(everything);
  const before = await settings();
  const { status, headers } = await edit(section, {});
  expect([status, headers.get('location')]).toEqual([303, `${at}?notice=same`]);
  expect(await settings()).toEqual(before);
});

it('the overview reads as sentences', async () => {
  await set(everything);
  const html = (await page()).replaceAll(/<[^>]+>/g, '');
  expect(html).toContain(
    'If countryCode eq &quot;DE&quot; or countryCode eq &quot;AT&quot; then profile DACH',
  );
  expect(html).toContain('DACH: 200.5 GB on eu-1');
  expect(html).toContain('Members of Admins have the role admin');
  expect(html).toContain('At most 100 accounts may be active.');
  expect(html).toContain('If invite eq true then level eq 3. Else it says: Map &quot;level&quot; to 3.');
  expect(html).toContain('Events are kept for 30 days.');
  expect(html).toContain('Refused: a boolean may be written as a string');
  expect(html).toContain('Understood: members that are not known are skipped.');
  expect(html).toContain('Editor (editor)');
});

describe('a form', () => {
  it('adds, changes and removes entries, and moves rules', async () => {
    await edit('profiles', { '0.name': 'Big', '0.quotaGb': '200', '1.name': 'Small', '1.quotaGb': '0.5' });
    await edit('rules', {
      '0.attribute': 'countryCode',
      '0.operator': 'is',
      '0.values': 'DE, AT',
      '0.profile': 'Big',
      '1.operator': 'filter',
      '1.values': 'title pr',
      '1.profile': 'Small',
    });
    expect((await settings()).rules).toEqual([
      { when: 'countryCode eq "DE" or countryCode eq "AT"', profile: 'Big' },
      { when: 'title pr', profile: 'Small' },
    ]);
    await edit('rules', { '1.position': '1' });
    expect((await settings()).rules[0].when).toBe('title pr');
    await edit('rules', { '0.remove': 'on' });
    expect((await settings()).rules).toHaveLength(1);
    const [newest] = (await api('GET', `/tenants/${tenant.slug}/audit?limit=1`)).body.entries;
    expect(newest).toMatchObject({ action: 'settings.changed', actor: { kind: 'operator' } });
  });

  it('tells what is wrong beside the field, with its pointer, keeps what was typed, and saves nothing', async () => {
    await set({ profiles: [{ name: 'Big' }] });
    const before = await rowsOf(tenant);
    const { status, text } = await edit('rules', {
      '0.operator': 'filter',
      '0.values': 'countryCode is "DE"',
      '0.profile': 'Big',
    });
    expect(status).toBe(422);
    expect(text).toMatch(
      /id="0\.values" name="0\.values" aria-invalid="true"[\s\S]*?id="0\.values-error"[^<]*>[^<]*\(\/rules\/0\/when\)/,
    );
    expect(fieldsIn(text)).toMatchObject({ '0.values': 'countryCode is "DE"', '0.profile': 'Big' });
    for (const fields of [
      { '0.name': 'Big' },
      { '1.name': 'X', '1.quotaGb': 'much' },
      { '1.quotaGb': '5' },
    ]) {
      // The first is no second of its name: it is the present one.
      const answer = await edit('profiles', { ...fields, '2.name': 'Big' });
      expect([answer.status, answer.text.includes('class="error"')]).toEqual([422, true]);
    }
    expect(await rowsOf(tenant)).toEqual(before);
  });

  it('tells of what is wrong elsewhere with its pointer', async () => {
    await set({ profiles: [{ name: 'Big' }], rules: [{ when: 'title pr', profile: 'Big' }] });
    const { status, text } = await edit('profiles', { '0.remove': 'on' });
    expect(status).toBe(422);
    expect(text).toContain('/rules/0/profile');
    expect((await settings()).profiles).toHaveLength(1);
  });

  it('that somebody else has overtaken saves nothing and shows how it is now', async () => {
    const fields = fieldsIn(await page('/roles'));
    await set({ roles: [{ group: 'Theirs', role: 'theirs' }] });
    const answer = await visitor.submit(`${at}/roles`, {
      ...fields,
      '0.group': 'Mine',
      '0.role': 'mine',
      act: 'save',
    });
    expect(answer.status).toBe(422);
    expect(answer.text).toMatch(/have been changed since[\s\S]*value="Theirs"/);
    expect((await settings()).roles).toEqual([{ group: 'Theirs', role: 'theirs' }]);
  });

  it('of a long list holds a part of it, and leaves the rest alone', async () => {
    const roles = Array.from({ length: 100 }, (_, index) => ({ group: `g${index}`, role: `r${index}` }));
    await set({ roles });
    const html = await page('/roles?start=40');
    expect(html.length).toBeLessThan(100_000);
    const fields = { ...fieldsIn(html), '0.role': 'changed', '1.remove': 'on', act: 'save' };
    expect((await visitor.submit(`${at}/roles`, fields)).status).toBe(303);
    const expected = [...roles.slice(0, 40), { group: 'g40', role: 'changed' }, ...roles.slice(42)];
    expect((await settings()).roles).toEqual(expected);
  });

  it.each([{ rows: 'x' }, { rows: '1' }, { rows: '99999' }, { start: '-5' }, { start: '5' }, { start: '' }])(
    'with numbers that no page of ours has (%j) is no way to lose entries',
    async (fields) => {
      await set({ roles: [{ group: 'a', role: 'b' }] });
      expect((await edit('roles', fields as Record<string, string>)).status).toBe(400);
      expect((await settings()).roles).toEqual([{ group: 'a', role: 'b' }]);
    },
  );
});

describe('constraints', () => {
  const filled = {
    '0.attribute': 'serviceAccount',
    '0.operator': 'is',
    '0.values': 'true',
    '0.thenAttribute': 'sendInvite',
    '0.thenOperator': 'is',
    '0.thenValues': 'false',
    '0.message': 'A service account gets no invitation.',
  };

  it('are filled in like rules, in the types of their attributes, and refuse in their own words', async () => {
    const attributes = ['serviceAccount', 'sendInvite'].map((name) => ({ name, type: 'boolean' }));
    await set({ attributes });
    expect((await edit('constraints', filled)).status).toBe(303);
    expect((await settings()).constraints).toEqual([
      {
        when: 'serviceAccount eq true',
        require: 'sendInvite eq false',
        message: 'A service account gets no invitation.',
      },
    ]);
    const sent = { userName: 'robot', serviceAccount: true, sendInvite: true };
    const refused = await tenant.scim('POST', '/Users', sent);
    expect([refused.status, refused.body.detail]).toEqual([400, 'A service account gets no invitation.']);
  });

  it('tell each side that cannot be read, and missing words, beside the field', async () => {
    const wrong = {
      '0.operator': 'filter',
      '0.values': 'x is',
      '0.thenOperator': 'filter',
      '0.thenValues': '(',
    };
    const { status, text } = await edit('constraints', { ...filled, ...wrong });
    expect(status).toBe(422);
    expect(text).toMatch(/id="0\.values-error"[^<]*>[^<]*\(\/constraints\/0\/when\)/);
    expect(text).toMatch(/id="0\.thenValues-error"[^<]*>[^<]*\(\/constraints\/0\/require\)/);
    expect((await edit('constraints', { ...filled, '0.message': '' })).text).toContain(
      'id="0.message-error"',
    );
    expect((await settings()).constraints).toEqual([]);
  });

  it('leave those who are here already as they are, which the preview says', async () => {
    const { id } = await addUser(tenant, { userName: 'ann', title: 'boss' });
    const about = { '0.attribute': 'title', '0.values': 'boss', '0.thenAttribute': 'nickName' };
    const fields = { ...filled, ...about, '0.thenOperator': 'pr', '0.thenValues': '' };
    const { text } = await edit('constraints', fields, 'preview');
    expect(text).toContain('No account would change');
    await edit('constraints', fields);
    const off = patchBody({ op: 'replace', path: 'active', value: false });
    expect((await tenant.scim('PATCH', `/Users/${id}`, off)).status).toBe(200);
    expect((await tenant.scim('POST', '/Users', { userName: 'bob', title: 'boss' })).status).toBe(400);
  });
});

it('habits that are switched off and on are those alone, and what was said by name stays said', async () => {
  await edit('habits', { stringBooleans: '' });
  expect((await settings()).leniency).toBeNull();
  await edit('habits', { '0.stringBooleans': '', '0.skipUnknownMembers': 'on' });
  expect((await settings()).leniency).toEqual({ stringBooleans: false, skipUnknownMembers: true });
  await edit('habits', { '0.stringBooleans': 'on' });
  expect((await settings()).leniency).toEqual({ stringBooleans: true, skipUnknownMembers: true });
});

it('how long events are kept and whether groups share names are set, and bounds are told beside the field', async () => {
  await edit('groups-and-events', { '0.duplicateNames': 'on', '0.keepDays': '7' });
  expect(await settings()).toMatchObject({ groups: { duplicateNames: true }, events: { keepDays: 7 } });
  for (const days of ['0', '99999', '1.5', 'x']) {
    const { status, text } = await edit('groups-and-events', { '0.keepDays': days });
    expect([days, status, text.includes('id="0.keepDays-error"')]).toEqual([days, 422, true]);
  }
  await edit('groups-and-events', { '0.keepDays': '' });
  expect((await settings()).events).toEqual({ keepDays: 90 });
});

it('a preview says what would change, in accounts and roles, and writes nothing', async () => {
  const user = await addUser(tenant, { userName: '<b>ann', title: 'boss' });
  await addUser(tenant, { userName: 'bob' });
  await addGroup(tenant, [user.id], { displayName: 'Admins' });
  await set({ profiles: [{ name: 'Big', quotaGb: 200 }], roles: [{ group: 'Admins', role: 'admin' }] });
  await finished(tenant);
  const before = await rowsOf(tenant);
  const rule = await edit(
    'rules',
    { '0.attribute': 'title', '0.operator': 'is', '0.values': 'boss', '0.profile': 'Big' },
    'preview',
  );
  const words = rule.text.replaceAll(/<[^>]+>/g, '');
  expect(words).toContain('1 account would change');
  expect(words).toContain('1 from no profile to “Big”');
  expect(words).toContain('&lt;b&gt;ann: ');
  expect(fieldsIn(rule.text)).toMatchObject({ '0.attribute': 'title', '0.values': 'boss' });
  const role = await edit('roles', { '0.remove': 'on' }, 'preview');
  expect(role.text.replaceAll(/<[^>]+>/g, '')).toContain('Role admin: 0 would gain it, 1 would lose it');
  expect(await rowsOf(tenant)).toEqual(before);
});

it('what is saved reaches everybody, and the overview says how far that is', async () => {
  await addUser(tenant, { userName: 'ann', title: 'boss' });
  await edit('profiles', { '0.name': 'Big', '0.quotaGb': '7' });
  await edit('rules', { '0.attribute': 'title', '0.operator': 'is', '0.values': 'boss', '0.profile': 'Big' });
  expect(await page('/progress')).toContain('<section id="progress"');
  expect(await page('?notice=saved')).toMatch(
    /<section id="progress"[\s\S]*(?:Judging everybody|was judged)/,
  );
  await finished(tenant);
  expect(await page()).toMatch(/was judged by the present settings[\s\S]*1 account changed of 1/);
});

it('the last change is taken back, and back again', async () => {
  await set({ seats: { limit: 5 } });
  await set({ seats: { limit: 7 } });
  const html = await page('/history');
  expect(html).toMatch(/Take version 3 back/);
  expect(html).toMatch(/<td>seats<\/td>/);
  await visitor.submit(`${at}/undo`, { version: '3' });
  expect((await settings()).seats).toEqual({ limit: 5 });
  const stale = await visitor.submit(`${at}/undo`, { version: '3' });
  expect(stale.headers.get('location')).toBe(`${at}/history?notice=overtaken`);
  await visitor.submit(`${at}/undo`, { version: '4' });
  expect((await settings()).seats).toEqual({ limit: 7 });
});

describe('a suggestion', () => {
  let left: Answer['body'];
  let came: Answer['body'];
  beforeEach(async () => {
    const emails = [{ value: 'ann@example.com' }];
    const { id } = await addUser(tenant, { userName: 'ann', externalId: '1', emails });
    left = await accountOfUser(tenant, id);
    await tenant.scim('DELETE', `/Users/${id}`);
    const user = await addUser(tenant, { userName: 'ann.neu', externalId: '2', emails });
    came = await accountOfUser(tenant, user.id);
  });

  it('is told on the overview, and yes links the two', async () => {
    expect(await page()).toContain('may be somebody who was here before');
    expect(await page('/suggestions')).toContain('They share the e-mail address.');
    const fields = { leaver: left.id, newcomer: came.id, act: 'yes' };
    const { headers } = await visitor.submit(`${at}/suggestions`, fields);
    expect(headers.get('location')).toBe(`${at}/suggestions?notice=linked`);
    expect(await accountOfUser(tenant, came.userId)).toMatchObject({ id: left.id });
    expect((await visitor.submit(`${at}/suggestions`, fields)).headers.get('location')).toContain('gone');
  });

  it('does not come again after no', async () => {
    await page('/suggestions');
    await visitor.submit(`${at}/suggestions`, { leaver: left.id, newcomer: came.id, act: 'no' });
    expect(await page('/suggestions')).toContain('No suggestions.');
  });
});

it('who was refused is listed with the reason, and for seats with the way out', async () => {
  await set({ seats: { limit: 1 } });
  await addUser(tenant, { userName: 'ann' });
  const { status } = await tenant.scim('POST', '/Users', { userName: '<script>bob' });
  expect(status).toBe(403);
  await expect.poll(() => page('/refused')).toContain('&lt;script&gt;bob');
  expect(await page('/refused')).toContain(`href="${at}/seats"`);
  expect(await page()).toContain('was not let in');
  await edit('seats', { '0.limit': '2' });
  expect((await settings()).seats).toEqual({ limit: 2 });
});

it('a viewer sees the forms, and can neither look ahead nor save', async () => {
  await set({ roles: [{ group: 'Admins', role: 'admin' }] });
  await env.DB.prepare(
    "UPDATE sessions SET kind = 'portal', role = 'viewer', tenant = (SELECT id FROM tenants WHERE slug = ?)",
  )
    .bind(tenant.slug)
    .run();
  const html = await page('/roles');
  expect(html).toContain('<fieldset disabled');
  expect(html).not.toContain('value="save"');
  for (const act of ['preview', 'save']) expect((await edit('roles', {}, act)).status).toBe(403);
  expect((await visitor.submit(`${at}/undo`, { version: '2' })).status).toBe(403);
});

it('what somebody set as a name is text on every page', async () => {
  const evil = '<script>alert(1)</script>';
  await set({
    profiles: [{ name: evil, storage: evil }],
    rules: [{ when: `title eq "${evil}"`, profile: evil }],
    roles: [{ group: evil, role: evil }],
  });
  const user = await addUser(tenant, { title: evil });
  await tenant.scim('PATCH', `/Users/${user.id}`, patchBody({ op: 'replace', value: { displayName: evil } }));
  for (const path of ['', '/profiles', '/rules', '/roles', '/history']) {
    expect(await page(path)).not.toContain('<script>alert');
  }
});

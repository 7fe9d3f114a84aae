// Which users are taken in, and as what: names, defaults, what applies on create only, what is required, what is kept.

import { describe, expect, it } from 'vitest';
import { defaultLeniencies } from '../../src/scim/leniency.ts';
import { applyPatch } from '../../src/scim/patch/apply.ts';
import { readPatch } from '../../src/scim/patch/operations.ts';
import type { Resource } from '../../src/scim/resource/value.ts';
import { refusal } from '../scim/filter/refusal.ts';
import { acmeUrn, admitBody, enterpriseUrn, policyOf, type Wishes } from './wishes.ts';

const ann = { userName: 'ann' };

/** The user that is stored of each body, of POST and then of PUTs. */
function stored(wishes: Wishes, ...bodies: readonly object[]): Resource {
  const policy = policyOf(wishes);
  const [first = {}, ...later] = bodies;
  let decision = admitBody(policy, first);
  for (const body of later) decision = admitBody(policy, body, decision);
  return decision.resource;
}

const refused = (wishes: Wishes, ...bodies: readonly object[]) => refusal(() => stored(wishes, ...bodies));

describe('user names', () => {
  const replace = { characters: '?*/\\<>', with: '_' };

  it.each<[what: string, usernames: Wishes['usernames'], names: string[], userName: string]>([
    ['have characters replaced', { replace }, ['a?b*c/d\\e<f>g'], 'a_b_c_d_e_f_g'],
    ['match the pattern once they are replaced', { replace, allowedPattern: '[a-z_]+' }, ['a?b'], 'a_b'],
    ['may lose characters', { replace: { characters: '@', with: '' }, emailAllowed: false }, ['a@b'], 'ab'],
    ['may change their case', {}, ['ann', 'Ann'], 'Ann'],
    ['may change', { replace }, ['ann', 'b?b'], 'b_b'],
    ['stay where they cannot change', { changeable: false }, ['ann', 'ANN'], 'ann'],
    ['stay when they come to the same', { changeable: false, replace }, ['a?b', 'a*b', 'a_b'], 'a_b'],
  ])('%s', (_what, usernames, names, userName) => {
    expect(stored({ usernames }, ...names.map((name) => ({ userName: name })))['userName']).toBe(userName);
  });

  it.each<[what: string, usernames: Wishes['usernames'], names: string[], scimType: string, words: string[]]>(
    [
      [
        'e-mail addresses',
        { emailAllowed: false },
        ['ann@example.com'],
        'invalidValue',
        ['ann@example.com', 'before the "@"'],
      ],
      ['wide e-mail addresses', { emailAllowed: false }, ['ann＠example.com'], 'invalidValue', ['e-mail']],
      ['names that do not match', { allowedPattern: '[a-z]+' }, ['Ann'], 'invalidValue', ['"Ann"', '[a-z]+']],
      ['names of nothing', { replace: { characters: '?', with: '' } }, ['???'], 'invalidValue', ['required']],
      [
        'names that grow too long',
        { replace: { characters: '?', with: '--' } },
        ['?'.repeat(300)],
        'invalidValue',
        ['600'],
      ],
      [
        'changes',
        { changeable: false },
        ['ann', 'bob'],
        'mutability',
        ['"ann"', '"bob"', 'nothing was changed'],
      ],
      [
        'changes to what is not allowed',
        { allowedPattern: '[a-z]+' },
        ['ann', 'Ann'],
        'invalidValue',
        ['"Ann"'],
      ],
    ],
  )('%s are refused', (_what, usernames, names, scimType, words) => {
    const bodies = names.map((userName) => ({ userName }));
    expect(refused({ usernames }, ...bodies)).toMatchObject({ status: 400, scimType });
    for (const word of words) expect(refused({ usernames }, ...bodies).detail).toContain(word);
  });

  it('are remembered as they were sent, folded, and an echo of the stored one changes nothing', () => {
    const policy = policyOf({ usernames: { replace } });
    const first = admitBody(policy, { userName: 'A?b' });
    expect([first.resource, first.sentName]).toEqual([{ userName: 'A_b' }, 'a?b']);
    const echoed = admitBody(policy, { userName: 'A_b' }, first);
    expect(echoed.resource).toBe(first.resource);
    expect(echoed.sentName).toBe('a?b');
    expect(admitBody(policy, { userName: 'a_B' }, echoed).sentName).toBe('a?b');
    expect(admitBody(policy, { userName: 'a*b' }, echoed).sentName).toBe('a*b');
  });

  it('that newer rules would refuse, or replace, stay when they are echoed', () => {
    const before = admitBody(policyOf({}), { userName: 'a?b@c' });
    const policy = policyOf({
      usernames: { emailAllowed: false, allowedPattern: '[a-z]+', replace, changeable: false },
    });
    const after = admitBody(policy, { userName: 'a?b@c', active: false }, before);
    expect(after.resource).toEqual({ userName: 'a?b@c', active: false });
  });
});

describe('defaults', () => {
  const attributes: Wishes['attributes'] = [
    { name: 'a', defaultFrom: 'b' },
    { name: 'b', defaultFrom: 'emails', default: 'none' },
    { name: 'flag', type: 'boolean', default: false, namespace: acmeUrn },
  ];
  const emails = [{ value: 'x@x' }, { value: 'y@y', primary: true }];

  it.each<[what: string, body: object, expected: object]>([
    ['are fixed values', {}, { a: 'none', b: 'none', [acmeUrn]: { flag: false } }],
    ['come from the primary value', { emails }, { a: 'y@y', b: 'y@y' }],
    ['come from the first value', { emails: emails.slice(0, 1) }, { a: 'x@x', b: 'x@x' }],
    [
      'leave what was sent',
      { b: 'B', [acmeUrn]: { flag: true } },
      { a: 'B', b: 'B', [acmeUrn]: { flag: true } },
    ],
    ['fill what was emptied', { b: null, a: '' }, { a: 'none', b: 'none' }],
  ])('%s', (_what, body, expected) => {
    expect(stored({ attributes }, { ...ann, ...body })).toMatchObject({ ...ann, ...expected });
  });

  it('are given to those who were there before', () => {
    const before = admitBody(policyOf({}), ann);
    expect(admitBody(policyOf({ attributes }), ann, before).resource).toMatchObject({ b: 'none' });
  });

  it('come from parts of a complex attribute, and from standard ones', () => {
    const wishes: Wishes = {
      attributes: [
        { name: 'call', defaultFrom: 'name.givenName' },
        { name: 'title', defaultFrom: 'call' },
        { name: 'login', defaultFrom: 'userName' },
        { name: 'boss', defaultFrom: `${enterpriseUrn}:manager.value` },
      ],
    };
    const body = { ...ann, name: { givenName: 'Ann' }, [enterpriseUrn]: { manager: { value: '7' } } };
    expect(stored(wishes, body)).toMatchObject({ call: 'Ann', title: 'Ann', login: 'ann', boss: '7' });
  });

  it('of what is not kept are for new users only: later nobody knows what was sent before', () => {
    const policy = policyOf({
      attributes: [{ name: 'invite', type: 'boolean', default: true, store: false }],
    });
    const first = admitBody(policy, ann);
    expect([first.facts['invite'], first.resource]).toEqual([true, ann]);
    expect(admitBody(policy, ann, first).facts['invite']).toBeUndefined();
  });
});

describe('what applies on create only', () => {
  const createOnly = ['name.givenName', 'emails.type', 'title', `${enterpriseUrn}:department`];
  const work = { value: 'a@x', type: 'work' };

  it.each<[what: string, first: object, later: object, kept: object]>([
    [
      'stays, whatever is sent',
      { title: 'A', name: { givenName: 'Ann', familyName: 'X' } },
      { title: 'B', name: { givenName: 'Bea', familyName: 'Y' } },
      { title: 'A', name: { givenName: 'Ann', familyName: 'Y' } },
    ],
    [
      'stays when it is left out',
      { title: 'A', name: { givenName: 'Ann' } },
      {},
      { title: 'A', name: { givenName: 'Ann' } },
    ],
    [
      'stays away when it was not there',
      {},
      { title: 'B', name: { givenName: 'Bea' }, [enterpriseUrn]: { department: 'D' } },
      {},
    ],
    [
      'stays in an extension',
      { [enterpriseUrn]: { department: 'D' } },
      { [enterpriseUrn]: { department: 'E', division: 'F' } },
      { [enterpriseUrn]: { department: 'D', division: 'F' } },
    ],
    [
      'stays with its value',
      { emails: [work, { value: 'b@x', type: 'home' }] },
      { emails: [{ value: 'B@x', type: 'work' }, { value: 'a@x' }] },
      { emails: [{ value: 'B@x', type: 'home' }, work] },
    ],
    [
      'stays with the primary value',
      { emails: [{ ...work, primary: true }] },
      { emails: [{ value: 'c@x', type: 'home', primary: true }] },
      { emails: [{ value: 'c@x', type: 'work', primary: true }] },
    ],
    [
      'stays with the only value',
      { emails: [work] },
      { emails: [{ value: 'c@x', type: 'home' }] },
      { emails: [{ value: 'c@x', type: 'work' }] },
    ],
    [
      'is new with a new value beside the old',
      { emails: [work] },
      { emails: [{ value: 'c@x', type: 'home', primary: true }, work] },
      { emails: [{ value: 'c@x', type: 'home', primary: true }, work] },
    ],
    [
      'stays apart for one value twice',
      { emails: [work, { value: 'a@x', type: 'home' }] },
      { emails: [{ value: 'a@x', type: 'home' }, work] },
      { emails: [{ value: 'a@x', type: 'home' }, work] },
    ],
    ['does not hold a list that goes', { emails: [work] }, {}, {}],
  ])('%s', (_what, first, later, kept) => {
    expect(stored({ createOnly }, { ...ann, ...first }, { ...ann, ...later })).toEqual({ ...ann, ...kept });
  });

  it('stays under a PATCH, which then changes nothing', () => {
    const policy = policyOf({ createOnly });
    const before = admitBody(policy, { ...ann, title: 'A', emails: [work] });
    const Operations = [
      { op: 'replace', value: { title: 'B' } },
      { op: 'replace', path: 'emails[value eq "a@x"].type', value: 'home' },
    ];
    const operations = readPatch(policy.readingType, { Operations }, defaultLeniencies);
    const sent = applyPatch(before.resource, operations, defaultLeniencies);
    expect(sent).not.toBe(before.resource);
    expect(policy.admit(sent, before).resource).toBe(before.resource);
  });

  it('may be a whole list', () => {
    const bodies = [[work], [{ value: 'c@x' }]].map((emails) => ({ ...ann, emails }));
    expect(stored({ createOnly: ['emails'] }, ...bodies)).toEqual({ ...ann, emails: [work] });
  });
});

describe('what is required', () => {
  const wishes: Wishes = {
    attributes: [
      { name: 'plan', canonicalValues: ['Free', 'Pro'], required: true },
      { name: 'invite', type: 'boolean', store: false },
    ],
    constraints: [
      { when: 'plan eq "Pro"', require: 'invite eq true and title pr', message: 'Pro needs a title.' },
    ],
  };

  it.each<[what: string, body: object, words: string[]]>([
    ['a value that is not there', {}, ['"plan" is required']],
    ['a value that is not listed', { plan: 'Max' }, ['"plan"', '"Max"', 'Free, Pro']],
    ['a value in another spelling', { plan: 'pro' }, ['"pro"', 'Free, Pro']],
    ['what breaks a constraint', { plan: 'Pro', invite: true }, ['Pro needs a title.']],
    ['what breaks a constraint by being absent', { plan: 'Pro', title: 'x' }, ['Pro needs a title.']],
  ])('%s is refused', (_what, body, words) => {
    expect(refused(wishes, { ...ann, ...body })).toMatchObject({ status: 400, scimType: 'invalidValue' });
    for (const word of words) expect(refused(wishes, { ...ann, ...body }).detail).toContain(word);
  });

  it.each<[what: string, body: object]>([
    ['what is listed', { plan: 'Free' }],
    ['what the constraint asks for', { plan: 'Pro', invite: true, title: 'x' }],
  ])('%s is taken', (_what, body) => {
    expect(stored(wishes, { ...ann, ...body })).toMatchObject({ plan: expect.any(String) });
  });

  it('is asked of what an update changes: nobody may lose it', () => {
    expect(refused(wishes, { ...ann, plan: 'Free' }, ann).detail).toContain('"plan" is required');
    expect(refused(wishes, { ...ann, plan: 'Free' }, { ...ann, plan: 'Max' }).detail).toContain('Max');
    expect(
      refused(wishes, { ...ann, plan: 'Free' }, { ...ann, plan: 'Pro', invite: false }).detail,
    ).toContain('Pro');
  });

  it('does not stop the deactivation of users who were taken in under other settings', () => {
    const before = admitBody(policyOf({ attributes: [{ name: 'plan' }] }), { ...ann, plan: 'Max' });
    const leaver = admitBody(policyOf(wishes), { ...ann, plan: 'Max', active: false }, before);
    expect(leaver.resource).toEqual({ ...ann, plan: 'Max', active: false });
    const without = admitBody(policyOf({}), ann);
    expect(admitBody(policyOf(wishes), { ...ann, active: false }, without).resource).toEqual({
      ...ann,
      active: false,
    });
    const pro = admitBody(policyOf({ attributes: [{ name: 'plan' }] }), { ...ann, plan: 'Pro' });
    expect(admitBody(policyOf(wishes), { ...ann, plan: 'Pro', active: false }, pro).resource).toMatchObject({
      active: false,
    });
  });

  it('by a constraint on what is not kept has no answer where it was not sent', () => {
    const first = { ...ann, plan: 'Pro', invite: true, title: 'x' };
    expect(stored(wishes, first, { ...ann, plan: 'Pro', title: 'y' })).toMatchObject({ title: 'y' });
    expect(refused(wishes, first, { ...ann, plan: 'Pro' }).detail).toBe('Pro needs a title.');
  });
});

describe('what is kept', () => {
  const policy = policyOf({
    attributes: [
      { name: 'plan' },
      { name: 'region', store: false },
      { name: 'badge', namespace: acmeUrn, store: false },
    ],
    profiles: [{ name: 'A' }],
    rules: [{ when: 'countryCode eq "DE"', profile: 'A' }],
  });
  const body = { ...ann, plan: 'p', region: 'r', countryCode: 'DE', [acmeUrn]: { badge: 'b' }, other: 1 };

  it('is what was declared so; the facts hold the rest of what the policy asks for', () => {
    const { resource, facts } = admitBody(policy, body);
    expect(resource).toEqual({ ...ann, plan: 'p' });
    expect(facts).toEqual({ ...ann, plan: 'p', region: 'r', countryCode: 'DE', [acmeUrn]: { badge: 'b' } });
  });

  it('is the very same when only what is not kept was sent', () => {
    const before = admitBody(policy, body);
    const after = admitBody(policy, { ...body, region: 's' }, before);
    expect(after.resource).toBe(before.resource);
    expect(after.facts).toMatchObject({ region: 's' });
  });

  it('is no longer what is not declared any more', () => {
    const before = admitBody(
      policyOf({ attributes: [{ name: 'plan' }, { name: 'badge', namespace: acmeUrn }] }),
      body,
    );
    expect(before.resource).toEqual({ ...ann, plan: 'p', [acmeUrn]: { badge: 'b' } });
    expect(policyOf({}).admit(before.resource, before).resource).toEqual(ann);
  });
});

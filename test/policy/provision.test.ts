// Which account a user gets: profile, quota and storage by rules, status, the tenant's own attributes.

import { describe, expect, it } from 'vitest';
import type { Account } from '../../src/directory/account.ts';
import type { Decided } from '../../src/policy/provision.ts';
import { acmeUrn, admitBody, enterpriseUrn, policyOf, type Wishes } from './wishes.ts';

const ann = { userName: 'ann' };

/** The account as it stands in the directory. */
const accountOf = ({ account }: Decided): Account => ({
  id: '1',
  userId: '2',
  ...account,
  createdAt: '2026-01-01T00:00:00.000Z',
  updatedAt: '2026-01-01T00:00:00.000Z',
});

/** What each body decides in turn: of POST, then of PUTs. */
function provisioned(wishes: Wishes, ...bodies: readonly object[]): Decided {
  const policy = policyOf(wishes);
  const [first = {}, ...later] = bodies.map((body) => ({ ...ann, ...body }));
  let decision = admitBody(policy, first);
  let decided = policy.provision(decision, undefined);
  for (const body of later) {
    decision = admitBody(policy, body, decision);
    decided = policy.provision(decision, accountOf(decided));
  }
  return decided;
}

const profiles = [
  { name: 'DACH', quotaGb: 200, storage: 'eu-1' },
  { name: 'US', storage: 'us-1' },
  { name: 'IT', quotaGb: 0 },
];
const rules = [
  { when: 'countryCode eq "DE" or countryCode eq "AT"', profile: 'DACH' },
  { when: 'countryCode eq "US"', profile: 'US' },
  { when: `${enterpriseUrn}:department eq "IT"`, profile: 'IT' },
];
const wishes: Wishes = { accountSizeGb: 50, profiles, rules };
const it_ = { [enterpriseUrn]: { department: 'IT' } };

const dach = { profile: 'DACH', quotaGb: 200, storage: 'eu-1' };
const us = { profile: 'US', quotaGb: 50, storage: 'us-1' };
const information = { profile: 'IT', quotaGb: 0, storage: null };
const none = { profile: null, quotaGb: 50, storage: null };

describe('the first rule that matches decides', () => {
  it.each<[what: string, bodies: object[], expected: object, decidedBy: Decided['decidedBy']]>([
    ['one of them', [{ countryCode: 'DE' }], dach, { kind: 'rule', rule: 0 }],
    ['before those below', [{ countryCode: 'us', ...it_ }], us, { kind: 'rule', rule: 1 }],
    ['by a stored attribute', [it_], information, { kind: 'rule', rule: 2 }],
    ['or none', [{ countryCode: 'FR' }], none, { kind: 'none' }],
    ['or none, when nothing was sent', [{}], none, { kind: 'none' }],
    [
      'anew when something else is sent',
      [{ countryCode: 'DE' }, { countryCode: 'US' }],
      us,
      { kind: 'rule', rule: 1 },
    ],
    [
      'anew when it no longer matches',
      [{ countryCode: 'DE' }, { countryCode: 'FR' }],
      none,
      { kind: 'none' },
    ],
  ])('%s', (_what, bodies, expected, decidedBy) => {
    const { account, decidedBy: by } = provisioned(wishes, ...bodies);
    expect(account).toMatchObject(expected);
    expect(by).toEqual(decidedBy);
  });
});

describe('what a rule asks for is not kept, so a change that does not send it', () => {
  it.each<[what: string, bodies: object[], expected: object]>([
    ['keeps the profile', [{ countryCode: 'DE' }, { title: 'x' }], dach],
    ['keeps it however often', [{ countryCode: 'US' }, { active: false }, { active: true }], us],
    ['keeps it before rules below', [{ countryCode: 'DE' }, it_], dach],
    ['keeps that there is none', [{ countryCode: 'FR' }, { title: 'x' }], none],
  ])('%s', (_what, bodies, expected) => {
    const { account, decidedBy } = provisioned(wishes, ...bodies);
    expect(account).toMatchObject(expected);
    expect(decidedBy).toEqual({ kind: 'kept' });
  });

  const settled: Wishes = {
    profiles,
    rules: [
      { when: 'countryCode eq "DE" and title eq "x"', profile: 'DACH' },
      { when: 'title eq "y" or countryCode eq "US"', profile: 'US' },
      { when: 'not (countryCode eq "AT" or title eq "z")', profile: 'IT' },
    ],
  };

  it.each<[what: string, title: string, kind: string, profile: string]>([
    ['is no match where the rest fails, and a match where the rest is enough', 'y', 'rule', 'US'],
    ['is undecided where it hangs on it', 'x', 'kept', 'DACH'],
    ['is undecided in what follows', 'z', 'kept', 'DACH'],
  ])('%s', (_what, title, kind, profile) => {
    const { account, decidedBy } = provisioned(settled, { countryCode: 'DE', title: 'x' }, { title });
    expect(decidedBy.kind).toBe(kind);
    expect(account.profile).toBe(profile);
  });

  it('takes one that was not sent for absent as soon as another one of the rule was', () => {
    const both: Wishes = {
      profiles,
      rules: [{ when: 'countryCode eq "DE" or region eq "x"', profile: 'DACH' }],
    };
    expect(provisioned(both, { region: 'x' }, { countryCode: 'US' }).account.profile).toBeNull();
  });

  it('takes it for absent where there is no account yet', () => {
    const policy = policyOf({ profiles, rules: [{ when: 'not (countryCode pr)', profile: 'IT' }] });
    const first = admitBody(policy, ann);
    const second = admitBody(policy, { ...ann, title: 'x' }, first);
    expect(policy.provision(first, undefined).account.profile).toBe('IT');
    expect(policy.provision(second, undefined).account.profile).toBe('IT');
  });
});

describe('the status', () => {
  it.each<[deactivate: 'inactive' | 'preserve', bodies: object[], status: string]>([
    ['inactive', [{ active: false }], 'inactive'],
    ['preserve', [{ active: false }], 'preserved'],
    ['preserve', [{}, { active: false }], 'preserved'],
    ['preserve', [{ active: false }, { active: true }], 'active'],
    ['preserve', [{ active: true }], 'active'],
  ])('with %s, after %j, is %s', (deactivate, bodies, status) => {
    expect(provisioned({ deprovision: { deactivate } }, ...bodies).account.status).toBe(status);
  });

  it('stays when active is removed: nothing but true gives access back', () => {
    const policy = policyOf({ deprovision: { deactivate: 'preserve' } });
    const before = admitBody(policy, { ...ann, active: false });
    const account = accountOf(policy.provision(before, undefined));
    expect(policy.provision(admitBody(policy, ann, before), account).account.status).toBe('preserved');
    const inactive: Account = { ...account, status: 'inactive' };
    expect(policy.provision(admitBody(policy, ann, before), inactive).account.status).toBe('inactive');
  });
});

it("holds the tenant's own attributes that are stored, by name", () => {
  const attributes: Wishes['attributes'] = [
    { name: 'plan', default: 'free' },
    { name: 'plan', namespace: acmeUrn },
    { name: 'userType', default: 'power' },
    { name: 'secret', store: false },
    { name: 'absent' },
    { name: 'floor', type: 'integer', namespace: enterpriseUrn },
  ];
  const body = { secret: 's', [acmeUrn]: { plan: 'b' }, [enterpriseUrn]: { floor: 3 } };
  expect(provisioned({ attributes }, body).account.attributes).toEqual({
    plan: 'free',
    [`${acmeUrn}:plan`]: 'b',
    userType: 'power',
    floor: 3,
  });
});

// The five products as settings: each is valid, and does what its administrators are promised.

import { describe, expect, it } from 'vitest';
import cloudBackup from '../../blueprints/cloud-backup.json';
import endpointBackup from '../../blueprints/endpoint-backup.json';
import fileSharing from '../../blueprints/file-sharing.json';
import lowCode from '../../blueprints/low-code.json';
import objectStorage from '../../blueprints/object-storage.json';
import type { Account } from '../../src/directory/account.ts';
import type { Decision } from '../../src/directory/policy.ts';
import type { Policy } from '../../src/policy/policy.ts';
import { storedSettingsSchema } from '../../src/policy/settings.ts';
import type { Resource } from '../../src/scim/resource/value.ts';
import { refusal } from '../scim/filter/refusal.ts';
import { admitBody, policyOf, type Wishes } from './wishes.ts';

/** JSON as the compiler reads it has wider types than settings have; they are checked here. */
const wishesOf = (blueprint: object) => blueprint as Wishes;

/** The account after a decision. */
function accountOf(policy: Policy, decision: Decision, previous?: Account): Account {
  const { account } = policy.provision(decision, previous);
  return { id: '1', userId: '2', ...account, createdAt: '', updatedAt: '' };
}

it.each(Object.entries({ cloudBackup, endpointBackup, fileSharing, lowCode, objectStorage }))(
  '%s is valid',
  (_name, blueprint) => {
    expect(storedSettingsSchema.safeParse(blueprint).error).toBeUndefined();
    expect(() => policyOf(wishesOf(blueprint))).not.toThrow();
  },
);

/** A user as Okta sends him. */
const okta = (more: object = {}) => ({
  userName: 'ann@example.com',
  name: { givenName: 'Ann', familyName: 'Öberg' },
  displayName: 'Ann Öberg',
  emails: [{ primary: true, value: 'ann@example.com', type: 'work' }],
  externalId: '00u1',
  active: true,
  ...more,
});

describe.each([
  ['object storage', objectStorage],
  ['low code', lowCode],
])('%s', (_name, blueprint) => {
  it('takes users as they are, and deactivates them', () => {
    const policy = policyOf(wishesOf(blueprint));
    const created = admitBody(policy, okta());
    expect(created.resource).toEqual(okta());
    const account = accountOf(policy, created);
    expect(account).toMatchObject({
      userName: 'ann@example.com',
      status: 'active',
      email: 'ann@example.com',
    });
    const left = admitBody(policy, okta({ active: false }), created);
    expect(accountOf(policy, left, account).status).toBe('inactive');
  });
});

describe('endpoint backup', () => {
  const policy = policyOf({
    ...wishesOf(endpointBackup),
    profiles: [
      { name: 'DACH', quotaGb: 200, storage: 'eu-1' },
      { name: 'Rest', quotaGb: 100, storage: 'us-1' },
    ],
    rules: [
      { when: 'countryCode eq "DE" or countryCode eq "AT"', profile: 'DACH' },
      { when: 'costUnit pr or countryCode pr', profile: 'Rest' },
    ],
  });
  const created = admitBody(policy, okta({ userName: 'a?n*n/\\<>', countryCode: 'DE' }));
  const account = accountOf(policy, created);

  it('replaces characters in user names', () => {
    expect(created.resource['userName']).toBe('a_n_n____');
    expect(created.sentName).toBe('a?n*n/\\<>');
  });

  it('takes userPrincipalName from displayName when it is absent', () => {
    expect(account.attributes).toEqual({ userPrincipalName: 'Ann Öberg' });
    const sent = admitBody(policy, okta({ userPrincipalName: 'ann@corp' }));
    expect(sent.resource).toMatchObject({ userPrincipalName: 'ann@corp' });
  });

  it('maps countryCode to a profile with its storage, and does not keep it', () => {
    expect(account).toMatchObject({ profile: 'DACH', quotaGb: 200, storage: 'eu-1' });
    expect(created.resource).not.toHaveProperty('countryCode');
  });

  it('keeps the profile of somebody who is deactivated, preserves the account, and gives it back', () => {
    const echo: Resource = { ...created.resource, active: false };
    const left = policy.admit(echo, created);
    const preserved = accountOf(policy, left, account);
    expect(preserved).toMatchObject({ status: 'preserved', profile: 'DACH', storage: 'eu-1' });
    const back = policy.admit({ ...left.resource, active: true }, left);
    expect(accountOf(policy, back, preserved)).toMatchObject({ status: 'active', profile: 'DACH' });
  });

  it('moves somebody whose country changes', () => {
    const moved = admitBody(policy, okta({ userName: 'a_n_n____', countryCode: 'US' }), created);
    expect(accountOf(policy, moved, account)).toMatchObject({ profile: 'Rest', storage: 'us-1' });
  });
});

describe('file sharing', () => {
  const policy = policyOf(wishesOf(fileSharing));
  const ann = (more: object = {}) => okta({ userName: 'ann.oberg', ...more });
  const created = admitBody(policy, ann());

  it('gives each attribute its default', () => {
    expect(accountOf(policy, created).attributes).toEqual({
      userType: 'power',
      authenticationType: 'sso',
      idpUserName: 'ann@example.com',
      sendInvite: true,
      serviceAccount: false,
      twoFactor: false,
    });
  });

  it.each<[what: string, more: object, word: string]>([
    ['an e-mail address as a user name', { userName: 'ann@example.com' }, 'e-mail'],
    ['signs that user names cannot have', { userName: 'ann öberg' }, 'ann öberg'],
    ['a user type in another case', { userType: 'Admin' }, 'admin, power, standard'],
    ['an invitation of a service account', { serviceAccount: true, sendInvite: true }, 'service account'],
    ['a service account that would be invited by default', { serviceAccount: true }, 'service account'],
  ])('refuses %s', (_what, more, word) => {
    expect(refusal(() => admitBody(policy, ann(more)))).toMatchObject({
      status: 400,
      scimType: 'invalidValue',
      detail: expect.stringContaining(word),
    });
  });

  it('takes a service account without an invitation', () => {
    const { resource } = admitBody(policy, ann({ serviceAccount: 'True', sendInvite: false }));
    expect(resource).toMatchObject({ serviceAccount: true, sendInvite: false });
  });

  it('refuses to change a user name, and says so', () => {
    expect(refusal(() => admitBody(policy, ann({ userName: 'bea' }), created))).toMatchObject({
      status: 400,
      scimType: 'mutability',
      detail: expect.stringContaining('nothing was changed'),
    });
  });

  it('gives users who were there before the new attributes', () => {
    const before = admitBody(policyOf({}), okta());
    const after = admitBody(policy, okta({ title: 'x' }), before);
    expect(after.resource).toMatchObject({ userName: 'ann@example.com', userType: 'power', title: 'x' });
  });
});

describe('cloud backup', () => {
  const policy = policyOf(wishesOf(cloudBackup));
  const created = admitBody(policy, okta());

  it('gives each account its size', () => {
    expect(accountOf(policy, created)).toMatchObject({ quotaGb: 50, profile: null });
  });

  it('takes given name, family name and type of e-mail on create only, and the rest always', () => {
    const changed = okta({
      name: { givenName: 'Bea', familyName: 'Berg' },
      displayName: 'Bea Berg',
      emails: [{ primary: true, value: 'bea@example.com', type: 'home' }],
    });
    expect(admitBody(policy, changed, created).resource).toEqual(
      okta({ displayName: 'Bea Berg', emails: [{ primary: true, value: 'bea@example.com', type: 'work' }] }),
    );
  });
});

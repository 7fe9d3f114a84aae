import fc from 'fast-check';
import { expect, it } from 'vitest';
import { plainAccount } from '../../src/policy/account.ts';
import { ScimError } from '../../src/scim/error.ts';
import { defaultLeniencies } from '../../src/scim/leniency.ts';
import { readResource } from '../../src/scim/resource/read.ts';
import type { Resource } from '../../src/scim/resource/value.ts';
import { userType } from '../../src/scim/schema/resource-type.ts';
import { acmeUrn, admitBody, policyOf } from './wishes.ts';

const policy = policyOf({
  usernames: { replace: { characters: '?*', with: '_' }, allowedPattern: '[a-z_]*', emailAllowed: false },
  attributes: [
    { name: 'plan', canonicalValues: ['a', 'b'], defaultFrom: 'title' },
    { name: 'badge', namespace: acmeUrn, defaultFrom: 'hint', required: true, default: 'b' },
    { name: 'hint', store: false, defaultFrom: 'emails.value' },
    { name: 'call', defaultFrom: 'name.givenName' },
  ],
  createOnly: ['name.givenName', 'emails.type', 'phoneNumbers', 'hint'],
  constraints: [{ when: 'plan eq "b"', require: 'hint pr and vip eq true', message: 'No.' }],
});

const word = fc.constantFrom('a', 'b', 'A', 'x');
const list = fc.uniqueArray(
  fc.record(
    { value: word, type: fc.constantFrom('work', 'home'), primary: fc.constant(true) },
    { requiredKeys: ['value'] },
  ),
  { maxLength: 3, selector: ({ value, type }) => `${value.toLowerCase()} ${type}` },
);
const onePrimary = list.map((elements) => {
  const first = elements.findIndex(({ primary }) => primary);
  return elements.map(({ primary, ...rest }, index) =>
    primary && index === first ? { ...rest, primary } : rest,
  );
});
const body = fc.record(
  {
    userName: fc.constantFrom('a', 'a?', 'a*', 'A', 'b_', 'a_', 'a@b'),
    title: word,
    name: fc.record({ givenName: word, familyName: word }, { requiredKeys: [] }),
    emails: onePrimary,
    phoneNumbers: onePrimary,
    plan: word,
    hint: word,
    vip: fc.boolean(),
    active: fc.boolean(),
    [acmeUrn]: fc.record({ badge: word }, { requiredKeys: [] }),
  },
  { requiredKeys: ['userName'] },
);

/** What the run answers, or undefined where the user is refused. */
function unlessRefused<T>(run: () => T): T | undefined {
  try {
    return run();
  } catch (error) {
    if (error instanceof ScimError) return undefined;
    throw error;
  }
}

it('to admit what was admitted changes nothing', () => {
  let updates = 0;
  fc.assert(
    fc.property(body, body, (first, second) => {
      const created = unlessRefused(() => admitBody(policy, first));
      if (!created) return;
      const updated = unlessRefused(() => admitBody(policy, second, created));
      for (const decision of [created, updated]) {
        if (!decision) continue;
        const again = policy.admit(decision.resource, decision);
        expect(again.resource).toBe(decision.resource);
        expect(again.sentName).toBe(decision.sentName);
      }
      if (updated) updates += 1;
    }),
    { numRuns: 1000 },
  );
  expect(updates).toBeGreaterThan(30);
});

it('what applies on create only never changes', () => {
  fc.assert(
    fc.property(body, body, (first, second) => {
      const created = unlessRefused(() => admitBody(policy, first));
      const updated = created && unlessRefused(() => admitBody(policy, second, created));
      if (!created || !updated) return;
      const [before, after] = [created.resource, updated.resource];
      expect(after['phoneNumbers']).toEqual(before['phoneNumbers']);
      const givenName = (user: Resource) => (user['name'] as { givenName?: string } | undefined)?.givenName;
      expect(givenName(after)).toBe(givenName(before));
    }),
  );
});

it('a plain policy takes every user as he is, and gives him the plain account', () => {
  const plain = policyOf({});
  fc.assert(
    fc.property(body, body, (first, second) => {
      const created = admitBody(plain, first);
      expect(created.resource).toEqual(readResource(userType, first, defaultLeniencies).resource);
      const updated = admitBody(plain, second, created);
      expect(updated.resource).toEqual(readResource(userType, second, defaultLeniencies).resource);
      const { account } = plain.provision(created, undefined);
      expect(account).toEqual(plainAccount(created.resource, undefined));
      const before = { ...account, id: '1', userId: '2', createdAt: '', updatedAt: '' };
      expect(plain.provision(updated, before)).toEqual({
        account: plainAccount(updated.resource, before),
        decidedBy: { kind: 'none' },
      });
    }),
  );
});

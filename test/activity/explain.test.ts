// Every error that the protocol, the directory and a policy can make has an explanation of its own.

import { describe, expect, it } from 'vitest';
import { type ErrorSeen, explain, situationOf } from '../../src/activity/explain.ts';
import { rejectionNames } from '../../src/activity/rejection.ts';
import type { Refusal } from '../../src/directory/change.ts';
import type { Context } from '../../src/directory/context.ts';
import { contended, refusalError } from '../../src/directory/refusal.ts';
import * as errors from '../../src/scim/error.ts';
import { ScimError } from '../../src/scim/error.ts';
import { admitBody, policyOf } from '../policy/wishes.ts';

const seen = ({ facts: { status, scimType, detail } }: ScimError): ErrorSeen => ({
  status,
  scimType: scimType ?? null,
  detail,
  reason: null,
});

const told = (error: ScimError) => situationOf(seen(error));

function refusal(run: () => unknown): ScimError {
  try {
    run();
  } catch (error) {
    if (error instanceof ScimError) return error;
    throw error;
  }
  throw new Error('Nothing was refused.');
}

const none = new Set(['ScimError', 'errorBody', 'quoted', 'maxQuotedLength']);
const makers = Object.entries(errors).filter(([name]) => !none.has(name));

it.each(makers)('%s is explained', (name, make) => {
  const second = name === 'methodNotAllowed' ? ['GET'] : '5';
  const error = (make as (...given: unknown[]) => unknown)('Something.', second);
  expect(error).toBeInstanceOf(ScimError);
  expect(told(error as ScimError)).toBeDefined();
});

describe('a refusal of the directory is explained in words of its own:', () => {
  const context = {
    policy: { seatLimit: 5 },
    store: { unknownMembers: async (ids: readonly string[]) => ids },
  } as unknown as Context;
  const members = { add: [{ value: 'm1' }], remove: [], present: ['m1'] };
  const refusals: readonly (readonly [Exclude<Refusal, 'version'>, RegExp])[] = [
    ['user_name', /user name is here already/],
    ['final_name', /become the same/],
    ['seat_limit', /seats/],
    ['group_name', /group of this name/],
    ['group_exists', /not here any more/],
    ['members_known', /never provisioned/],
    ['members_present', /not in the group/],
  ];

  it.each(refusals)('%s', async (by, what) => {
    const resource = { userName: 'ann', displayName: 'Crew' };
    const error = await refusalError(context, by, {
      type: 'Group',
      id: '1',
      resource,
      members: members as never,
    });
    expect(told(error)?.what).toMatch(what);
  });

  it('too many changes at once', () => {
    expect(told(contended('Group', '1'))?.what).toMatch(/busy/);
  });
});

describe('a refusal by a policy is explained in words of its own:', () => {
  const policy = policyOf({
    usernames: { emailAllowed: false, allowedPattern: '[a-z]+', changeable: false },
    attributes: [
      { name: 'userType', canonicalValues: ['admin'] },
      { name: 'plan', required: true },
    ],
    constraints: [{ when: 'plan eq "gold"', require: 'title pr', message: 'Gold needs a title.' }],
  });
  const person = { userName: 'ann', plan: 'free' };

  it.each<[what: string, body: object, explained: RegExp]>([
    ['an e-mail address as name', { ...person, userName: 'ann@x' }, /e-mail address/],
    ['a name of other signs', { ...person, userName: 'ANN9' }, /signs that this directory does not take/],
    ['no name', { ...person, userName: ' ' }, /not sent, or was empty/],
    ['too long a name', { ...person, userName: 'a'.repeat(600) }, /larger than is taken/],
    ['a value that is not listed', { ...person, userType: 'boss' }, /none of those/],
    ['what is missing', { userName: 'ann' }, /not sent, or was empty/],
    ['a constraint', { ...person, plan: 'gold' }, /for the reason that is given/],
  ])('%s', (_what, body, explained) => {
    expect(told(refusal(() => admitBody(policy, body)))?.what).toMatch(explained);
  });

  it('a name that cannot be changed', () => {
    const before = admitBody(policy, person);
    const error = refusal(() => admitBody(policy, { ...person, userName: 'anna' }, before));
    expect(told(error)?.what).toMatch(/cannot be changed in this directory/);
  });
});

it.each(rejectionNames)('not to be let in for "%s" is explained, with what to do', (reason) => {
  const { what, okta, entra } = explain({ status: 401, scimType: null, detail: null, reason });
  expect([what, okta, entra]).toEqual([
    expect.stringMatching(/\S/),
    expect.stringMatching(/\S/),
    expect.stringMatching(/\S/),
  ]);
});

it('whatever nobody thought of is explained by its status', () => {
  const unheard = { status: 418, scimType: null, detail: null, reason: null };
  expect(situationOf(unheard)).toBeUndefined();
  expect(explain(unheard).okta).toMatch(/Correct what the reason names/);
  expect(explain({ ...unheard, status: 599 }).what).toMatch(/our side/);
});

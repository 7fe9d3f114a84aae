// What account a user gets: the first rule that matches gives its profile; without one, the tenant's account size.

import type { Account, Provisioned } from '../directory/account.ts';
import { attributeValue, type JsonObject, type Resource } from '../scim/resource/value.ts';
import { plainAccount } from './account.ts';
import { type Condition, holdsOf } from './condition.ts';
import type { Declared } from './declared.ts';
import type { Settings } from './settings.ts';

/** What an account's profile comes from: a rule, by its place in the settings; none; or what it was before. */
export type DecidedBy =
  | { readonly kind: 'rule'; readonly rule: number }
  | { readonly kind: 'none' }
  /** A rule asks for what was not sent with this change and is not kept, so the profile stays. */
  | { readonly kind: 'kept' };

export interface Decided {
  readonly account: Provisioned;
  readonly decidedBy: DecidedBy;
}

type Settled = Pick<Provisioned, 'profile' | 'quotaGb' | 'storage'>;

/** `facts` is what the rules are asked of, `user` what is stored. */
export function provisionBy(
  settings: Settings,
  rules: readonly Condition[],
  declared: readonly Declared[],
  { user, facts, previous }: { user: Resource; facts: Resource; previous: Account | undefined },
): Decided {
  const plain = plainAccount(user, previous);
  const preserves = settings.deprovision.deactivate === 'preserve' && user['active'] === false;
  const decidedBy = decide(rules, facts, previous);
  return {
    account: {
      ...plain,
      ...(preserves && { status: 'preserved' }),
      ...settle(settings, decidedBy, previous),
      attributes: storedAttributes(declared, user),
    },
    decidedBy,
  };
}

function decide(rules: readonly Condition[], facts: Resource, previous: Account | undefined): DecidedBy {
  for (const [rule, condition] of rules.entries()) {
    // Where there is nothing to keep, what was not sent counts as absent.
    const matches = holdsOf(condition, facts, previous === undefined);
    if (matches === undefined) return { kind: 'kept' };
    if (matches) return { kind: 'rule', rule };
  }
  return { kind: 'none' };
}

function settle(settings: Settings, decidedBy: DecidedBy, previous: Account | undefined): Settled {
  const kept = decidedBy.kind === 'kept' ? previous : undefined;
  const rule = decidedBy.kind === 'rule' ? settings.rules[decidedBy.rule] : undefined;
  const chosen = kept ? kept.profile : rule?.profile;
  const profile = settings.profiles.find(({ name }) => name === chosen);
  // What is kept is the profile. What comes with it is what it gives today, as long as there is such a one.
  if (kept && kept.profile !== null && !profile) {
    return { profile: kept.profile, quotaGb: kept.quotaGb, storage: kept.storage };
  }
  return {
    profile: profile?.name ?? null,
    quotaGb: profile?.quotaGb ?? settings.accountSizeGb,
    storage: profile?.storage ?? null,
  };
}

/** By name; of two namespaces with the same name the attribute that is declared first has it, the other its URN before it. */
function storedAttributes(declared: readonly Declared[], user: Resource): JsonObject {
  const attributes = new Map<string, JsonObject[string]>();
  const names = new Set<string>();
  for (const { settings, path } of declared) {
    const { name } = path.attribute;
    const key = names.has(name) ? `${settings.namespace}:${name}` : name;
    names.add(name);
    const value = attributeValue(user, path);
    if (settings.store && value !== undefined) attributes.set(key, value);
  }
  return Object.fromEntries(attributes);
}

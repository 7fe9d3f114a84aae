// A tenant's policy, made of his settings: which users are taken in, as what they are kept, and which account they
// get. Pure: the verbs ask it between reading a request and writing.

import type { Account } from '../directory/account.ts';
import type { Admitted, Decision } from '../directory/policy.ts';
import type { GroupReference } from '../directory/stored.ts';
import { equalResources } from '../scim/resource/equal.ts';
import { isObject, type Resource, textOf } from '../scim/resource/value.ts';
import { commonAttributes } from '../scim/schema/common.ts';
import { pathName } from '../scim/schema/path.ts';
import { type StoredType, userType as standardType } from '../scim/schema/resource-type.ts';
import { type Condition, readCondition } from './condition.ts';
import { keepCreated } from './create-only.ts';
import { type DeclaredTypes, declareTypes } from './declared.ts';
import { inOrder, withDefaults } from './defaults.ts';
import { type Decided, provisionBy } from './provision.ts';
import { type Constraint, requireWishes } from './requirements.ts';
import type { Settings } from './settings.ts';
import { nameFor, nameRulesOf, type UserNameRules } from './user-name.ts';

export interface Policy {
  /** Users as they are shown, stored and filtered on. What is not kept is write-only, what applies on create only is immutable. */
  readonly userType: StoredType;
  /** Users as bodies and patches are read: also what is not kept, all of it read-write, nothing of it required. */
  readonly readingType: StoredType;
  /** Whether nothing is asked of users beyond the standard, and their accounts are plain. */
  readonly isPlain: boolean;
  /**
   * Decides about a user as sent, typed by `readingType`; after a PATCH or PUT the whole of him. The `resource` is
   * that of `previous` itself when nothing of it changes. Throws 400 `invalidValue` or `mutability`.
   */
  readonly admit: (sent: Resource, previous: Admitted | undefined) => Decision;
  /** Whether some rule asks for the user's groups: then `provision` has to know them. */
  readonly asksForGroups: boolean;
  /** The account of a user that was admitted. */
  readonly provision: (
    decision: Pick<Decision, 'resource' | 'facts'>,
    previous: Account | undefined,
    groups?: readonly GroupReference[],
  ) => Decided;
}

const policies = new WeakMap<Settings, Policy>();

/** The policy of settings that were checked; made once for each object. */
export function compilePolicy(settings: Settings): Policy {
  const known = policies.get(settings);
  if (known) return known;
  const policy = makePolicy(settings);
  policies.set(settings, policy);
  return policy;
}

function makePolicy(settings: Settings): Policy {
  const types = declareTypes(settings);
  const conditionOf = (text: string) => readCondition(text, types.readingType, types.unkept);
  const rules = settings.rules.map(({ when }) => conditionOf(when));
  const admission: Admission = {
    ...types,
    names: nameRulesOf(settings.usernames),
    declared: inOrder(types.declared).order,
    constraints: settings.constraints.map(({ when, require, message }) => ({
      when: conditionOf(when),
      require: conditionOf(require),
      message,
    })),
    kept: keptNames(types.userType),
  };
  return {
    userType: types.userType,
    readingType: types.readingType,
    isPlain: isPlain(settings, types, rules),
    admit: (sent, previous) => admit(admission, sent, previous),
    asksForGroups: rules.some(asksForGroups),
    provision: ({ resource, facts }, previous, groups = []) =>
      provisionBy(settings, rules, types.declared, {
        user: resource,
        facts: groups.length > 0 ? { ...facts, groups: groups.map(groupFact) } : facts,
        previous,
      }),
  };
}

interface Admission extends DeclaredTypes {
  readonly names: UserNameRules;
  readonly constraints: readonly Constraint[];
  readonly kept: Kept;
}

function admit(admission: Admission, sent: Resource, previous: Admitted | undefined): Decision {
  const { names, createOnly, declared, kept } = admission;
  const before = previous && { stored: textOf(previous.resource, 'userName') ?? '', sent: previous.sentName };
  const name = nameFor(names, textOf(sent, 'userName') ?? '', before);
  const named = name.stored === sent['userName'] ? sent : { ...sent, userName: name.stored };
  const created = previous ? keepCreated(createOnly, named, previous.resource) : named;
  const facts = withDefaults(declared, created, previous !== undefined);
  requireWishes(admission, facts, previous?.resource);
  const resource = onlyKept(kept, facts);
  const isSame = previous !== undefined && equalResources(resource, previous.resource);
  return { resource: isSame ? previous.resource : resource, sentName: name.sent, facts };
}

const asksForGroups = ({ paths }: Condition) => paths.some((path) => pathName(path) === 'groups');

const groupFact = ({ value, display }: GroupReference) => ({ value, display });

function isPlain(settings: Settings, { userType, readingType }: DeclaredTypes, rules: readonly Condition[]) {
  const { usernames, constraints, accountSizeGb, deprovision } = settings;
  return (
    userType === standardType &&
    readingType === standardType &&
    usernames.emailAllowed &&
    usernames.changeable &&
    usernames.allowedPattern === null &&
    usernames.replace === null &&
    constraints.length + rules.length === 0 &&
    accountSizeGb === null &&
    deprovision.deactivate === 'inactive'
  );
}

/** The names that a stored user may have: of core attributes, and for each extension of its own. */
interface Kept {
  readonly core: ReadonlySet<string>;
  readonly extensions: ReadonlyMap<string, ReadonlySet<string>>;
}

function keptNames(type: StoredType): Kept {
  const namesOf = (attributes: StoredType['schema']['attributes']) =>
    new Set(
      attributes
        .filter(({ mutability }) => mutability === 'readWrite' || mutability === 'immutable')
        .map(({ name }) => name),
    );
  const core = namesOf([...commonAttributes, ...type.schema.attributes]);
  core.delete('schemas');
  return {
    core,
    extensions: new Map(type.schemaExtensions.map(({ schema }) => [schema.id, namesOf(schema.attributes)])),
  };
}

/** Also without what was declared once and no longer is: nobody could see it, and nobody could remove it. */
function onlyKept({ core, extensions }: Kept, user: Resource): Resource {
  const entries = Object.entries(user).flatMap(([name, value]): [string, Resource[string]][] => {
    const inner = extensions.get(name);
    if (!inner || !isObject(value)) return core.has(name) ? [[name, value]] : [];
    const part = Object.entries(value).filter(([own]) => inner.has(own));
    return part.length > 0 ? [[name, Object.fromEntries(part)]] : [];
  });
  return Object.fromEntries(entries);
}

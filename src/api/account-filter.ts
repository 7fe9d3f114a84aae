// `filter` over accounts, in SCIM's syntax and by its rules: strings are compared without regard to case, but ids. The
// account is described as a schema record, so that names, types and errors are those of all other filters.

import type { AccountFilter, AccountLookUp, BrowsedAccount } from '../directory/browse.ts';
import { attributesIn, strict } from '../policy/condition.ts';
import type { Settings } from '../policy/settings.ts';
import { ScimError } from '../scim/error.ts';
import { type BoundFilter, bindFilter } from '../scim/filter/bind.ts';
import { evaluate } from '../scim/filter/evaluate.ts';
import { parseFilter } from '../scim/filter/parse.ts';
import type { Resource } from '../scim/resource/value.ts';
import { type Attribute, attribute } from '../scim/schema/attribute.ts';
import { pathName } from '../scim/schema/path.ts';
import type { ResourceType } from '../scim/schema/resource-type.ts';
import { Problem } from './problem.ts';

/** Throws 422 that points at `filter` for what cannot be read or compared. */
export function readAccountFilter(text: string, settings: Settings): AccountFilter {
  try {
    const type = accountType(settings);
    const filter = bindFilter(type, parseFilter(text, strict), strict);
    const names = attributesIn(filter).map(({ attribute: { name } }) => name);
    if (names.some((name) => name === 'meta' || name === 'schemas')) throw notOfAccounts();
    const lookUp = lookUpIn(filter);
    return {
      matches: (account) => evaluate(filter, resourceOf(account)),
      asksRoles: names.includes('roles'),
      ...(lookUp && { lookUp }),
    };
  } catch (error) {
    if (!(error instanceof ScimError)) throw error;
    throw new Problem(422, 'Some values are not valid; nothing was read.', {
      errors: [{ pointer: '/filter', detail: error.facts.detail }],
    });
  }
}

const exact = { caseExact: true } as const;

/** `id` and `externalId` are common to all types. */
const ownAttributes: readonly Attribute[] = [
  attribute('userId', 'The user that has the account.', exact),
  attribute('userName', 'The user name as it is shown.'),
  attribute('displayName', 'What the person is called.'),
  attribute('email', 'The preferred e-mail address.'),
  attribute('status', 'active, inactive or preserved.'),
  attribute('profile', 'The name of the profile.'),
  attribute('quotaGb', 'How much the account may hold.', { type: 'decimal' }),
  attribute('storage', 'Where it is held.'),
  attribute('roles', "The roles that the user's groups give.", { multiValued: true }),
  attribute('createdAt', 'When the account was made.', { type: 'dateTime' }),
  attribute('updatedAt', 'When the account last changed.', { type: 'dateTime' }),
];

const hint = `Accounts have id, externalId, ${ownAttributes.map(({ name }) => name).join(', ')} and, as attributes.NAME, the tenant's own that are stored.`;

function accountType({ attributes }: Settings): ResourceType {
  const stored = attributes.filter(({ store }) => store);
  const own = attribute('attributes', "The tenant's own.", {
    subAttributes: stored.map(({ name, type }) => attribute(name, '', { type })),
  });
  return {
    name: 'Account',
    endpoint: '/accounts',
    description: 'What the application gives a person.',
    schema: {
      id: 'urn:rollcall:api:Account',
      name: 'Account',
      description: 'What the application gives a person.',
      attributes: [...ownAttributes, own],
    },
    schemaExtensions: [],
    hint,
  };
}

const notOfAccounts = () =>
  new ScimError({ status: 400, detail: `"schemas" and "meta" are of SCIM resources. ${hint}` });

/** Null is the unassigned state, which a resource shows by leaving the attribute out. */
function resourceOf(account: BrowsedAccount): Resource {
  const values = Object.entries(account).filter(([, value]) => value !== null);
  return Object.fromEntries<Resource[string]>(values);
}

const lookedUp: readonly AccountLookUp['attribute'][] = ['id', 'userId', 'externalId', 'userName', 'email'];

/** What every match must have, where an index finds it. */
function lookUpIn(filter: BoundFilter): AccountLookUp | undefined {
  if (filter.kind === 'and') return filter.filters.map(lookUpIn).find((found) => found !== undefined);
  if (filter.kind !== 'comparison' || filter.operator !== 'eq' || filter.operand.type !== 'string') {
    return undefined;
  }
  const attribute = lookedUp.find((name) => name === pathName(filter.path));
  return attribute && { attribute, value: filter.operand.value };
}

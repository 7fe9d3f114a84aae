// What a tenant requires of a user: values that are allowed, attributes that must be there, constraints between
// them. An update is asked about what it changes only: whoever was taken in under older settings can still be
// changed, and above all deactivated.

import { invalidValue, quoted } from '../scim/error.ts';
import { describe } from '../scim/resource/describe.ts';
import { equalValues } from '../scim/resource/equal.ts';
import { attributeValue, type Resource } from '../scim/resource/value.ts';
import { type AttributePath, pathName } from '../scim/schema/path.ts';
import { type Condition, holdsOf } from './condition.ts';
import type { Declared } from './declared.ts';

export interface Constraint {
  readonly when: Condition;
  readonly require: Condition;
  readonly message: string;
}

/** Throws 400 `invalidValue` for the first requirement that the facts do not meet; `previous` is the user as stored. */
export function requireWishes(
  { declared, constraints }: { declared: readonly Declared[]; constraints: readonly Constraint[] },
  facts: Resource,
  previous: Resource | undefined,
): void {
  const isUnchanged = (path: AttributePath) =>
    previous !== undefined && equalValues(attributeValue(facts, path), attributeValue(previous, path));
  for (const one of declared) {
    if (!isUnchanged(one.path)) requireDeclared(one, facts);
  }
  for (const { when, require, message } of constraints) {
    if ([...when.paths, ...require.paths].every(isUnchanged)) continue;
    const isComplete = previous === undefined;
    const isBroken =
      holdsOf(when, facts, isComplete) === true && holdsOf(require, facts, isComplete) === false;
    if (isBroken) throw invalidValue(message);
  }
}

function requireDeclared({ settings, path }: Declared, facts: Resource): void {
  const { canonicalValues, required, store } = settings;
  const value = attributeValue(facts, path);
  const name = pathName(path);
  if (required && (value === undefined || (typeof value === 'string' && value.trim() === ''))) {
    throw invalidValue(`"${name}" is required. Map it in the identity provider.`);
  }
  if (value === undefined || !canonicalValues) return;
  if (typeof value !== 'string' || !canonicalValues.includes(value)) {
    const rule = `; these values are allowed, in this very spelling: ${quoted(canonicalValues.join(', '))}. Correct the value that the identity provider maps to it.`;
    throw invalidValue(
      `"${name}" is ${describe(value)}${rule}`,
      store ? undefined : `"${name}" is another${rule}`,
    );
  }
}

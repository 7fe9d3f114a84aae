// The value of one attribute from JSON to its declared type and plurality: what POST and PUT hold, and what a
// PATCH assigns as a whole. One function for every attribute; the declaration decides.

import { invalidValue } from '../error.ts';
import type { Leniencies } from '../leniency.ts';
import { maxElements, maxKeyLength, maxMembersPerRequest, maxStringLength } from '../limits.ts';
import { type AttributePath, pathName } from '../schema/path.ts';
import { append, isPrimary } from './append.ts';
import { describe } from './describe.ts';
import { isMembers, readMember } from './members.ts';
import { type Ignore, isSpent, readComplex } from './read-complex.ts';
import { readScalar } from './read-scalar.ts';
import type { Complex, Scalar, Value } from './value.ts';

/**
 * Reads the value of `path` (of its sub-attribute, when it has one); undefined when it is unassigned: null, `[]`,
 * `{}`, or `""` by leniency. Of elements that are the same one is kept. Throws 400 `invalidValue` naming the
 * attribute, the value and what was expected, 400 `invalidSyntax` for a name given twice.
 */
export function readValue(
  path: AttributePath,
  json: unknown,
  leniencies: Leniencies,
  ignore: Ignore = () => {},
): Value | undefined {
  const { attribute, subAttribute } = path;
  if (subAttribute) return readScalar(subAttribute, pathName(path), json, leniencies);
  if (!attribute.multiValued) return readElement(path, json, leniencies, ignore);
  const elements = readElements(path, json, leniencies, ignore);
  return elements.length === 0 ? undefined : (elements as Value);
}

/** The same, but never undefined and always a list, for what is added to or taken out of a multi-valued attribute. */
export function readElements(
  path: AttributePath,
  json: unknown,
  leniencies: Leniencies,
  ignore: Ignore = () => {},
): readonly (Scalar | Complex)[] {
  const items = asList(path, json, leniencies);
  const [limit, noun, rest] = isMembers(path)
    ? [maxMembersPerRequest, 'members', ' in one request. Send them in parts.']
    : [maxElements, 'values', '.'];
  if (items.length > limit) {
    throw invalidValue(`"${pathName(path)}" has ${items.length} ${noun}; ${limit} are allowed${rest}`);
  }
  const read = items.map((item) => readElement(path, item, leniencies, ignore));
  const elements = append(
    path,
    [],
    read.filter((element) => element !== undefined),
  );
  if (elements.filter(isPrimary).length > 1) {
    throw invalidValue(`"${pathName(path)}" has more than one value with "primary": true (RFC 7643 §2.4).`);
  }
  return elements;
}

/** One value: of a singular attribute the only one, of a multi-valued attribute one of its list. */
function readElement(
  path: AttributePath,
  json: unknown,
  leniencies: Leniencies,
  ignore: Ignore,
): Scalar | Complex | undefined {
  if (isMembers(path)) return readMember(path, json, leniencies, ignore);
  if (path.attribute.type !== 'complex') {
    return readScalar(path.attribute, pathName(path), json, leniencies, maxLength(path));
  }
  const changes = readComplex(path, json, leniencies, ignore);
  if (!changes || Object.keys(changes.set).length === 0) return undefined;
  return changes.cleared.length > 0 && isSpent(path, changes.set) ? undefined : changes.set;
}

function asList(path: AttributePath, json: unknown, leniencies: Leniencies): readonly unknown[] {
  if (Array.isArray(json)) return json;
  if (json === null || (json === '' && leniencies.has('emptyStringClears'))) return [];
  if (leniencies.has('singleForList')) return [json];
  const rule = `"${pathName(path)}" must be a list`;
  throw invalidValue(`${rule}; got ${describe(json)}.`, `${rule}.`);
}

/** Resources are looked up by what is required of them (`userName`, a group's `displayName`) and by `externalId`. */
function maxLength({ extension, attribute }: AttributePath): number {
  const isKey = extension === undefined && (attribute.required || attribute.name === 'externalId');
  return isKey ? maxKeyLength : maxStringLength;
}

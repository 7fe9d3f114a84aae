// What is particular to the members of a group: they are rows of a database, one for each id, and never stand in
// the stored document; and clients write them in several ways.

import { invalidValue } from '../error.ts';
import type { Leniencies } from '../leniency.ts';
import { subAttribute } from '../schema/attribute.ts';
import type { AttributePath } from '../schema/path.ts';
import { type Ignore, readComplex } from './read-complex.ts';
import { type Complex, isObject, own } from './value.ts';

/** Whether the path is `members` of a group, or a sub-attribute of it. */
export function isMembers(path: AttributePath): boolean {
  return path.extension === undefined && path.attribute.name === 'members';
}

/**
 * Reads one member: `value` is required; `type` is written as declared where it is one of the declared; a member's
 * `displayName` (Microsoft's collection) is taken for `display`, which is kept as sent. Undefined for null.
 * Throws 400 `invalidValue`.
 */
export function readMember(
  path: AttributePath,
  json: unknown,
  leniencies: Leniencies,
  ignore: Ignore,
): Complex | undefined {
  if (json === null) return undefined;
  const set = readComplex(path, withDisplay(json), leniencies, ignore)?.set ?? {};
  const id = own(set, 'value');
  if (typeof id !== 'string' || id === '') {
    throw invalidValue('Each of "members" needs a "value": the id of a user or a group.');
  }
  const type = own(set, 'type');
  if (typeof type !== 'string') return set;
  const canonical = subAttribute(path.attribute, 'type')?.canonicalValues ?? [];
  const lower = type.toLowerCase();
  return { ...set, type: canonical.find((name) => name.toLowerCase() === lower) ?? type };
}

function withDisplay(json: unknown): unknown {
  if (!isObject(json)) return json;
  const named = (lower: string) =>
    Object.entries(json).find(([key, value]) => key.toLowerCase() === lower && value !== null);
  const alias = named('displayname');
  if (!alias) return json;
  const others = Object.entries(json).filter(([key]) => key.toLowerCase() !== 'displayname');
  if (named('display')) return Object.fromEntries(others);
  const rest = others.filter(([key]) => key.toLowerCase() !== 'display');
  return Object.fromEntries([...rest, ['display', alias[1]]]);
}

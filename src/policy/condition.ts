// A rule's or a constraint's filter, asked of a user as he was sent. What is not kept is missing from most changes,
// and then nobody knows what it was: a condition that hangs on it has no answer, which is neither yes nor no.

import { type BoundFilter, bindFilter } from '../scim/filter/bind.ts';
import { evaluate } from '../scim/filter/evaluate.ts';
import { parseFilter } from '../scim/filter/parse.ts';
import type { Leniencies } from '../scim/leniency.ts';
import { attributeValue, type Resource } from '../scim/resource/value.ts';
import { type AttributePath, pathName } from '../scim/schema/path.ts';
import type { ResourceType } from '../scim/schema/resource-type.ts';

export interface Condition {
  readonly filter: BoundFilter;
  /** The attributes that it names. */
  readonly paths: readonly AttributePath[];
  /** Those of them that are not kept. */
  readonly unkept: readonly AttributePath[];
}

/** Settings are written by people who can be told: no client's habits are honoured in them. */
export const strict: Leniencies = new Set();

/** Reads and binds a filter; `unkept` holds the `pathName`s of what is not kept. Throws 400 `invalidFilter`. */
export function readCondition(text: string, type: ResourceType, unkept: ReadonlySet<string>): Condition {
  const filter = bindFilter(type, parseFilter(text, strict), strict);
  const paths = attributesIn(filter);
  return { filter, paths, unkept: paths.filter((path) => unkept.has(pathName(path))) };
}

/**
 * Whether the facts satisfy the condition. Undefined when that hangs on attributes that are not kept and the facts
 * hold none of those that it names. With `isComplete` nothing is unknown: what is not there was not sent.
 */
export function holdsOf(condition: Condition, facts: Resource, isComplete: boolean): boolean | undefined {
  const { filter, unkept } = condition;
  const isUnknown =
    !isComplete && unkept.length > 0 && unkept.every((path) => attributeValue(facts, path) === undefined);
  if (!isUnknown) return evaluate(filter, facts);
  const names = new Set(unkept.map(pathName));
  return known(filter, facts, (path) => names.has(pathName(whole(path))));
}

/** Three-valued (Kleene): one that is false settles an `and`, one that is true an `or`, whatever is unknown. */
function known(
  filter: BoundFilter,
  facts: Resource,
  isUnknown: (path: AttributePath) => boolean,
): boolean | undefined {
  switch (filter.kind) {
    case 'comparison':
    case 'present':
    case 'some':
      return isUnknown(filter.path) ? undefined : evaluate(filter, facts);
    case 'and':
    case 'or': {
      const settles = filter.kind === 'or';
      const terms = filter.filters.map((term) => known(term, facts, isUnknown));
      if (terms.includes(settles)) return settles;
      return terms.includes(undefined) ? undefined : !settles;
    }
    case 'not': {
      const term = known(filter.filter, facts, isUnknown);
      return term === undefined ? undefined : !term;
    }
    default:
      return filter satisfies never;
  }
}

/** The attributes that a filter names. */
export function attributesIn(filter: BoundFilter): readonly AttributePath[] {
  switch (filter.kind) {
    case 'comparison':
    case 'present':
    case 'some':
      return [whole(filter.path)];
    case 'and':
    case 'or': {
      const paths = filter.filters.flatMap(attributesIn);
      return [...new Map(paths.map((path) => [pathName(path), path])).values()];
    }
    case 'not':
      return attributesIn(filter.filter);
    default:
      return filter satisfies never;
  }
}

/** The path of the attribute itself. */
function whole({ extension, attribute }: AttributePath): AttributePath {
  return { attribute, ...(extension !== undefined && { extension }) };
}

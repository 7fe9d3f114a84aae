// `attributes` and `excludedAttributes` (RFC 7644 §3.9): which attributes a client asks for. Cutting a resource
// down to them is `project.ts`; a caller that must fetch a part separately asks `wants` first.

import { invalidValue } from '../error.ts';
import type { Leniencies } from '../leniency.ts';
import { pathName, resolvePath, resolveSchema } from '../schema/path.ts';
import type { ResourceType } from '../schema/resource-type.ts';

/** `names` are lower-case path names: `emails`, `emails.type`, `urn:…:user:department`. */
export type Projection =
  | { readonly kind: 'default' }
  | { readonly kind: 'only' | 'without'; readonly names: ReadonlySet<string> };

export const defaultProjection: Projection = { kind: 'default' };

/**
 * Reads the two parameters as they stand in a query (comma-separated); names that the type does not know are passed
 * over, a URN alone means all attributes of its schema. Throws 400 `invalidValue` for both at once ("mutually
 * exclusive") and for brackets where `bracketsInAttributes` is off.
 */
export function readProjection(
  query: { readonly attributes?: string | undefined; readonly excludedAttributes?: string | undefined },
  type: ResourceType,
  leniencies: Leniencies,
): Projection {
  const only = listed(query.attributes, leniencies);
  const without = listed(query.excludedAttributes, leniencies);
  if (only.length > 0 && without.length > 0) {
    throw invalidValue('"attributes" and "excludedAttributes" exclude one another; send one of them.');
  }
  if (only.length > 0) return { kind: 'only', names: resolved(type, only) };
  if (without.length > 0) return { kind: 'without', names: resolved(type, without) };
  return defaultProjection;
}

/**
 * Whether an answer shows anything of an attribute that is returned by default, for instance `members`: storage need
 * not read what nobody wants. `name` is its path name in any case.
 */
export function wants(projection: Projection, name: string): boolean {
  if (projection.kind === 'default') return true;
  const lower = name.toLowerCase();
  if (projection.kind === 'without') return !projection.names.has(lower);
  return [...projection.names].some((wanted) => wanted === lower || wanted.startsWith(`${lower}.`));
}

function resolved(type: ResourceType, texts: readonly string[]): ReadonlySet<string> {
  const names = texts.flatMap((text) => {
    const schema = resolveSchema(type, text);
    if (schema) {
      const extension = schema === type.schema ? {} : { extension: schema.id };
      return schema.attributes.map((attribute) => pathName({ ...extension, attribute }));
    }
    const path = resolvePath(type, text);
    return path ? [pathName(path)] : [];
  });
  return new Set(names.map((name) => name.toLowerCase()));
}

/** The names between the commas, brackets cut off. One pass: what stands in a bracket may hold commas and quotes. */
function listed(text: string | undefined, leniencies: Leniencies): readonly string[] {
  if (text?.includes('[') && !leniencies.has('bracketsInAttributes')) {
    throw invalidValue(
      '"attributes" and "excludedAttributes" take names without brackets, as in emails.value.',
    );
  }
  let outside = '';
  let inBracket = false;
  let inQuotes = false;
  let escaped = false;
  for (const sign of text ?? '') {
    if (!inBracket) {
      inBracket = sign === '[';
      if (!inBracket) outside += sign;
    } else if (escaped) escaped = false;
    else if (inQuotes && sign === '\\') escaped = true;
    else if (sign === '"') inQuotes = !inQuotes;
    else if (sign === ']' && !inQuotes) inBracket = false;
  }
  return outside
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

// The one resolver: turns any name that comes from outside (in a filter, a PATCH path, `attributes`, a
// body's keys) into a declared attribute. Names are matched in any case (RFC 7643 §2.1); a URN prefix is split
// off by comparing with the *known* URNs, longest first, because URNs contain ":" and "2.0" contains ".".
// Brackets are not its business: `filter/parse` cuts them off before it asks.

import { type Attribute, type Schema, subAttribute } from './attribute.ts';
import { commonAttributes } from './common.ts';
import { type ResourceType, schemasOf } from './resource-type.ts';

/** An attribute and where it stands in a resource. */
export interface AttributePath {
  /** The URN of the extension object that holds the attribute; absent for core and common attributes. */
  readonly extension?: string;
  readonly attribute: Attribute;
  readonly subAttribute?: Attribute;
}

interface Names {
  /** Unqualified names: core and common attributes, and extensions' where only one extension has the name. */
  readonly plain: ReadonlyMap<string, AttributePath>;
  /** Each URN in lower case with its own names, longest URN first. */
  readonly qualified: readonly {
    readonly urn: string;
    readonly schema: Schema;
    readonly names: ReadonlyMap<string, AttributePath>;
  }[];
}

/**
 * Resolves `userName`, `name.givenName`, `members.$ref`, `urn:…:User:userName`, `urn:…:enterprise:2.0:User:manager.value`
 * and Entra's `urn:…:User.manager`. Undefined when the type knows no such attribute.
 * An extension's attribute without its URN resolves when exactly one extension has it; core wins (RFC 7644 §3.10).
 */
export function resolvePath(type: ResourceType, text: string): AttributePath | undefined {
  const known = namesOf(type);
  const lower = text.toLowerCase();
  for (const { urn, names } of known.qualified) {
    const delimiter = lower.charAt(urn.length);
    if (lower.startsWith(urn) && (delimiter === ':' || delimiter === '.')) {
      return within(names, lower.slice(urn.length + 1));
    }
  }
  return within(known.plain, lower);
}

/** The schema whose URN the whole text is, in any case: `attributes=urn:…:enterprise:2.0:User`. */
export function resolveSchema(type: ResourceType, text: string): Schema | undefined {
  const lower = text.toLowerCase();
  return namesOf(type).qualified.find(({ urn }) => urn === lower)?.schema;
}

/** How messages name a path: with its URN only where it is an extension's. */
export function pathName(path: AttributePath): string {
  const name = path.subAttribute ? `${path.attribute.name}.${path.subAttribute.name}` : path.attribute.name;
  return path.extension ? `${path.extension}:${name}` : name;
}

function within(names: ReadonlyMap<string, AttributePath>, lower: string): AttributePath | undefined {
  const dot = lower.indexOf('.');
  const found = names.get(dot < 0 ? lower : lower.slice(0, dot));
  if (!found || dot < 0) return found;
  const sub = subAttribute(found.attribute, lower.slice(dot + 1));
  return sub && { ...found, subAttribute: sub };
}

const cache = new WeakMap<ResourceType, Names>();

function namesOf(type: ResourceType): Names {
  const cached = cache.get(type);
  if (cached) return cached;
  const qualified = schemasOf(type).map((schema) => ({
    urn: schema.id.toLowerCase(),
    schema,
    names: new Map(
      schema.attributes.map((attribute) => [
        attribute.name.toLowerCase(),
        schema === type.schema ? { attribute } : { extension: schema.id, attribute },
      ]),
    ),
  }));
  const plain = new Map<string, AttributePath>();
  const ambiguous = new Set<string>();
  for (const { names } of qualified.slice(1)) {
    for (const [name, path] of names) {
      if (plain.has(name)) ambiguous.add(name);
      plain.set(name, path);
    }
  }
  for (const name of ambiguous) plain.delete(name);
  const core = qualified[0];
  if (core) {
    for (const attribute of commonAttributes) core.names.set(attribute.name.toLowerCase(), { attribute });
    for (const [name, path] of core.names) plain.set(name, path);
  }
  const names: Names = {
    plain,
    qualified: qualified.toSorted((a, b) => b.urn.length - a.urn.length),
  };
  cache.set(type, names);
  return names;
}

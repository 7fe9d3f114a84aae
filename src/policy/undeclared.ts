// The attributes that a tenant's rules and constraints name and that nobody declared: an identity provider sends
// them (`countryCode`) so that a rule can ask for them, and nobody wants them kept. Their type is what they are
// compared with.

import type { Filter, Literal } from '../scim/filter/ast.ts';
import { type AttributeType, attribute } from '../scim/schema/attribute.ts';
import { resolvePath } from '../scim/schema/path.ts';
import { type StoredType, schemasOf } from '../scim/schema/resource-type.ts';
import type { Addition } from './declared.ts';
import { maxAttributeNameLength, maxNamespaceLength } from './limits.ts';
import { attributeName, namespaceUrn, userSchemaUrn } from './shapes.ts';

/** What the filters name beyond the type, each once. Names that nothing could have are left to the binding. */
export function undeclaredIn(type: StoredType, filters: readonly Filter[]): readonly Addition[] {
  const found = new Map<string, { namespace: string; name: string; type: AttributeType | undefined }>();
  for (const { name: text, operand } of filters.flatMap(namesIn)) {
    if (resolvePath(type, text) || isAmbiguous(type, text)) continue;
    const [namespace, name] = split(text);
    if (!attributeName.test(name) || !isOpenNamespace(namespace)) continue;
    if (name.length > maxAttributeNameLength || namespace.length > maxNamespaceLength) continue;
    const key = `${namespace}:${name}`.toLowerCase();
    const known = found.get(key);
    found.set(key, known ?? { namespace, name, type: undefined });
    const entry = found.get(key);
    if (entry) entry.type ??= typeOf(operand);
  }
  return [...found.values()].map((one) => ({
    namespace: one.namespace,
    attribute: attribute(one.name, "Named in the tenant's rules only; not kept.", {
      type: one.type ?? 'string',
    }),
  }));
}

/** Namespaces in which attributes may be declared: not those of messages, of groups and of Okta's catalogs. */
export function isOpenNamespace(namespace: string): boolean {
  const lower = namespace.toLowerCase();
  if (!namespaceUrn.test(namespace) || lower.startsWith('urn:ietf:params:scim:api:')) return false;
  if (lower.startsWith('urn:okta:scim:schemas:core:')) return false;
  return !lower.startsWith('urn:ietf:params:scim:schemas:core:') || lower === userSchemaUrn.toLowerCase();
}

interface Name {
  readonly name: string;
  readonly operand?: Literal;
}

function namesIn(filter: Filter): readonly Name[] {
  switch (filter.kind) {
    case 'comparison':
      return filter.path.filter ? [] : [{ name: filter.path.name, operand: filter.operand }];
    case 'present':
      return filter.path.filter ? [] : [{ name: filter.path.name }];
    case 'some':
      return [];
    case 'and':
    case 'or':
      return filter.filters.flatMap(namesIn);
    case 'not':
      return namesIn(filter.filter);
    default:
      return filter satisfies never;
  }
}

/** The URN and the name behind it; a name without URN is one of the core schema. */
function split(text: string): readonly [namespace: string, name: string] {
  const colon = text.lastIndexOf(':');
  return colon < 0 ? [userSchemaUrn, text] : [text.slice(0, colon), text.slice(colon + 1)];
}

/** An unqualified name that several extensions have is none of the core schema. */
function isAmbiguous(type: StoredType, text: string): boolean {
  const lower = text.toLowerCase();
  return schemasOf(type).some(({ attributes }) =>
    attributes.some(({ name }) => name.toLowerCase() === lower),
  );
}

function typeOf(operand: Literal | undefined): AttributeType | undefined {
  switch (operand?.kind) {
    case 'boolean':
      return 'boolean';
    case 'number':
      return 'decimal';
    case 'string':
      return 'string';
    case 'null':
    case undefined:
      return undefined;
    default:
      return operand satisfies never;
  }
}

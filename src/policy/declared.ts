// The User type as one tenant declares it, twice: as it is shown, stored and filtered on, and as bodies and patches
// are read, where everything may be set that a rule or a constraint asks for, kept or not. A tenant may declare
// attributes of his own, in any namespace, and narrow standard ones (`userType` to three values).

import { parseFilter } from '../scim/filter/parse.ts';
import { type Attribute, attribute } from '../scim/schema/attribute.ts';
import { commonAttributes } from '../scim/schema/common.ts';
import { type AttributePath, pathName, resolvePath } from '../scim/schema/path.ts';
import { type StoredType, schemasOf, userType as standardType } from '../scim/schema/resource-type.ts';
import { strict } from './condition.ts';
import type { Settings } from './settings.ts';
import type { AttributeSettings } from './shapes.ts';
import { undeclaredIn } from './undeclared.ts';

export interface Declared {
  readonly settings: AttributeSettings;
  readonly path: AttributePath;
  /** The attribute that `defaultFrom` names. */
  readonly source?: AttributePath;
}

export interface DeclaredTypes {
  readonly userType: StoredType;
  readonly readingType: StoredType;
  readonly declared: readonly Declared[];
  readonly createOnly: readonly AttributePath[];
  /** `pathName`s of what is read and not kept. */
  readonly unkept: ReadonlySet<string>;
}

/** An attribute and the URN of the schema that it belongs to. */
export interface Addition {
  readonly namespace: string;
  readonly attribute: Attribute;
}

/** Expects settings whose attributes do not clash. What cannot be resolved is left out: `coherence` names it. */
export function declareTypes(settings: Settings): DeclaredTypes {
  const own = settings.attributes.filter((one) => !standardAttribute(one));
  const plain = extended(
    standardType,
    own.map((one) => ({ namespace: one.namespace, attribute: readAs(one) })),
  );
  const undeclared = undeclaredIn(plain, filtersOf(settings));
  const readingType = extended(plain, undeclared);

  const createOnly = settings.createOnly
    .map((text) => resolvePath(readingType, text))
    .filter((path) => path !== undefined);
  const shown = extended(
    standardType,
    settings.attributes.map((one) => ({ namespace: one.namespace, attribute: shownAs(one) })),
  );
  const declared = settings.attributes.flatMap((one) => declaredAs(readingType, one));
  const unkept = [
    ...declared.filter((one) => !one.settings.store).map(({ path }) => pathName(path)),
    ...undeclared.flatMap((one) => resolvePath(readingType, qualified(one)) ?? []).map(pathName),
  ];
  return {
    userType: setOnce(shown, createOnly),
    readingType,
    declared,
    createOnly,
    unkept: new Set(unkept),
  };
}

/** The standard attribute that the tenant declares anew; undefined for one of his own. */
export function standardAttribute({ namespace, name }: AttributeSettings): Attribute | undefined {
  const lower = name.toLowerCase();
  const schema = schemasOf(standardType).find(({ id }) => id.toLowerCase() === namespace.toLowerCase());
  const isCore = schema === standardType.schema;
  const known = [...(schema?.attributes ?? []), ...(isCore ? commonAttributes : [])];
  return known.find((standard) => standard.name.toLowerCase() === lower);
}

/** The name with its URN, which always means this very attribute. */
export function qualified({ namespace, attribute: { name } }: Addition): string {
  return `${namespace}:${name}`;
}

const description = "Declared in the tenant's settings.";

function readAs({ name, type }: AttributeSettings): Attribute {
  return attribute(name, description, { type });
}

/** Never case-exact: stored search documents would not follow a later change of the declaration. */
function shownAs(settings: AttributeSettings): Attribute {
  const { canonicalValues, required, store } = settings;
  const base = standardAttribute(settings) ?? readAs(settings);
  return {
    ...base,
    required: required || base.required,
    ...(canonicalValues && { canonicalValues }),
    ...(!store && { mutability: 'writeOnly', returned: 'never' }),
  };
}

function declaredAs(type: StoredType, settings: AttributeSettings): readonly Declared[] {
  const path = resolvePath(type, qualified({ namespace: settings.namespace, attribute: readAs(settings) }));
  const source = settings.defaultFrom === null ? undefined : resolvePath(type, settings.defaultFrom);
  return path ? [{ settings, path, ...(source && { source }) }] : [];
}

function filtersOf({ rules, constraints }: Settings) {
  return [...rules.map(({ when }) => when), ...constraints.flatMap((one) => [one.when, one.require])].flatMap(
    (text) => {
      try {
        return [parseFilter(text, strict)];
      } catch {
        // What cannot be read names nothing. That it cannot be read is told where it is bound.
        return [];
      }
    },
  );
}

/** The type with the attributes added, or put in the place of those that have their names. */
function extended(type: StoredType, additions: readonly Addition[]): StoredType {
  if (additions.length === 0) return type;
  const known = new Set(schemasOf(type).map(({ id }) => id.toLowerCase()));
  const novel = new Map<string, string>();
  for (const { namespace } of additions) {
    const lower = namespace.toLowerCase();
    if (!known.has(lower) && !novel.has(lower)) novel.set(lower, namespace);
  }
  const of = (id: string) =>
    additions
      .filter(({ namespace }) => namespace.toLowerCase() === id.toLowerCase())
      .map((addition) => addition.attribute);
  return {
    ...type,
    schema: { ...type.schema, attributes: merged(type.schema.attributes, of(type.schema.id)) },
    schemaExtensions: [
      ...type.schemaExtensions.map(({ schema, required }) => ({
        schema: { ...schema, attributes: merged(schema.attributes, of(schema.id)) },
        required,
      })),
      ...[...novel.values()].map((id) => ({
        schema: { id, name: schemaName(id), description, attributes: of(id) },
        required: false,
      })),
    ],
  };
}

function merged(attributes: readonly Attribute[], additions: readonly Attribute[]): readonly Attribute[] {
  const byName = new Map([...attributes, ...additions].map((one) => [one.name.toLowerCase(), one]));
  return [...byName.values()];
}

/** The last part of a URN that is no version and not the name of the resource: `acme` of `urn:acme:2.0:User`. */
function schemaName(urn: string): string {
  const parts = urn.split(':').slice(1);
  return parts.findLast((part) => !/^[0-9.]*$/.test(part) && part.toLowerCase() !== 'user') ?? urn;
}

/** Shown as `immutable` (RFC 7643 §7), though a later value is passed over rather than refused. */
function setOnce(type: StoredType, paths: readonly AttributePath[]): StoredType {
  if (paths.length === 0) return type;
  const mark = (extension: string | undefined) => (one: Attribute) =>
    paths
      .filter((path) => path.extension === extension && path.attribute.name === one.name)
      .reduce((marked, { subAttribute }) => immutable(marked, subAttribute), one);
  return {
    ...type,
    schema: { ...type.schema, attributes: type.schema.attributes.map(mark(undefined)) },
    schemaExtensions: type.schemaExtensions.map(({ schema, required }) => ({
      schema: { ...schema, attributes: schema.attributes.map(mark(schema.id)) },
      required,
    })),
  };
}

function immutable(one: Attribute, part: Attribute | undefined): Attribute {
  if (one.mutability !== 'readWrite') return one;
  if (!part) return { ...one, mutability: 'immutable' };
  const subAttributes = (one.subAttributes ?? []).map((sub) =>
    sub.name === part.name ? immutable(sub, undefined) : sub,
  );
  return { ...one, subAttributes };
}

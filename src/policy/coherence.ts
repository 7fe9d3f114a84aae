// Whether a tenant's settings agree with one another and with the schemas. Each contradiction is told at the value
// that has to be corrected; the shapes of the single values were checked before.

import { ScimError } from '../scim/error.ts';
import { readScalar } from '../scim/resource/read-scalar.ts';
import { type Attribute, attribute } from '../scim/schema/attribute.ts';
import { type AttributePath, pathName, resolvePath } from '../scim/schema/path.ts';
import { type Condition, readCondition, strict } from './condition.ts';
import { whyNotCreateOnly } from './create-only.ts';
import { type DeclaredTypes, declareTypes, standardAttribute } from './declared.ts';
import { inOrder, sourceAttribute } from './defaults.ts';
import type { Settings } from './settings.ts';
import type { AttributeSettings } from './shapes.ts';
import { unavailableIn } from './unavailable.ts';
import { isOpenNamespace } from './undeclared.ts';

export interface Incoherence {
  /** Where in the settings. */
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** What is wrong, none when all is well. Attributes come first: as long as they clash, names mean nothing. */
export function incoherences(settings: Settings): readonly Incoherence[] {
  const onProfiles = [...unavailableIn(settings), ...profileIssues(settings), ...ruleProfileIssues(settings)];
  const onAttributes = settings.attributes.flatMap((one, index) => [
    ...clashes(settings.attributes, one, index),
    ...valueIssues(one, index),
  ]);
  if (onAttributes.length > 0) return [...onProfiles, ...onAttributes];
  const types = declareTypes(settings);
  return [
    ...onProfiles,
    ...sourceIssues(types),
    ...createOnlyIssues(types, settings),
    ...conditionIssues(types, settings),
  ];
}

function profileIssues({ profiles }: Settings): readonly Incoherence[] {
  return profiles.flatMap(({ name }, index) =>
    profiles.findIndex((other) => other.name === name) < index
      ? [{ path: ['profiles', index, 'name'], message: 'Another profile has this name.' }]
      : [],
  );
}

function ruleProfileIssues({ rules, profiles }: Settings): readonly Incoherence[] {
  const names = new Set(profiles.map(({ name }) => name));
  return rules.flatMap(({ profile }, index) =>
    names.has(profile)
      ? []
      : [{ path: ['rules', index, 'profile'], message: 'No profile has this name; add it to "profiles".' }],
  );
}

function clashes(
  attributes: readonly AttributeSettings[],
  one: AttributeSettings,
  index: number,
): readonly Incoherence[] {
  const at = (key: string, message: string) => [{ path: ['attributes', index, key], message }];
  const idOf = ({ namespace, name }: AttributeSettings) => `${namespace}:${name}`.toLowerCase();
  if (!isOpenNamespace(one.namespace)) return at('namespace', 'This namespace holds no attributes of users.');
  if (attributes.findIndex((other) => idOf(other) === idOf(one)) < index) {
    return at('name', 'The namespace has another attribute of this name.');
  }
  const standard = standardAttribute(one);
  if (!standard) return [];
  const whyNot = whyNotNarrowed(standard, one);
  return whyNot === undefined ? [] : at('name', `"${standard.name}" is a standard attribute; ${whyNot}.`);
}

/** Only values that the application merely passes on may be narrowed; the others mean something here. */
function whyNotNarrowed(standard: Attribute, one: AttributeSettings): string | undefined {
  const isOwn = ['userName', 'externalId', 'id'].includes(standard.name);
  if (isOwn || standard.type !== 'string' || standard.multiValued || standard.mutability !== 'readWrite') {
    return 'it cannot be declared again';
  }
  if (one.type !== 'string') return 'its type is string';
  if (!one.store) return 'it is always stored';
  const narrows =
    one.required || [one.canonicalValues, one.default, one.defaultFrom].some((wish) => wish !== null);
  return narrows ? undefined : 'it need not be declared unless to give values, a default, or to require it';
}

function valueIssues(one: AttributeSettings, index: number): readonly Incoherence[] {
  const { canonicalValues, type } = one;
  const at = (key: string, message: string) => [{ path: ['attributes', index, key], message }];
  if (canonicalValues && type !== 'string') {
    return at('canonicalValues', `Values can be listed for type string only; this one is ${type}.`);
  }
  if (one.default === null) return [];
  const typed = messageOf(() => readScalar(attribute(one.name, '', { type }), one.name, one.default, strict));
  if (typed !== undefined) return at('default', typed);
  const isListed = !canonicalValues || canonicalValues.some((value) => value === one.default);
  return isListed ? [] : at('default', 'The default is not among the canonicalValues.');
}

function sourceIssues({ declared }: DeclaredTypes): readonly Incoherence[] {
  const issues = declared.flatMap(({ settings: one, source }, index) => {
    if (one.defaultFrom === null) return [];
    const message = source ? whyNotSource(source, one) : 'The type has no attribute of this name.';
    return message === undefined ? [] : [{ path: ['attributes', index, 'defaultFrom'], message }];
  });
  const [first] = inOrder(declared).circular;
  if (issues.length > 0 || !first) return issues;
  const path = ['attributes', declared.indexOf(first), 'defaultFrom'];
  return [{ path, message: 'The defaults go round in a circle.' }];
}

function whyNotSource(source: AttributePath, one: AttributeSettings): string | undefined {
  const name = pathName(source);
  if (source.attribute.mutability !== 'readWrite' || source.attribute.name === 'schemas') {
    return `"${name}" is not set by clients.`;
  }
  const from = sourceAttribute(source);
  if (!from) return `"${name}" is complex; name one of its sub-attributes.`;
  const type = from.type === 'reference' || from.type === 'binary' ? 'string' : from.type;
  return type === one.type ? undefined : `"${name}" is of type ${from.type}, this attribute of ${one.type}.`;
}

function createOnlyIssues({ readingType }: DeclaredTypes, { createOnly }: Settings): readonly Incoherence[] {
  return createOnly.flatMap((text, index) => {
    const path = resolvePath(readingType, text);
    const whyNot = path ? whyNotCreateOnly(path) : 'is not an attribute of User';
    return whyNot === undefined ? [] : [{ path: ['createOnly', index], message: `"${text}" ${whyNot}.` }];
  });
}

/** Computed by the server, some of it after the decision: no condition can ask for it. */
const computed = ['id', 'meta', 'schemas'];
/** Groups change apart from users: a rule is asked again then, a constraint would come too late. */
const unconstrainable = [...computed, 'groups'];

function conditionIssues(types: DeclaredTypes, { rules, constraints }: Settings): readonly Incoherence[] {
  const issue = (text: string, path: Incoherence['path'], unknown: readonly string[]) => {
    const message = messageOf(() => {
      requireKnown(readCondition(text, types.readingType, types.unkept), unknown);
    });
    return message === undefined ? [] : [{ path, message }];
  };
  return [
    ...rules.flatMap(({ when }, index) => issue(when, ['rules', index, 'when'], computed)),
    ...constraints.flatMap(({ when, require }, index) => [
      ...issue(when, ['constraints', index, 'when'], unconstrainable),
      ...issue(require, ['constraints', index, 'require'], unconstrainable),
    ]),
  ];
}

function requireKnown({ paths }: Condition, unknown: readonly string[]): void {
  const name = paths.map(pathName).find((one) => unknown.includes(one));
  if (name === undefined) return;
  throw new SyntaxError(`"${name}" is no part of what the identity provider sends of a user.`);
}

/** What is wrong with it, in the words of the error that it is refused with. */
function messageOf(check: () => unknown): string | undefined {
  try {
    check();
    return undefined;
  } catch (error) {
    if (error instanceof ScimError || error instanceof SyntaxError) return error.message;
    throw error;
  }
}

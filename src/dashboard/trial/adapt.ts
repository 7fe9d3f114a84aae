// How an identity provider has to be set up for a tenant's settings: the names that it sends, and what it sends beyond
// its own. A trial plays it so, and says so, since a refusal of the very first person would teach little.

import type { Settings } from '../../policy/settings.ts';
import { type AttributeSettings, userSchemaUrn } from '../../policy/shapes.ts';
import { nameRulesOf, takesName } from '../../policy/user-name.ts';
import type { Client } from '../../rehearse/client.ts';
import { isObject, type JsonObject } from '../../rehearse/json.ts';
import { type Naming, namings, userNameOf } from '../../rehearse/person.ts';
import type { Target } from '../../rehearse/stage.ts';

export interface Adapted {
  readonly client: Client;
  readonly wishes: Pick<Target, 'naming' | 'createOnly'>;
  /** What is played otherwise than the product does it by itself, for its administrator. */
  readonly remarks: readonly string[];
}

/** `product`: as its administrator calls it. */
export function adapt(client: Client, settings: Settings, run: string, product: string): Adapted {
  const naming = namingFor(client, settings, run);
  const required = settings.attributes.filter(isToBeSent);
  const samples = required.reduce(withSample, {});
  const newUser: Client['newUser'] = (person) => merged(samples, client.newUser(person));
  const isMissing = (attribute: AttributeSettings) => !holds(client, attribute);
  return {
    client: { ...client, newUser },
    wishes: { naming, createOnly: settings.createOnly },
    remarks: [
      ...(naming === 'address' ? [] : [namingRemark(naming, product)]),
      ...required.filter(isMissing).map((attribute) => sampleRemark(attribute, product)),
    ],
  };
}

/** The first that the tenant takes; addresses where he takes none of them, so that the refusal says why. */
function namingFor(client: Client, { usernames }: Settings, run: string): Naming {
  const rules = nameRulesOf(usernames);
  const names = Object.keys(namings) as Naming[];
  const takes = (naming: Naming) => takesName(rules, userNameOf({ client, run, naming }, 'Ann'));
  return names.find(takes) ?? 'address';
}

const namingForms: Readonly<Record<Naming, string>> = {
  address: 'as addresses',
  prefix: 'as the part before the “@”',
  lowerCase: 'as the part before the “@”, in small letters',
  lettersAndDigits: 'as small letters and digits',
};

function namingRemark(naming: Naming, product: string): string {
  return `User names that are e-mail addresses are refused here, so they are played ${namingForms[naming]}. ${product} must send them so too.`;
}

const isToBeSent = ({ required, default: given, defaultFrom }: AttributeSettings) =>
  required && given === null && defaultFrom === null;

function sampleRemark(attribute: AttributeSettings, product: string): string {
  return `“${attribute.name}” is required here, which ${product} does not send by itself: it is played as “${sampleOf(attribute)}”. Map it in ${product}.`;
}

/** Whether the client sends the attribute anyway. */
function holds(client: Client, { name, namespace }: AttributeSettings): boolean {
  const text = 'x';
  const somebody = { userName: text, email: text, givenName: text, familyName: text };
  const body = client.newUser({ ...somebody, displayName: text, externalId: text, password: text });
  const place = isCore(namespace) ? body : body[namespace];
  return isObject(place) && Object.hasOwn(place, name) && place[name] !== null;
}

function withSample(samples: JsonObject, attribute: AttributeSettings): JsonObject {
  const { name, namespace } = attribute;
  const sample = { [name]: sampleOf(attribute) };
  return merged(samples, isCore(namespace) ? sample : { [namespace]: sample });
}

const typeSamples: Readonly<Record<AttributeSettings['type'], string | number | boolean>> = {
  string: 'Rehearsal',
  boolean: true,
  integer: 1,
  decimal: 1,
  dateTime: '2026-01-01T00:00:00Z',
};

const sampleOf = ({ type, canonicalValues }: AttributeSettings) => canonicalValues?.[0] ?? typeSamples[type];

const isCore = (namespace: string) => namespace.toLowerCase() === userSchemaUrn.toLowerCase();

/** What `over` has too is its own, except that extensions are merged. */
function merged(under: JsonObject, over: JsonObject): JsonObject {
  const extensions = Object.entries(under).flatMap(([name, value]) => {
    const above = over[name];
    return isObject(value) && isObject(above) ? [[name, { ...value, ...above }] as const] : [];
  });
  return { ...under, ...over, ...Object.fromEntries(extensions) };
}

// Attributes that apply on create only: whatever an update says of them, they stay as they were, without an error,
// because identity providers send the whole profile each time (RFC 7643 §7 would refuse: `immutable`).

import { assign } from '../scim/resource/assign.ts';
import { comparable, elementKey } from '../scim/resource/equal.ts';
import {
  attributeValue,
  type Complex,
  elements,
  isObject,
  own,
  type Resource,
} from '../scim/resource/value.ts';
import { subAttribute } from '../scim/schema/attribute.ts';
import type { AttributePath } from '../scim/schema/path.ts';

/** The user as sent, with the values that `previous` has of these attributes; what it has not, stays away. */
export function keepCreated(paths: readonly AttributePath[], sent: Resource, previous: Resource): Resource {
  return paths.reduce((current, path) => keep(path, current, previous), sent);
}

/** Why the attribute cannot be kept like that; undefined when it can. */
export function whyNotCreateOnly({ attribute, subAttribute: sub }: AttributePath): string | undefined {
  if (attribute.name === 'active') return 'must stay changeable: who leaves is deactivated by it';
  if (attribute.name === 'userName') return 'is governed by usernames.changeable';
  if (attribute.mutability !== 'readWrite' || attribute.name === 'schemas') return 'is not set by clients';
  if (!sub || !attribute.multiValued) return undefined;
  if (sub.name === 'primary') return 'says which one is preferred, which no element can say for itself';
  if (sub.name === 'value' || !subAttribute(attribute, 'value')) {
    return `is what tells the values of ${attribute.name} apart; name ${attribute.name} as a whole`;
  }
  return undefined;
}

function keep(path: AttributePath, sent: Resource, previous: Resource): Resource {
  const { attribute, subAttribute: sub } = path;
  if (!sub) return assign(sent, path, attributeValue(previous, path));
  const before = elements(previous, path).filter(isComplex);
  const after = elements(sent, path).filter(isComplex);
  if (attribute.multiValued) {
    return after.length === 0 ? sent : assign(sent, path, keptInList(path, sub.name, after, before));
  }
  const kept = withPart(after[0] ?? {}, sub.name, before[0]);
  return assign(sent, path, Object.keys(kept).length === 0 ? undefined : kept);
}

/**
 * An element takes the sub-attribute of the one that it was: the very same, else one with the same value, else, for
 * the preferred one of a list, the preferred one before it, unless that is still there. All others are new.
 */
function keptInList(
  path: AttributePath,
  part: string,
  after: readonly Complex[],
  before: readonly Complex[],
): readonly Complex[] {
  const left = new Set(before);
  const origins = new Map<Complex, Complex>();
  const claim = (one: Complex, isOrigin: (candidate: Complex) => boolean) => {
    if (origins.has(one)) return;
    const origin = [...left].find(isOrigin);
    if (!origin) return;
    left.delete(origin);
    origins.set(one, origin);
  };
  for (const one of after) claim(one, (other) => elementKey(path, other) === elementKey(path, one));
  for (const one of after) {
    claim(one, (other) => key(path, other) === key(path, one) && own(other, part) === own(one, part));
  }
  for (const one of after) claim(one, (other) => key(path, other) === key(path, one));
  const [one, other] = [preferred(after), preferred(before)];
  if (one && other) claim(one, (candidate) => candidate === other);
  return after.map((element) => {
    const origin = origins.get(element);
    return origin ? withPart(element, part, origin) : element;
  });
}

/** The primary element, else the first. */
export function preferred(list: readonly Complex[]): Complex | undefined {
  return list.find((element) => own(element, 'primary') === true) ?? list[0];
}

/** By what an element is known: its value, as filters compare it. */
function key({ attribute }: AttributePath, element: Complex) {
  const value = subAttribute(attribute, 'value') ?? attribute;
  return comparable(value, own(element, 'value'));
}

function withPart(element: Complex, part: string, from: Complex | undefined): Complex {
  const value = own(from, part);
  if (value !== undefined) return { ...element, [part]: value };
  return Object.fromEntries(Object.entries(element).filter(([name]) => name !== part));
}

function isComplex(element: unknown): element is Complex {
  return isObject(element);
}

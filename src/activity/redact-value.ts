// A value as it is recorded: what its attribute's declaration knows, and nothing else. A value of another shape than
// the attribute's is not understood and left out.

import { isObject, type Json } from '../scim/resource/value.ts';
import { type Attribute, subAttribute } from '../scim/schema/attribute.ts';
import { type AttributePath, pathName } from '../scim/schema/path.ts';
import { type Withheld, withholdNamed, withholdUnknown } from './withheld.ts';

/** What of the value of a path that is kept may be recorded; undefined when nothing may. */
export function redactValue(path: AttributePath, value: unknown, withheld: Withheld): Json | undefined {
  const { attribute, subAttribute: sub } = path;
  if (sub) return scalar(value, withheld);
  if (!Array.isArray(value)) return element(path, value, withheld);
  if (!attribute.multiValued && value.length > 0) return withholdUnknown(withheld, value);
  return value.flatMap((one) => element(path, one, withheld) ?? []);
}

function element(path: AttributePath, value: unknown, withheld: Withheld): Json | undefined {
  const { attribute } = path;
  if (attribute.type !== 'complex') return scalar(value, withheld);
  if (isObject(value)) return complex(path, value, withheld);
  // A bare value stands for the `value` of a complex one.
  const meansValue = value === null || value === '' || subAttribute(attribute, 'value');
  return meansValue ? scalar(value, withheld) : withholdUnknown(withheld, value);
}

function complex(path: AttributePath, object: Readonly<Record<string, unknown>>, withheld: Withheld): Json {
  const entries = Object.entries(object).flatMap(([key, value]): [string, Json][] => {
    const sub = subAttribute(path.attribute, key);
    const kept = sub ? part(path, sub, value, withheld) : withholdUnknown(withheld, value);
    return sub && kept !== undefined ? [[sub.name, kept]] : [];
  });
  return Object.fromEntries(entries);
}

function part(path: AttributePath, sub: Attribute, value: unknown, withheld: Withheld): Json | undefined {
  if (sub.returned !== 'never') return scalar(value, withheld);
  return withholdNamed(withheld, pathName({ ...path, subAttribute: sub }), value);
}

function scalar(value: unknown, withheld: Withheld): Json | undefined {
  if (value === null || typeof value === 'boolean') return value;
  if (typeof value === 'string') return value.toWellFormed();
  if (typeof value === 'number') return value;
  return Array.isArray(value) && value.length === 0 ? [] : withholdUnknown(withheld, value);
}

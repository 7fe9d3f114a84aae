// What RFC 7643 §7 wants of each attribute in a schema, and what §4 and §8.7.1 leave no choice about in User and
// Group.

import { equal, unless } from '../expect.ts';
import { at, type Json, listAt, show, textAt } from '../json.ts';
import { SCHEMA, USER } from '../urns.ts';

const TYPES = ['string', 'boolean', 'decimal', 'integer', 'dateTime', 'binary', 'reference', 'complex'];

/** A characteristic, and what it may be where it is given. */
const CHARACTERISTICS: Readonly<Record<string, readonly string[]>> = {
  mutability: ['readOnly', 'readWrite', 'immutable', 'writeOnly'],
  returned: ['always', 'never', 'default', 'request'],
  uniqueness: ['none', 'server', 'global'],
};

/** What is wrong with a schema document. */
export function schemaProblems(schema: Json): readonly string[] {
  const id = at(schema, 'id');
  const attributes = listAt(schema, 'attributes');
  return [
    ...unless(typeof id === 'string' && id.startsWith('urn:'), `a schema's id is ${show(id)}`),
    ...unless(listAt(schema, 'schemas').includes(SCHEMA), `${show(id)} does not name ${SCHEMA}`),
    ...unless(attributes.length > 0, `${show(id)} has no attributes`),
    ...attributes.flatMap((attribute) => attributeProblems(attribute, textAt(schema, 'id'))),
    ...(id === USER ? userProblems(attributes) : []),
  ];
}

function attributeProblems(attribute: Json, where: string): readonly string[] {
  const name = `${where}:${textAt(attribute, 'name')}`;
  const type = at(attribute, 'type');
  const parts = listAt(attribute, 'subAttributes');
  return [
    ...unless(typeof at(attribute, 'name') === 'string', `an attribute of ${where} has no name`),
    ...unless(
      TYPES.some((one) => one === type),
      `${name} is of type ${show(type)}`,
    ),
    ...unless(
      typeof at(attribute, 'multiValued') === 'boolean',
      `${name}: multiValued is ${show(at(attribute, 'multiValued'))}`,
    ),
    ...unless(type !== 'complex' || parts.length > 0, `${name} is complex and has no subAttributes`),
    ...Object.entries(CHARACTERISTICS).flatMap(([key, allowed]) => {
      const value = at(attribute, key);
      const isKnown = value === undefined || allowed.some((one) => one === value);
      return unless(isKnown, `${name}: ${key} is ${show(value)}`);
    }),
    ...parts.flatMap((part) => attributeProblems(part, name)),
  ];
}

function userProblems(attributes: readonly Json[]): readonly string[] {
  const named = (name: string) => attributes.find((one) => at(one, 'name') === name);
  const password = named('password');
  return [
    ...equal(at(named('userName'), 'required'), true, 'userName: required'),
    ...(password === undefined
      ? []
      : [
          ...equal(at(password, 'returned'), 'never', 'password: returned'),
          ...equal(at(password, 'mutability'), 'writeOnly', 'password: mutability'),
        ]),
  ];
}

// What RFC 7643 §5 and §6 want of the service provider configuration and of a resource type.

import { unless } from '../expect.ts';
import { at, isObject, type Json, listAt, show } from '../json.ts';
import { RESOURCE_TYPE } from '../urns.ts';

/** What a server says of itself with `supported`. */
export const OPTIONAL = ['patch', 'bulk', 'filter', 'changePassword', 'sort', 'etag'] as const;

/** What is wrong with a service provider configuration. */
export function configurationProblems(body: Json): readonly string[] {
  const isNumber = (...path: readonly string[]) =>
    unless(typeof at(body, ...path) === 'number', `${path.join('.')} is ${show(at(body, ...path))}`);
  return [
    ...OPTIONAL.flatMap((name) =>
      unless(
        typeof at(body, name, 'supported') === 'boolean',
        `${name}.supported is ${show(at(body, name, 'supported'))}, expected true or false`,
      ),
    ),
    ...['maxOperations', 'maxPayloadSize'].flatMap((name) => isNumber('bulk', name)),
    ...isNumber('filter', 'maxResults'),
    ...unless(Array.isArray(at(body, 'authenticationSchemes')), 'authenticationSchemes is no list'),
    ...listAt(body, 'authenticationSchemes').flatMap((scheme) =>
      ['type', 'name', 'description'].flatMap((name) =>
        unless(typeof at(scheme, name) === 'string', `an authentication scheme has no ${name}`),
      ),
    ),
  ];
}

/** What is wrong with a resource type. */
export function resourceTypeProblems(type: Json): readonly string[] {
  const name = show(at(type, 'name'));
  return [
    ...unless(listAt(type, 'schemas').includes(RESOURCE_TYPE), `${name} does not name its schema`),
    ...['name', 'endpoint', 'schema'].flatMap((key) =>
      unless(typeof at(type, key) === 'string', `${name} has no ${key}`),
    ),
    ...listAt(type, 'schemaExtensions').flatMap((one) =>
      unless(
        isObject(one) && typeof one['schema'] === 'string' && typeof one['required'] === 'boolean',
        `an extension of ${name} is ${show(one)}`,
      ),
    ),
  ];
}

// A found user or group as the client sees it: what is computed for each answer joins what is stored. URIs are
// absolute and never stored (RFC 7643 §3.1 `meta.location`).

import { project } from '../scim/resource/project.ts';
import type { Projection } from '../scim/resource/projection.ts';
import type { JsonObject, Resource } from '../scim/resource/value.ts';
import type { StoredType } from '../scim/schema/resource-type.ts';
import { entityTag } from './condition.ts';
import type { Found } from './stored.ts';

/** `baseUrl`: the tenant's SCIM base URL without trailing slash. */
export function locationOf(baseUrl: string, type: StoredType, id: string): string {
  return `${baseUrl}${type.endpoint}/${id}`;
}

/** The JSON of one resource under a projection, in pieces: the members of a large group are not there at once. */
export async function* representPieces(
  baseUrl: string,
  type: StoredType,
  found: Found,
  projection: Projection,
): AsyncGenerator<string> {
  const { members, ...rest } = represent(baseUrl, type, found, projection);
  const shown = (list: unknown) => (Array.isArray(list) && list.length > 0 ? JSON.stringify(list) : '');
  const text = JSON.stringify(rest);
  let open = shown(members).slice(0, -1);
  yield open === '' ? text.slice(0, -1) : `${text.slice(0, -1)},"members":${open}`;
  for await (const page of found.moreMembers?.() ?? []) {
    const list = shown(represent(baseUrl, type, { ...found, members: page }, projection)['members']);
    if (list === '') continue;
    yield open === '' ? `,"members":${list.slice(0, -1)}` : `,${list.slice(1, -1)}`;
    open = list;
  }
  yield open === '' ? '}' : ']}';
}

/** The JSON of one resource under a projection; of a large group with its first members. */
export function represent(
  baseUrl: string,
  type: StoredType,
  found: Found,
  projection: Projection,
): JsonObject {
  const { id, resource, created, lastModified, version, groups, members } = found;
  const whole: Resource = {
    ...resource,
    id,
    meta: {
      resourceType: type.name,
      created,
      lastModified,
      location: locationOf(baseUrl, type, id),
      version: entityTag(version),
    },
    ...(groups?.length && {
      groups: groups.map(({ value, display }) => ({
        value,
        $ref: `${baseUrl}/Groups/${value}`,
        display,
        type: 'direct',
      })),
    }),
    ...(members?.length && {
      members: members.map((member) => ({
        value: member.value,
        $ref: `${baseUrl}/${member.type}s/${member.value}`,
        type: member.type,
        ...(member.display !== undefined && { display: member.display }),
      })),
    }),
  };
  return project(type, whole, projection);
}

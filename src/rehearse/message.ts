// The shapes that RFC 7643 and RFC 7644 give to answers: a resource, a list, an error. What is optional there but
// read by identity providers (an error's detail, `Resources: []`) is expected too.

import { type Expectation, equal, sameSet, unless } from './expect.ts';
import { at, isObject, type Json, type JsonObject, listAt, shorten, show } from './json.ts';
import { ERROR, GROUP, LIST_RESPONSE, USER } from './urns.ts';

/** A whole user or group; the one with this id, if one is named. */
export function resource(type: 'User' | 'Group', id?: string): Expectation {
  const [schema, name] = type === 'User' ? [USER, 'userName'] : [GROUP, 'displayName'];
  return scimDocument(schema, (body) => {
    const location = at(body, 'meta', 'location');
    const actualId = at(body, 'id');
    const end = typeof actualId === 'string' ? `/${type}s/${encodeURIComponent(actualId)}` : '';
    return [
      ...unless(isText(actualId), `id is ${show(actualId)}, expected a string`),
      ...unless(id === undefined || actualId === id, `id is ${show(actualId)}, expected ${show(id)}`),
      ...unless(isText(at(body, name)), `${name} is ${show(at(body, name))}, expected a string`),
      ...equal(at(body, 'meta', 'resourceType'), type, 'meta.resourceType'),
      ...unless(isAbsolute(location, end), `meta.location is ${show(location)}, expected https://…${end}`),
      ...unless(at(body, 'password') === undefined, 'password is shown, which must never be'),
    ];
  });
}

/** The answer to a POST: the whole resource, and one absolute address in header and body (RFC 7644 §3.3). */
export function created(type: 'User' | 'Group'): Expectation {
  return (answer) => {
    const location = answer.header('Location');
    const inBody = at(answer.body, 'meta', 'location');
    return [
      ...resource(type)(answer),
      ...unless(isAbsolute(location ?? undefined, ''), `Location is ${show(location)}, expected https://…`),
      ...unless(location === inBody, `Location ${show(location)} differs from meta.location ${show(inBody)}`),
    ];
  };
}

/** A list; a request that asked for a page must be told which one it got (RFC 7644 §3.4.2.4). */
export const list: Expectation = (answer) => {
  const startIndex = asked(answer.path, 'startIndex');
  const count = asked(answer.path, 'count');
  return scimDocument(LIST_RESPONSE, (body) => {
    const resources = listAt(body, 'Resources');
    const { length } = resources;
    const total = at(body, 'totalResults');
    const isDue = (name: string) => startIndex !== undefined || at(body, name) !== undefined;
    return [
      ...unless(Array.isArray(at(body, 'Resources')), 'Resources is not a list (an empty one must be [])'),
      ...unless(
        resources.every((item) => isText(at(item, 'id'))),
        'a listed resource has no id',
      ),
      ...unless(
        typeof total === 'number' && total >= length,
        `totalResults is ${show(total)}, ${length} listed`,
      ),
      ...unless(count === undefined || length <= count, `${length} listed where ${count} were asked for`),
      ...(isDue('itemsPerPage') ? equal(at(body, 'itemsPerPage'), length, 'itemsPerPage') : []),
      ...(isDue('startIndex')
        ? equal(at(body, 'startIndex'), Math.max(1, startIndex ?? 1), 'startIndex')
        : []),
    ];
  })(answer);
};

/** That a list holds exactly these ids, and counts them so. */
export function exactly(ids: readonly string[]): Expectation {
  return (answer) => {
    const listed = listAt(answer.body, 'Resources').map((item) => at(item, 'id'));
    return [
      ...equal(at(answer.body, 'totalResults'), ids.length, 'totalResults'),
      ...sameSet('ids', listed, ids),
    ];
  };
}

/** That the first listed resource has this value. */
export function lists(value: string | boolean, name: string): Expectation {
  return (answer) => equal(at(listAt(answer.body, 'Resources')[0], name), value, `the listed ${name}`);
}

/** That a group has exactly these members, each once. */
export function members(ids: readonly string[]): Expectation {
  return (answer) => {
    const values = listAt(answer.body, 'members').map((member) => at(member, 'value'));
    return sameSet('members', values, ids);
  };
}

/** A SCIM error body (RFC 7644 §3.12) with a detail, which is all that an administrator gets to see. */
export function refusal(status: number, scimType?: string): Expectation {
  return scimDocument(ERROR, (body) => [
    ...equal(at(body, 'status'), String(status), 'status'),
    ...unless(isText(at(body, 'detail')), `detail is ${show(at(body, 'detail'))}, expected words`),
    ...(scimType === undefined ? [] : equal(at(body, 'scimType'), scimType, 'scimType')),
  ]);
}

/** A JSON object that names this schema. */
export function scimDocument(
  schema: string,
  problemsOf: (body: JsonObject) => readonly string[],
): Expectation {
  return (answer) => {
    const mediaType = answer.header('Content-Type') ?? '';
    const problems = unless(
      /^application\/(scim\+)?json\b/i.test(mediaType),
      `Content-Type is "${mediaType}", expected application/scim+json`,
    );
    if (!isObject(answer.body)) return [...problems, `the body is no JSON object: ${shorten(answer.text)}`];
    const isNamed = listAt(answer.body, 'schemas').includes(schema);
    return [...problems, ...unless(isNamed, `schemas does not name ${schema}`), ...problemsOf(answer.body)];
  };
}

function asked(path: string, parameter: string): number | undefined {
  const digits = new RegExp(`[?&]${parameter}=(\\d+)`).exec(path)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

function isText(value: Json | undefined): boolean {
  return typeof value === 'string' && value.trim() !== '';
}

function isAbsolute(value: Json | undefined, end: string): boolean {
  return typeof value === 'string' && /^https?:\/\/[^/]/.test(value) && value.endsWith(end);
}

// A query on users, groups or both, from its parameters to what the directory is asked, and the answer's message.

import type { Directory } from '../directory/directory.ts';
import { represent, representPieces } from '../directory/representation.ts';
import type { Listed, ListPage, ListQuery, ListSource, PageRequest } from '../directory/store.ts';
import { invalidValue, quoted } from '../scim/error.ts';
import { print } from '../scim/filter/ast.ts';
import { bindFilter } from '../scim/filter/bind.ts';
import { parseFilter } from '../scim/filter/parse.ts';
import type { Leniencies } from '../scim/leniency.ts';
import { listResponse, type PageNumbers, readPaging } from '../scim/message/list-response.ts';
import type { QueryParameters } from '../scim/message/search-request.ts';
import { type Projection, readProjection, wants } from '../scim/resource/projection.ts';
import { subAttribute } from '../scim/schema/attribute.ts';
import { type AttributePath, resolvePath } from '../scim/schema/path.ts';
import { groupType, type StoredType, schemasOf, userType } from '../scim/schema/resource-type.ts';
import { respond, respondInPieces } from './respond.ts';

/** Answers the resources of these types as a ListResponse. Errors: 400 for each parameter that cannot be understood. */
export async function answerQuery(
  directory: Directory,
  types: readonly StoredType[],
  parameters: QueryParameters,
  leniencies: Leniencies,
  baseUrl: string,
): Promise<Response> {
  const projections = new Map(types.map((type) => [type.name, readProjection(parameters, type, leniencies)]));
  const shows = (type: StoredType, name: string) => {
    const projection = projections.get(type.name);
    return projection !== undefined && wants(projection, name);
  };
  const page = readPage(parameters);
  const { sources, identity } = readSources(types, parameters, leniencies);
  const query: ListQuery = {
    sources,
    sortOrder: readSortOrder(parameters.sortOrder),
    page,
    wants: { groups: shows(userType, 'groups'), members: shows(groupType, 'members') },
    baseUrl,
    identity,
  };
  const { resources, length, totalResults, nextCursor, more } = await directory.list(query);
  const numbers = {
    totalResults,
    itemsPerPage: length,
    ...(page.kind === 'index' && { startIndex: page.startIndex }),
    ...(nextCursor !== undefined && { nextCursor }),
  };
  const show = <T>(found: Listed, by: (type: StoredType, projection: Projection) => T): readonly T[] => {
    const type = types.find(({ name }) => name === found.type);
    const projection = projections.get(found.type);
    return type && projection ? [by(type, projection)] : [];
  };
  if (!more && !resources.some(({ moreMembers }) => moreMembers)) {
    const shown = resources.flatMap((found) =>
      show(found, (type, projection) => represent(baseUrl, type, found, projection)),
    );
    return respond(200, listResponse(shown, numbers));
  }
  const piecesOf = (found: Listed) =>
    show(found, (type, projection) => representPieces(baseUrl, type, found, projection));
  return respondInPieces(200, listPieces(numbers, resources, more, piecesOf));
}

async function* listPieces(
  numbers: PageNumbers,
  resources: readonly Listed[],
  more: ListPage['more'],
  piecesOf: (found: Listed) => readonly AsyncIterable<string>[],
): AsyncGenerator<string> {
  const [head = '', end = ''] = JSON.stringify(listResponse([], numbers)).split(/(?=\]\}$)/);
  let before = head;
  for await (const portion of portions(resources, more)) {
    for (const pieces of portion.flatMap(piecesOf)) {
      for await (const piece of pieces) {
        yield before + piece;
        before = '';
      }
      before = ',';
    }
  }
  yield end;
}

async function* portions(resources: readonly Listed[], more: ListPage['more']) {
  yield resources;
  if (more) yield* more();
}

/** RFC 9865 §2.4: by cursor when there is one, be it empty; by index otherwise. */
function readPage({ startIndex, count, cursor }: QueryParameters): PageRequest {
  const paging = readPaging({ startIndex, count });
  if (cursor === undefined) return { kind: 'index', ...paging };
  if (startIndex !== undefined) {
    throw invalidValue('"startIndex" and "cursor" exclude one another; send one of them.');
  }
  return { kind: 'cursor', cursor, count: paging.count };
}

function readSources(
  types: readonly StoredType[],
  { filter: text, sortBy, sortOrder = '' }: QueryParameters,
  leniencies: Leniencies,
): Pick<ListQuery, 'sources' | 'identity'> {
  const filter = text === undefined ? undefined : parseFilter(text, leniencies);
  const paths = types.map((type) => (sortBy === undefined ? undefined : sortPath(type, sortBy)));
  if (sortBy !== undefined && paths.every((path) => path === undefined)) {
    throw invalidValue(
      `"sortBy" names "${quoted(sortBy)}", which is no attribute that can be sorted by. Name a simple attribute or sub-attribute.`,
    );
  }
  const sources = types.map((type, index): ListSource => {
    const others = types.filter((other) => other !== type);
    const path = paths[index];
    return {
      type: type.name,
      schemas: schemasOf(type).map(({ id }) => id),
      ...(filter && { filter: bindFilter(type, filter, leniencies, others) }),
      ...(path && { sortBy: path }),
    };
  });
  const named = types.map(({ name }) => name).join();
  const identity = () =>
    [named, sortBy ?? '', sortOrder.toLowerCase(), filter ? print(filter) : ''].join(' ');
  return { sources, identity };
}

/** Of a complex attribute its `value` (RFC 7644 §3.4.2.3); undefined where there is nothing to compare. */
function sortPath(type: StoredType, text: string): AttributePath | undefined {
  const path = resolvePath(type, text);
  if (!path || path.attribute.returned === 'never') return undefined;
  if (path.attribute.type !== 'complex' || path.subAttribute) return path;
  const value = subAttribute(path.attribute, 'value');
  return value && { ...path, subAttribute: value };
}

function readSortOrder(text: string | undefined): ListQuery['sortOrder'] {
  const order = text?.toLowerCase() ?? 'ascending';
  if (order === 'ascending' || order === 'descending') return order;
  throw invalidValue(`"sortOrder" must be "ascending" or "descending"; got "${quoted(text ?? '')}".`);
}

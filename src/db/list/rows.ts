// The rows that a list query asks for, as SQL: which tables, which conditions, in which order, and from which
// mark on. Order is creation order, or the sort key; both go on behind a given row instead of counting rows.

import type { ListQuery, ListSource } from '../../directory/store.ts';
import type { TypeName } from '../../directory/stored.ts';
import { where } from '../filter/where.ts';
import { type Fragment, fragment, joinFragments, raw } from '../fragment.ts';
import { createParameters, type Parameters } from '../parameters.ts';
import { groupsOfUser, ownColumns } from '../row-columns.ts';
import { prepare } from '../statement.ts';
import { filledColumn, sortValue } from './sort-value.ts';

const tables: Readonly<Record<TypeName, string>> = { User: 'users', Group: 'groups' };

/** The mark that the page goes on from, if it is there: bound once, used in each part of the statement. */
export interface MarkReference {
  readonly key: string;
  readonly now: string;
}

/**
 * One row more than the page holds, so that its end is known without counting. Each row has `type` and `key`, a
 * JSON list by which the next page goes on. Without a mark the rows before are counted off.
 */
export function selectPage(
  db: D1Database,
  tenant: string,
  query: ListQuery,
  mark: MarkReference | undefined,
): D1PreparedStatement {
  const parameters = createParameters();
  const reference = mark && markOf(parameters, tenant, mark);
  const selects = query.sources.map((source, rank) => {
    const { columns, after, order } = keyOf(query, source, rank, parameters);
    const groups = source.type === 'User' && query.wants.groups ? groupsOfUser : fragment`NULL`;
    const members = source.type === 'Group' ? fragment`member_count` : fragment`0 AS member_count`;
    const goesOn = reference ? fragment` AND ${after(reference)}` : fragment``;
    return {
      sql: fragment`SELECT ${raw(`'${source.type}'`)} AS type, ${ownColumns}, ${members}, ${groups} AS "groups", ${columns}
        FROM ${matching(tenant, query, source, parameters)}${goesOn}`,
      order,
    };
  });
  const skipped = query.page.kind === 'index' ? query.page.startIndex - 1 : 0;
  const offset = parameters.add(skipped);
  const limit = fragment`LIMIT ${parameters.add(query.page.count + 1)} OFFSET ${
    reference ? fragment`iif(EXISTS (${reference}), 0, ${offset})` : offset
  }`;
  const rows = joinFragments(
    selects.map((select) => select.sql),
    ' UNION ALL ',
  );
  const [first] = selects;
  return prepare(db, fragment`${rows} ORDER BY ${first?.order ?? fragment`1`} ${limit}`, parameters);
}

/** How many rows match in all; with `beyond`, how many of them have come since those places were the newest. */
export function selectCount(
  db: D1Database,
  tenant: string,
  query: ListQuery,
  mark?: MarkReference,
): D1PreparedStatement {
  const parameters = createParameters();
  const reference = mark && markOf(parameters, tenant, mark);
  const counts = query.sources.map((source) => {
    const since = reference
      ? fragment` AND place > (SELECT newest ->> ${raw(`'$.${source.type}'`)} FROM (${reference}))`
      : fragment``;
    return fragment`(SELECT count(*) FROM ${matching(tenant, query, source, parameters)}${since})`;
  });
  return prepare(db, fragment`SELECT ${joinFragments(counts, ' + ')} AS total`, parameters);
}

function matching(tenant: string, query: ListQuery, source: ListSource, parameters: Parameters): Fragment {
  const { type, schemas } = source;
  const table = { type, schemas, tenant, baseUrl: query.baseUrl, parameters };
  const condition = source.filter ? fragment` AND (${where(table, source.filter)})` : fragment``;
  return fragment`${raw(tables[source.type])} WHERE tenant = ${parameters.add(tenant)}${condition}`;
}

function markOf(parameters: Parameters, tenant: string, { key, now }: MarkReference): Fragment {
  return fragment`SELECT after, newest FROM page_marks WHERE tenant = ${parameters.add(tenant)}
    AND key = ${parameters.add(key)} AND expires_at > ${parameters.add(now)}`;
}

interface SortKey {
  readonly columns: Fragment;
  /** What stands behind the mark's row. */
  readonly after: (mark: Fragment) => Fragment;
  readonly order: Fragment;
}

function keyOf(
  query: ListQuery,
  { type, schemas, sortBy }: ListSource,
  rank: number,
  parameters: Parameters,
): SortKey {
  const isSorted = query.sources.some((source) => source.sortBy !== undefined);
  if (!isSorted) return creationKey(rank, query.sources.length);
  const table = { type, schemas, tenant: '', baseUrl: query.baseUrl, parameters };
  const descending = query.sortOrder === 'descending';
  const behind = descending ? fragment`<` : fragment`>`;
  const direction = descending ? fragment` DESC` : fragment``;
  const column = sortBy && query.sources.length === 1 ? filledColumn(table, sortBy) : undefined;
  if (column) {
    return {
      columns: fragment`json_array(0, ${column}, id) AS key`,
      after: (mark) =>
        fragment`(NOT EXISTS (${mark}) OR (${column}, id) ${behind} (SELECT after ->> 1, after ->> 2 FROM (${mark})))`,
      order: fragment`${column}${direction}, id${direction}`,
    };
  }
  const value = sortBy ? sortValue(table, sortBy) : fragment`NULL`;
  const key = fragment`(${value}) IS NULL, coalesce(${value}, ''), id`;
  return {
    columns: fragment`json_array((${value}) IS NULL, coalesce(${value}, ''), id) AS key,
      (${value}) IS NULL AS k1, coalesce(${value}, '') AS k2`,
    after: (mark) =>
      fragment`(NOT EXISTS (${mark}) OR (${key}) ${behind} (SELECT after ->> 0, after ->> 1, after ->> 2 FROM (${mark})))`,
    order: fragment`k1${direction}, k2${direction}, id${direction}`,
  };
}

/** Types one after another, each by place. The bound is one value for each type, so that the index serves it. */
function creationKey(rank: number, types: number): SortKey {
  const number = raw(String(rank));
  return {
    columns: fragment`json_array(${number}, place) AS key, ${number} AS k1, place AS k2`,
    after: (mark) => fragment`place > coalesce((SELECT CASE WHEN after ->> 0 = ${number} THEN after ->> 1
      WHEN after ->> 0 > ${number} THEN 9223372036854775807 ELSE 0 END FROM (${mark})), 0)`,
    order: types === 1 ? fragment`place` : fragment`k1, k2`,
  };
}

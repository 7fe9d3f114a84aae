// SQL written once and prepared many times. drizzle builds and binds names to positions when the module
// loads; a request only fills in values. D1's own `batch` is used (docs/decisions/003), so rows come back raw.

import { Placeholder, type SQL, sql } from 'drizzle-orm';
import { SQLiteAsyncDialect } from 'drizzle-orm/sqlite-core';
import type { Fragment } from './fragment.ts';
import type { Parameters } from './parameters.ts';

export type Bindable = string | number | null;

/** Prepares the statement with these values. */
export type Statement<Name extends string> = (
  db: D1Database,
  values: Readonly<Record<Name, Bindable>>,
) => D1PreparedStatement;

const dialect = new SQLiteAsyncDialect();

/** A named parameter. */
export const param = (name: string): Placeholder => sql.placeholder(name);

/** Compiles a statement whose parameters are all named. */
export function statement<Name extends string = never>(query: SQL): Statement<Name> {
  const { sql: text, params } = dialect.sqlToQuery(query);
  const names = params.map((value) => {
    if (value instanceof Placeholder) return value.name as Name;
    throw new Error(`A parameter without a name in: ${text}`);
  });
  return (db, values) => db.prepare(text).bind(...names.map((name) => values[name]));
}

/** Prepares a statement that was put together for this one request, all of its values in `parameters`. */
export function prepare(db: D1Database, query: Fragment, parameters: Parameters): D1PreparedStatement {
  return db.prepare(query).bind(...parameters.values());
}

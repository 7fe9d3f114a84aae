// A bound filter as SQL over one tenant's users or groups. What identity providers look up by has a column
// or a table of its own, with an index; other singular attributes are compared in the search document, whose
// strings are folded as the operands are. What is not supported yet is refused, never widened.

import { type SQL, sql } from 'drizzle-orm';
import type { TypeName } from '../directory/stored.ts';
import { invalidFilter } from '../scim/error.ts';
import type { BoundFilter, Operand } from '../scim/filter/bind.ts';
import { type AttributePath, pathName } from '../scim/schema/path.ts';

type Comparison = Extract<BoundFilter, { kind: 'comparison' }>;

/** The condition on the tenant's rows in `users` or `groups`. Errors: 400 `invalidFilter`. */
export function where(type: TypeName, tenant: string, filter: BoundFilter): SQL {
  switch (filter.kind) {
    case 'and':
      if (filter.filters.length === 0) return sql`1`;
      return sql.join(
        filter.filters.map((part) => sql`(${where(type, tenant, part)})`),
        sql` AND `,
      );
    case 'comparison':
      return comparison(type, tenant, filter);
    case 'present':
      return present(type, tenant, filter.path);
    case 'some':
      return some(type, tenant, filter.path, filter.filter);
    case 'or':
      if (filter.filters.length === 0) return sql`0`;
      throw notYet('"or"');
    case 'not':
      throw notYet(`"${filter.kind}"`);
    default:
      return filter satisfies never;
  }
}

const columns: Readonly<Record<TypeName, Readonly<Record<string, SQL>>>> = {
  User: {
    id: sql.raw('id'),
    userName: sql.raw('user_name_key'),
    externalId: sql.raw('external_id'),
    displayName: sql.raw('display_name_key'),
    'meta.created': sql.raw('created_at'),
    'meta.lastModified': sql.raw('last_modified'),
  },
  Group: {
    id: sql.raw('id'),
    displayName: sql.raw('display_name_key'),
    externalId: sql.raw('external_id'),
    'meta.created': sql.raw('created_at'),
    'meta.lastModified': sql.raw('last_modified'),
  },
};

function comparison(type: TypeName, tenant: string, filter: Comparison): SQL {
  const { path, operator, operand } = filter;
  const name = pathName(path);
  const column = columns[type][name];
  if (column && operand.type === 'instant') return instantComparison(column, filter);
  if (operator !== 'eq') throw notYet(`"${operator}" on "${name}"`);
  if (column) return sql`${column} = ${bindable(operand)}`;
  if (type === 'User' && name === 'active') return activeIs(operand.value === true);
  if (type === 'User' && (name === 'emails.value' || name === 'emails.type')) {
    return byEmail(tenant, sql`${sql.raw(name === 'emails.type' ? 'type' : 'value')} = ${bindable(operand)}`);
  }
  if (type === 'User' && name === 'groups.value') {
    return sql`id IN (SELECT member_id FROM members WHERE tenant = ${tenant} AND group_id = ${bindable(operand)})`;
  }
  if (type === 'Group' && name === 'members.value') return byMember(tenant, operand);
  if (path.attribute.multiValued || path.attribute.name === 'meta') throw notYet(`"${name}"`);
  return sql`search ->> ${jsonPath(path)} = ${bindable(operand)}`;
}

/** Columns hold milliseconds, operands ten-millionths: what lies between two milliseconds decides by itself. */
function instantComparison(column: SQL, { operator, operand, path }: Comparison): SQL {
  const text = String(operand.value);
  const millisecond = `${text.slice(0, 23)}Z`;
  const between = text.slice(23, 27) !== '0000';
  switch (operator) {
    case 'gt':
      return sql`${column} > ${millisecond}`;
    case 'ge':
      return between ? sql`${column} > ${millisecond}` : sql`${column} >= ${millisecond}`;
    case 'lt':
      return between ? sql`${column} <= ${millisecond}` : sql`${column} < ${millisecond}`;
    case 'le':
      return sql`${column} <= ${millisecond}`;
    case 'eq':
      return between ? sql`0` : sql`${column} = ${millisecond}`;
    case 'ne':
    case 'co':
    case 'sw':
    case 'ew':
      throw notYet(`"${operator}" on "${pathName(path)}"`);
    default:
      return operator satisfies never;
  }
}

function present(type: TypeName, tenant: string, path: AttributePath): SQL {
  const name = pathName(path);
  const column = columns[type][name];
  if (column) return sql`${column} IS NOT NULL`;
  if (name === 'schemas' || path.attribute.name === 'meta') return sql`1`;
  if (type === 'User' && (name === 'emails' || name === 'emails.value')) {
    return sql`EXISTS (SELECT 1 FROM user_emails e WHERE e.tenant = ${tenant} AND e.user_id = users.id)`;
  }
  if (type === 'Group' && (name === 'members' || name === 'members.value')) {
    return sql`EXISTS (SELECT 1 FROM members m WHERE m.tenant = ${tenant} AND m.group_id = groups.id)`;
  }
  if (type === 'User' && (name === 'groups' || name === 'groups.value')) {
    return sql`EXISTS (SELECT 1 FROM members m WHERE m.tenant = ${tenant} AND m.member_id = users.id)`;
  }
  if (path.attribute.multiValued && path.subAttribute) throw notYet(`"pr" on "${name}"`);
  // Empty values are never stored: an attribute that is there has a value; "" alone is no value.
  return sql`coalesce(search ->> ${jsonPath(path)}, '') <> ''`;
}

/** `emails[type eq "work" and value eq "…"]`, `members[value eq "…"]`: one and the same element. */
function some(type: TypeName, tenant: string, path: AttributePath, filter: BoundFilter): SQL {
  const parts = filter.kind === 'and' ? filter.filters : [filter];
  const name = pathName(path);
  const equals = parts.map((part) => {
    if (part.kind !== 'comparison' || part.operator !== 'eq') throw notYet(`this filter on "${name}"`);
    return { on: part.path.attribute.name, operand: part.operand };
  });
  if (type === 'User' && name === 'emails' && equals.every(({ on }) => on === 'value' || on === 'type')) {
    const conditions = equals.map(({ on, operand }) => sql`${sql.raw(on)} = ${bindable(operand)}`);
    return byEmail(tenant, sql.join(conditions, sql` AND `));
  }
  const [only] = equals;
  if (type === 'Group' && name === 'members' && equals.length === 1 && only?.on === 'value') {
    return byMember(tenant, only.operand);
  }
  throw notYet(`this filter on "${name}"`);
}

const byEmail = (tenant: string, condition: SQL): SQL =>
  sql`id IN (SELECT user_id FROM user_emails WHERE tenant = ${tenant} AND ${condition})`;

const byMember = (tenant: string, operand: Operand): SQL =>
  sql`id IN (SELECT group_id FROM members WHERE tenant = ${tenant} AND member_id = ${bindable(operand)})`;

/** A user without `active` is neither; the column, which has an index, says "not false". */
const activeIs = (wanted: boolean): SQL =>
  wanted ? sql`active = 1 AND search ->> '$.active' = 1` : sql`active = 0`;

function bindable({ value }: Operand): string | number {
  return typeof value === 'boolean' ? Number(value) : value;
}

/** `$."urn:…:User"."manager"."value"`: names are the schema's own, never the client's. */
function jsonPath(path: AttributePath): string {
  const names = [path.extension, path.attribute.name, path.subAttribute?.name];
  return `$${names
    .filter((name) => name !== undefined)
    .map((name) => `."${name}"`)
    .join('')}`;
}

function notYet(what: string) {
  return invalidFilter(
    `Filtering by ${what} is not supported. Supported are "eq", "and" and "pr", with gt, ge, lt and le on meta.lastModified.`,
  );
}

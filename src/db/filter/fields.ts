// Where the values of an attribute are to be found: in a column, in the search document, in rows of other tables,
// or in what is computed for each answer (`schemas`, `meta`, `$ref`), so that filters can ask for that too.

import type { TypeName } from '../../directory/stored.ts';
import { type AttributePath, pathName } from '../../scim/schema/path.ts';
import { type Fragment, fragment, raw } from '../fragment.ts';
import type { Parameters } from '../parameters.ts';

/** What a filter is asked of: one tenant's rows of one type. `baseUrl` is what `meta.location` and `$ref` begin with. */
export interface Table {
  readonly type: TypeName;
  /** The URNs of the type's schemas, the core schema first. */
  readonly schemas: readonly string[];
  readonly tenant: string;
  readonly baseUrl: string;
  readonly parameters: Parameters;
}

export type Field =
  /** One value, NULL where there is none. */
  | { readonly kind: 'one'; readonly value: Fragment; readonly isIndexed?: true }
  /** A moment in a column, in milliseconds. */
  | { readonly kind: 'moment'; readonly column: Fragment }
  /** One row for each value; `rows` is what stands behind FROM, WHERE included. */
  | { readonly kind: 'many'; readonly rows: Fragment; readonly value: Fragment }
  /** Texts that are known beforehand, each there under a condition. */
  | { readonly kind: 'known'; readonly texts: readonly { readonly text: string; readonly when: Fragment }[] };

/** Where the attribute of a resource is. */
export function fieldOf(table: Table, path: AttributePath): Field {
  const name = pathName(path);
  const computed = computedFields[table.type][name];
  if (computed) return computed(table);
  const linked = linkedRows(table, path);
  if (linked && path.subAttribute) {
    return {
      kind: 'many',
      rows: linked.rows,
      value: linked.values[path.subAttribute.name] ?? fragment`NULL`,
    };
  }
  if (!path.attribute.multiValued) return { kind: 'one', value: fragment`search ->> ${jsonPath(path)}` };
  const rows = fragment`json_each(search, ${listPath(path)}) e WHERE true`;
  return {
    kind: 'many',
    rows,
    value: path.subAttribute ? elementValue(path.subAttribute.name) : fragment`e.value`,
  };
}

/** The elements of a multi-valued attribute as rows, for what is asked of one and the same element. */
export interface ElementRows {
  readonly rows: Fragment;
  /** The sub-attribute of the row's element, NULL where it has none. */
  readonly value: (name: string) => Fragment;
}

export function elementRows(table: Table, path: AttributePath): ElementRows {
  const linked = linkedRows(table, path);
  if (linked) return { rows: linked.rows, value: (name) => linked.values[name] ?? fragment`NULL` };
  if (path.attribute.multiValued) {
    return { rows: fragment`json_each(search, ${listPath(path)}) e WHERE true`, value: elementValue };
  }
  const one = fragment`(SELECT search -> ${jsonPath(path)} AS value) e WHERE e.value IS NOT NULL`;
  return { rows: one, value: elementValue };
}

/** The path of an attribute in the search document. */
function jsonPath({ extension, attribute, subAttribute }: AttributePath): Fragment {
  return jsonPathOf(extension, attribute.name, subAttribute?.name);
}

const listPath = ({ extension, attribute }: AttributePath): Fragment => jsonPathOf(extension, attribute.name);

const elementValue = (name: string): Fragment => fragment`e.value ->> ${jsonPathOf(name)}`;

/** `'$."name"."sub"'` as a literal; undefined names are left out. Names are the schema's own, never the client's. */
export function jsonPathOf(...names: readonly (string | undefined)[]): Fragment {
  const path = `$${names
    .filter((name) => name !== undefined)
    .map((name) => `."${name}"`)
    .join('')}`;
  return raw(`'${path.replaceAll("'", "''")}'`);
}

type Computed = Readonly<Record<string, (table: Table) => Field>>;

const column = (name: string) => (): Field => ({ kind: 'one', value: raw(name), isIndexed: true });
const moment = (name: string) => (): Field => ({ kind: 'moment', column: raw(name) });

const computedFields: Readonly<Record<TypeName, Computed>> = {
  User: {
    ...ofEveryType('User'),
    userName: column('user_name_key'),
    displayName: column('display_name_key'),
  },
  Group: { ...ofEveryType('Group'), displayName: column('display_name_key') },
};

function ofEveryType(type: TypeName): Computed {
  return {
    id: column('id'),
    externalId: column('external_id'),
    'meta.created': moment('created_at'),
    'meta.lastModified': moment('last_modified'),
    'meta.resourceType': () => ({ kind: 'known', texts: [{ text: type, when: fragment`1` }] }),
    'meta.version': () => ({ kind: 'one', value: fragment`'W/"' || version || '"'` }),
    'meta.location': ({ baseUrl, parameters }) => ({
      kind: 'one',
      value: fragment`${parameters.add(`${baseUrl}/${type}s/`)} || id`,
    }),
    schemas: ({ schemas: [core = '', ...extensions] }) => ({
      kind: 'known',
      texts: [
        { text: core, when: fragment`1` },
        ...extensions.map((urn) => ({ text: urn, when: fragment`search -> ${jsonPathOf(urn)} IS NOT NULL` })),
      ],
    }),
  };
}

interface LinkedRows {
  readonly rows: Fragment;
  readonly values: Readonly<Record<string, Fragment>>;
}

/** `groups` of users and `members` of groups are rows of their own. */
function linkedRows(table: Table, { extension, attribute }: AttributePath): LinkedRows | undefined {
  if (extension !== undefined) return undefined;
  const { type, baseUrl, parameters } = table;
  if (type === 'User' && attribute.name === 'groups') {
    return {
      rows: fragment`members m CROSS JOIN groups g ON g.tenant = m.tenant AND g.id = m.group_id
        WHERE m.tenant = ${parameters.add(table.tenant)} AND m.member_id = users.id`,
      values: {
        value: fragment`m.group_id`,
        $ref: fragment`${parameters.add(`${baseUrl}/Groups/`)} || m.group_id`,
        display: fragment`g.display_name_key`,
        type: fragment`'direct'`,
      },
    };
  }
  if (type === 'Group' && attribute.name === 'members') {
    return {
      rows: fragment`members m WHERE m.tenant = ${parameters.add(table.tenant)} AND m.group_id = groups.id`,
      values: {
        value: fragment`m.member_id`,
        $ref: fragment`${parameters.add(`${baseUrl}/`)} || m.type || 's/' || m.member_id`,
        display: fragment`m.display_key`,
        type: fragment`lower(m.type)`,
      },
    };
  }
  return undefined;
}

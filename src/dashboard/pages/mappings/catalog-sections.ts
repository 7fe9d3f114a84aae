// What Okta's entitlement apps find here to choose from: roles of the application, and entitlements.

import type { Fields, ListSection } from './section.ts';

const column = {
  id: { name: 'id', label: 'Id', kind: 'text', isRequired: true, advice: 'What is sent for it.' },
  displayName: { name: 'displayName', label: 'Name', kind: 'text', isRequired: true },
  type: { name: 'type', label: 'Type', kind: 'text', advice: 'Such as Permission. May be empty.' },
  description: { name: 'description', label: 'Description', kind: 'text', isWide: true },
} as const;

const appRoles: ListSection = {
  kind: 'list',
  path: 'app-roles',
  title: 'Roles on offer',
  advice: 'What Okta shows as roles of the application. They are offered there, and decide nothing here.',
  key: 'appRoles',
  isOrdered: false,
  noun: 'role',
  columns: [column.id, column.displayName, column.description],
  columnOf: (path) => String(path[0] ?? ''),
  fieldsOf: ({ appRoles: all }, index) => textsOf(all[index]),
  entryOf: (fields) => filled(fields, ['id', 'displayName'], ['description']),
};

const entitlements: ListSection = {
  kind: 'list',
  path: 'entitlements',
  title: 'Entitlements on offer',
  advice: 'What Okta shows as entitlements. They are offered there, and decide nothing here.',
  key: 'entitlements',
  isOrdered: false,
  noun: 'entitlement',
  columns: [column.id, column.displayName, column.type, column.description],
  columnOf: (path) => String(path[0] ?? ''),
  fieldsOf: ({ entitlements: all }, index) => textsOf(all[index]),
  entryOf: (fields) => filled(fields, ['id', 'displayName'], ['type', 'description']),
};

export const catalogSections: readonly ListSection[] = [appRoles, entitlements];

function textsOf(entry: Readonly<Record<string, string | undefined>> = {}): Fields {
  return Object.fromEntries(Object.entries(entry).map(([name, text]) => [name, text ?? '']));
}

/** What may be left out is left out where it is empty. */
function filled(fields: Fields, required: readonly string[], optional: readonly string[]): Fields {
  const entries = [...required, ...optional.filter((name) => fields[name])];
  return Object.fromEntries(entries.map((name) => [name, fields[name] ?? '']));
}

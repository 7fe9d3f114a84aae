// The settings that are lists: profiles, rules, roles, custom attributes; constraints and catalogs in their own files.

import type { Settings } from '../../../policy/settings.ts';
import { attributeTypes, userSchemaUrn } from '../../../policy/shapes.ts';
import { titleOf } from '../../parts/foreign.tsx';
import { catalogSections } from './catalog-sections.ts';
import { constraints } from './constraint-section.ts';
import { fieldsOfFilter, filterOfFields, operators } from './rule-fields.ts';
import { flag, type ListSection, numberOf, textOf } from './section.ts';

const ownColumn = (path: readonly PropertyKey[]) => String(path[0] ?? '');

const profiles: ListSection = {
  kind: 'list',
  path: 'profiles',
  title: 'Profiles',
  advice: 'What an account may get. Rules say who gets which.',
  key: 'profiles',
  isOrdered: false,
  noun: 'profile',
  columns: [
    { name: 'name', label: 'Name', kind: 'text', isRequired: true },
    { name: 'quotaGb', label: 'Storage in GB', kind: 'number', advice: 'Empty: no limit of its own.' },
    { name: 'storage', label: 'Stored on', kind: 'text' },
  ],
  columnOf: ownColumn,
  fieldsOf: ({ profiles: all }, index) => {
    const { name = '', quotaGb = null, storage = null } = all[index] ?? {};
    return { name, quotaGb: quotaGb === null ? '' : String(quotaGb), storage: storage ?? '' };
  },
  entryOf: ({ name, quotaGb, storage }) => ({ name, quotaGb: numberOf(quotaGb), storage: textOf(storage) }),
};

const rules: ListSection = {
  kind: 'list',
  path: 'rules',
  title: 'Rules',
  advice:
    'Who gets which profile. The first rule that matches decides. A rule may ask for any attribute that the identity provider sends, also one that is not kept.',
  key: 'rules',
  isOrdered: true,
  noun: 'rule',
  columns: [
    { name: 'attribute', label: 'If', kind: 'text', advice: 'Such as countryCode.' },
    { name: 'operator', label: 'compared', kind: 'choice', options: () => operators },
    {
      name: 'values',
      label: 'with',
      kind: 'text',
      advice: 'Several values by commas: DE, AT. Or a whole filter in SCIM’s syntax.',
      isWide: true,
    },
    { name: 'profile', label: 'then profile', kind: 'choice', options: profileOptions },
  ],
  columnOf: (path) => (path[0] === 'when' ? 'values' : ownColumn(path)),
  fieldsOf: (settings, index) => {
    const rule = settings.rules[index];
    if (!rule) return { operator: 'is' };
    return { ...fieldsOfFilter(rule.when, settings), profile: rule.profile };
  },
  entryOf: (fields, settings) => ({ when: filterOfFields(fields, settings), profile: fields['profile'] }),
};

const roles: ListSection = {
  kind: 'list',
  path: 'roles',
  title: 'Roles',
  advice:
    'Members of a group that the identity provider pushes have the role, for as long as they are members.',
  key: 'roles',
  isOrdered: false,
  noun: 'role',
  columns: [
    { name: 'group', label: 'Members of the group', kind: 'text', isRequired: true },
    { name: 'role', label: 'have the role', kind: 'text', isRequired: true },
  ],
  columnOf: ownColumn,
  fieldsOf: ({ roles: all }, index) => ({ group: all[index]?.group ?? '', role: all[index]?.role ?? '' }),
  entryOf: ({ group, role }) => ({ group, role }),
};

const attributes: ListSection = {
  kind: 'list',
  path: 'attributes',
  title: 'Custom attributes',
  advice:
    'What the identity provider sends beyond the standard, how it is checked, and whether it is kept or only serves the rules.',
  key: 'attributes',
  isOrdered: false,
  noun: 'attribute',
  columns: [
    { name: 'name', label: 'Name', kind: 'text', isRequired: true },
    { name: 'namespace', label: 'External namespace', kind: 'text', advice: 'Empty: the core user’s.' },
    {
      name: 'type',
      label: 'Type',
      kind: 'choice',
      options: () => attributeTypes.map((type) => [type, type]),
    },
    { name: 'canonicalValues', label: 'Only these values', kind: 'lines', advice: 'One on each line.' },
    { name: 'default', label: 'Default', kind: 'text' },
    { name: 'defaultFrom', label: 'When absent, the value of', kind: 'text', advice: 'Another attribute.' },
    { name: 'required', label: 'Required', kind: 'checkbox' },
    { name: 'store', label: 'Kept and shown', kind: 'checkbox' },
  ],
  columnOf: ownColumn,
  fieldsOf: ({ attributes: all }, index) => {
    const one = all[index];
    if (!one) return { type: 'string', store: 'on' };
    return {
      name: one.name,
      namespace: one.namespace === userSchemaUrn ? '' : one.namespace,
      type: one.type,
      canonicalValues: (one.canonicalValues ?? []).join('\n'),
      default: one.default === null ? '' : String(one.default),
      defaultFrom: one.defaultFrom ?? '',
      required: flag(one.required),
      store: flag(one.store),
    };
  },
  entryOf: ({
    name,
    namespace,
    type = 'string',
    canonicalValues = '',
    defaultFrom,
    required,
    store,
    ...rest
  }) => {
    const values = canonicalValues.split('\n').filter((value) => value !== '');
    return {
      name,
      namespace: namespace || userSchemaUrn,
      type,
      canonicalValues: values.length > 0 ? values : null,
      default: defaultOf(rest['default'], type),
      defaultFrom: textOf(defaultFrom),
      required: required === 'on',
      store: store === 'on',
    };
  },
};

function profileOptions({ profiles: all }: Settings): readonly (readonly [string, string])[] {
  return [['', 'choose'], ...all.map(({ name }) => [name, titleOf(name)] as const)];
}

/** In the attribute's type, as far as the text is of it; else as it is, to be refused. */
function defaultOf(text: string | undefined, type: string): string | number | boolean | null {
  if (text === undefined || text === '') return null;
  if (type === 'boolean' && /^(?:true|false)$/.test(text)) return text === 'true';
  if (type === 'integer' || type === 'decimal') return /^-?\d+(?:\.\d+)?$/.test(text) ? Number(text) : text;
  return text;
}

export const listSections: readonly ListSection[] = [
  profiles,
  rules,
  roles,
  attributes,
  constraints,
  ...catalogSections,
];

import { describe, expect, it } from 'vitest';
import { attribute, type Schema } from '../../../src/scim/schema/attribute.ts';
import { pathName, resolvePath, resolveSchema } from '../../../src/scim/schema/path.ts';
import { groupType, type ResourceType, userType } from '../../../src/scim/schema/resource-type.ts';

const core = 'urn:ietf:params:scim:schemas:core:2.0:User';
const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const badge = 'urn:example:Badge:1.0:User';

const schema = (id: string, names: readonly string[]): Schema => ({
  id,
  name: id,
  description: id,
  attributes: names.map((name) => attribute(name, name)),
});
/** Extensions that share names with one another and with the core, and one whose URN begins with another's. */
const staff: ResourceType = {
  ...userType,
  schemaExtensions: [
    ...userType.schemaExtensions,
    { required: false, schema: schema(badge, ['floor', 'department', 'title', 'id', 'constructor']) },
    { required: false, schema: schema(`${badge}:more`, ['floor', 'color']) },
  ],
};

describe('a name is resolved to the attribute that is meant', () => {
  it.each([
    ['userName', 'userName'],
    ['USERNAME', 'userName'],
    ['name.GivenName', 'name.givenName'],
    ['groups.$REF', 'groups.$ref'],
    ['id', 'id'],
    ['externalid', 'externalId'],
    ['meta.lastmodified', 'meta.lastModified'],
    ['schemas', 'schemas'],
    [`${core}:userName`, 'userName'],
    [`${core.toUpperCase()}:NAME.FORMATTED`, 'name.formatted'],
    [`${core}:id`, 'id'],
    [`${core}:meta.created`, 'meta.created'],
    [`${enterprise}:manager`, `${enterprise}:manager`],
    [`${enterprise}:manager.displayname`, `${enterprise}:manager.displayName`],
    [`${enterprise}.manager`, `${enterprise}:manager`],
    [`${enterprise}.manager.value`, `${enterprise}:manager.value`],
    ['manager.value', `${enterprise}:manager.value`],
    ['costCenter', `${enterprise}:costCenter`],
  ])('%s', (text, name) => {
    const path = resolvePath(userType, text);
    expect(path && pathName(path)).toBe(name);
  });

  it.each([
    ['a name of two extensions needs its URN', 'floor', undefined],
    ['a name of two extensions needs its URN', 'department', undefined],
    ['a name of two extensions with its URN', `${badge}:department`, `${badge}:department`],
    ['a name of two extensions with its URN', `${badge}:floor`, `${badge}:floor`],
    ['the longer URN wins', `${badge}:more:floor`, `${badge}:more:floor`],
    ['the longer URN wins', `${badge}:more.color`, `${badge}:more:color`],
    ['a name of one extension', 'color', `${badge}:more:color`],
    ['the core wins', 'title', 'title'],
    ['the core wins', 'id', 'id'],
    ['the core wins only without URN', `${badge}:title`, `${badge}:title`],
    ['a declared name may be any', 'constructor', `${badge}:constructor`],
  ])('%s: %s', (_, text, name) => {
    const path = resolvePath(staff, text);
    expect(path && pathName(path)).toBe(name);
  });
});

it.each([
  '',
  '.',
  ':',
  'foo',
  'user',
  'userName.',
  'userName.value',
  '.userName',
  ':userName',
  'name.foo',
  'name..givenName',
  'emails.value.type',
  'emails[type eq "work"]',
  ' userName',
  'constructor',
  '__proto__',
  'name.__proto__',
  'toString',
  'members',
  core,
  `${core}:`,
  `${core}:foo`,
  `${core}userName`,
  `${core}:manager`,
  `${enterprise}:userName`,
  'urn:ietf:params:scim:schemas:core:2.0:Group:displayName',
  'urn:ietf:params:scim:schemas:core:2',
  'urn:example:other:userName',
])('no attribute of User is meant by %j', (text) => {
  expect(resolvePath(userType, text)).toBeUndefined();
});

it('each type has its own names', () => {
  expect(resolvePath(groupType, 'members.value')?.subAttribute?.name).toBe('value');
  expect(resolvePath(groupType, 'userName')).toBeUndefined();
  expect(resolvePath(groupType, 'meta.created')?.attribute.name).toBe('meta');
});

it.each([
  [core, core],
  [enterprise.toLowerCase(), enterprise],
  [badge.toUpperCase(), badge],
  [`${enterprise}:`, undefined],
  [`${enterprise}:manager`, undefined],
  ['', undefined],
  ['constructor', undefined],
])('a whole URN is its schema, in any case: %j', (text, id) => {
  expect(resolveSchema(staff, text)?.id).toBe(id);
});

// RFC 7643 over HTTP: the representations of §8 with data of our own, and what the sections before it ask of every
// resource. What the protocol does with them is RFC 7644's. Long, because it follows one document section by section.

import { beforeAll, describe, expect, it } from 'vitest';
import { addGroup, addUser, enterpriseUrn, groupUrn, patchBody, userUrn } from '../support/people.ts';
import { expectScimError } from '../support/refusals.ts';
import { type Answer, newTenant, type TestTenant } from '../support/tenant.ts';

let tenant: TestTenant;
beforeAll(async () => {
  tenant = await newTenant();
});

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const utc = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z$/;
const documentUrn = (name: string) => `urn:ietf:params:scim:schemas:core:2.0:${name}`;

async function read(path: string): Promise<Answer['body']> {
  const { status, body, text } = await tenant.scim('GET', path);
  expect(status, text).toBe(200);
  return body;
}

const person = {
  userName: 'ines.vidal@harbor.example',
  externalId: 'hr-40017',
  name: {
    formatted: 'Dr. Inés María Vidal, PhD',
    familyName: 'Vidal',
    givenName: 'Inés',
    middleName: 'María',
    honorificPrefix: 'Dr.',
    honorificSuffix: 'PhD',
  },
  displayName: 'Inés Vidal',
  nickName: 'Nes',
  profileUrl: 'https://people.harbor.example/ines',
  emails: [
    { value: 'ines.vidal@harbor.example', type: 'work', primary: true },
    { value: 'nes@home.example', type: 'home' },
  ],
  addresses: [
    {
      type: 'work',
      streetAddress: '7 Quay Street',
      locality: 'Porto',
      region: 'Norte',
      postalCode: '4050-253',
      country: 'PT',
      formatted: '7 Quay Street\nPorto, Norte 4050-253 PT',
      primary: true,
    },
    { type: 'home', locality: 'Braga', country: 'PT' },
  ],
  phoneNumbers: [
    { value: 'tel:+351-555-0101', type: 'work' },
    { value: 'tel:+351-555-0102', type: 'mobile' },
  ],
  ims: [{ value: 'inesv', type: 'xmpp' }],
  photos: [{ value: 'https://people.harbor.example/ines/F', type: 'photo' }],
  userType: 'Employee',
  title: 'Harbor Pilot',
  preferredLanguage: 'pt-PT',
  locale: 'pt-PT',
  timezone: 'Europe/Lisbon',
  active: true,
  entitlements: [{ value: 'pier-4' }],
  roles: [{ value: 'pilot', display: 'Pilot', primary: true }],
  x509Certificates: [{ value: 'TUlJQ0h6Q0NBWWlnQXdJQkFnSUJBVEFOQmdr' }],
};

describe('the representations of RFC 7643 §8', () => {
  it('RFC 7643 §8.1: a minimal user is its schema, name, id and meta, and active', async () => {
    const { status, body } = await tenant.scim('POST', '/Users', { schemas: [userUrn], userName: 'wen' });
    expect(status).toBe(201);
    expect(body).toEqual({
      schemas: [userUrn],
      id: expect.stringMatching(uuid),
      userName: 'wen',
      active: true,
      meta: {
        resourceType: 'User',
        created: expect.stringMatching(utc),
        lastModified: body.meta.created,
        location: `${tenant.baseUrl}/Users/${body.id}`,
        version: 'W/"1"',
      },
    });
  });

  it('RFC 7643 §8.2: a full user comes back with every attribute as it was sent, and without its password', async () => {
    const { id } = await addUser(tenant, { ...person, password: 'low-tide-9' });
    const crew = await addGroup(tenant, [id], { displayName: 'Pilots' });
    expect(await read(`/Users/${id}`)).toEqual({
      ...person,
      schemas: [userUrn],
      id,
      groups: [
        { value: crew.id, $ref: `${tenant.baseUrl}/Groups/${crew.id}`, display: 'Pilots', type: 'direct' },
      ],
      meta: expect.objectContaining({ resourceType: 'User' }),
    });
  });

  it('RFC 7643 §8.3: an enterprise user carries its extension under its URN, which schemas names too', async () => {
    const boss = await addUser(tenant, { displayName: 'Ruy Melo' });
    const extension = {
      employeeNumber: '40018',
      costCenter: '4130',
      organization: 'Harbor',
      division: 'Pilotage',
      department: 'North pier',
      manager: { value: boss.id, $ref: `${tenant.baseUrl}/Users/${boss.id}` },
    };
    const { id } = await addUser(tenant, { schemas: [userUrn, enterpriseUrn], [enterpriseUrn]: extension });
    const { schemas, [enterpriseUrn]: shown } = await read(`/Users/${id}`);
    expect(schemas).toEqual([userUrn, enterpriseUrn]);
    expect(shown).toMatchObject({ ...extension, manager: { value: boss.id } });
  });

  it('RFC 7643 §8.4: a group holds its members by id, with reference, type and display', async () => {
    const [lee, kim] = [await addUser(tenant), await addUser(tenant)];
    const { id } = await addGroup(tenant, [], {
      displayName: 'Night watch',
      members: [
        { value: lee.id, $ref: `${tenant.baseUrl}/Users/${lee.id}`, display: 'Lee' },
        { value: kim.id, $ref: `${tenant.baseUrl}/Users/${kim.id}`, display: 'Kim' },
      ],
    });
    const { members, ...group } = await read(`/Groups/${id}`);
    expect(group).toMatchObject({ schemas: [groupUrn], id, displayName: 'Night watch' });
    expect(members).toHaveLength(2);
    for (const [member, display] of [
      [lee, 'Lee'],
      [kim, 'Kim'],
    ] as const) {
      const $ref = `${tenant.baseUrl}/Users/${member.id}`;
      expect(members).toContainEqual({ value: member.id, $ref, display, type: 'User' });
    }
  });

  it('RFC 7643 §8.5: the configuration has each member that §5 requires', async () => {
    const supported = { supported: expect.any(Boolean) };
    const {
      documentationUri: _optional,
      pagination: _rfc9865,
      ...config
    } = await read('/ServiceProviderConfig');
    expect(config).toEqual({
      schemas: [documentUrn('ServiceProviderConfig')],
      patch: supported,
      bulk: { ...supported, maxOperations: expect.any(Number), maxPayloadSize: expect.any(Number) },
      filter: { ...supported, maxResults: expect.any(Number) },
      changePassword: supported,
      sort: supported,
      etag: supported,
      authenticationSchemes: expect.any(Array),
      meta: { resourceType: 'ServiceProviderConfig', location: `${tenant.baseUrl}/ServiceProviderConfig` },
    });
    for (const scheme of config.authenticationSchemes) {
      expect(scheme).toMatchObject({
        type: expect.stringMatching(/^(oauth|oauth2|oauthbearertoken|httpbasic|httpdigest)$/),
        name: expect.stringMatching(/\S/),
        description: expect.stringMatching(/\S/),
      });
    }
  });

  it('RFC 7643 §8.6: each resource type names its endpoint, schema and extensions, all of which are there', async () => {
    const { Resources } = await read('/ResourceTypes');
    expect(Resources).toEqual([
      {
        schemas: [documentUrn('ResourceType')],
        id: 'User',
        name: 'User',
        endpoint: '/Users',
        description: expect.stringMatching(/\S/),
        schema: userUrn,
        schemaExtensions: [{ schema: enterpriseUrn, required: false }],
        meta: { resourceType: 'ResourceType', location: `${tenant.baseUrl}/ResourceTypes/User` },
      },
      {
        schemas: [documentUrn('ResourceType')],
        id: 'Group',
        name: 'Group',
        endpoint: '/Groups',
        description: expect.stringMatching(/\S/),
        schema: groupUrn,
        meta: { resourceType: 'ResourceType', location: `${tenant.baseUrl}/ResourceTypes/Group` },
      },
    ]);
    for (const urn of [userUrn, enterpriseUrn, groupUrn])
      expect((await read(`/Schemas/${urn}`)).id).toBe(urn);
  });

  const plural = 'value display type primary';
  it.each<[urn: string, name: string, type: string, subAttributes: string]>([
    [userUrn, 'userName', 'string', ''],
    [userUrn, 'name', 'complex', 'formatted familyName givenName middleName honorificPrefix honorificSuffix'],
    [userUrn, 'displayName', 'string', ''],
    [userUrn, 'nickName', 'string', ''],
    [userUrn, 'profileUrl', 'reference', ''],
    [userUrn, 'title', 'string', ''],
    [userUrn, 'userType', 'string', ''],
    [userUrn, 'preferredLanguage', 'string', ''],
    [userUrn, 'locale', 'string', ''],
    [userUrn, 'timezone', 'string', ''],
    [userUrn, 'active', 'boolean', ''],
    [userUrn, 'password', 'string', ''],
    [userUrn, 'emails', 'complex*', plural],
    [userUrn, 'phoneNumbers', 'complex*', plural],
    [userUrn, 'ims', 'complex*', plural],
    [userUrn, 'photos', 'complex*', plural],
    [
      userUrn,
      'addresses',
      'complex*',
      'formatted streetAddress locality region postalCode country type primary',
    ],
    [userUrn, 'groups', 'complex*', 'value $ref display type'],
    [userUrn, 'entitlements', 'complex*', plural],
    [userUrn, 'roles', 'complex*', plural],
    [userUrn, 'x509Certificates', 'complex*', plural],
    [groupUrn, 'displayName', 'string', ''],
    [groupUrn, 'members', 'complex*', 'value $ref display type'],
    [enterpriseUrn, 'employeeNumber', 'string', ''],
    [enterpriseUrn, 'costCenter', 'string', ''],
    [enterpriseUrn, 'organization', 'string', ''],
    [enterpriseUrn, 'division', 'string', ''],
    [enterpriseUrn, 'department', 'string', ''],
    [enterpriseUrn, 'manager', 'complex', 'value $ref displayName'],
  ])('RFC 7643 §8.7.1: %s declares %s as %s of [%s]', async (urn, name, type, subAttributes) => {
    const { attributes } = await read(`/Schemas/${urn}`);
    const declared = attributes.find((attribute: { name: string }) => attribute.name === name);
    expect(declared.type + (declared.multiValued ? '*' : '')).toBe(type);
    const names = (declared.subAttributes ?? []).map((attribute: { name: string }) => attribute.name);
    expect(names.toSorted()).toEqual(subAttributes.split(' ').filter(Boolean).toSorted());
  });

  it('RFC 7643 §8.7.1: the schemas declare nothing that the RFC does not have', async () => {
    const { Resources } = await read('/Schemas');
    const counts = Resources.map(({ id, attributes }: Answer['body']) => [id, attributes.length]);
    expect(counts.toSorted()).toEqual([
      [groupUrn, 2],
      [userUrn, 21],
      [enterpriseUrn, 6],
    ]);
  });

  it.each(['ServiceProviderConfig', 'ResourceType', 'Schema'])(
    'RFC 7643 §8.7.2: the schema of the document %s is not offered: 404',
    async (name) => {
      expectScimError(await tenant.scim('GET', `/Schemas/${documentUrn(name)}`), 404);
    },
  );
});

describe('names and values', () => {
  it('RFC 7643 §2.1: a name means the same in any case', async () => {
    const { status, body } = await tenant.scim('POST', '/Users', {
      SCHEMAS: [userUrn],
      USERNAME: 'case@harbor.example',
      Name: { FAMILYNAME: 'Case' },
    });
    expect(status).toBe(201);
    expect(body).toMatchObject({ userName: 'case@harbor.example', name: { familyName: 'Case' } });
  });

  it('RFC 7643 §2.1: attribute names and sub-attribute names in /Schemas are made of the signs that are allowed', async () => {
    const { Resources } = await read('/Schemas');
    const names = Resources.flatMap(({ attributes }: Answer['body']) =>
      attributes.flatMap((attribute: Answer['body']) => [attribute, ...(attribute.subAttributes ?? [])]),
    ).map(({ name }: { name: string }) => name);
    for (const name of names) expect(name).toMatch(/^(\$ref|[A-Za-z][A-Za-z0-9_-]*)$/);
    expect(names.length).toBeGreaterThan(70);
  });

  it('RFC 7643 §2.2: every declared attribute says all of its characteristics', async () => {
    const { Resources } = await read('/Schemas');
    for (const { attributes } of Resources) {
      for (const attribute of attributes) {
        for (const one of [attribute, ...(attribute.subAttributes ?? [])]) {
          expect(one).toMatchObject({
            type: expect.stringMatching(
              /^(string|boolean|decimal|integer|dateTime|binary|reference|complex)$/,
            ),
            multiValued: expect.any(Boolean),
            required: expect.any(Boolean),
            caseExact: expect.any(Boolean),
            mutability: expect.stringMatching(/^(readOnly|readWrite|immutable|writeOnly)$/),
            returned: expect.stringMatching(/^(always|never|default|request)$/),
            uniqueness: expect.stringMatching(/^(none|server|global)$/),
          });
        }
      }
    }
  });

  it('RFC 7643 §2.3.8: no attribute is complex twice over', async () => {
    const { Resources } = await read('/Schemas');
    const inner = Resources.flatMap(({ attributes }: Answer['body']) =>
      attributes.flatMap((attribute: Answer['body']) => attribute.subAttributes ?? []),
    );
    expect(inner.length).toBeGreaterThan(40);
    for (const { type, subAttributes } of inner) expect([type, subAttributes]).not.toContain('complex');
  });

  it('RFC 7643 §2.3.5: times are answered as dateTime with date, time and zone', async () => {
    const { meta } = await addUser(tenant);
    expect([meta.created, meta.lastModified]).toEqual([
      expect.stringMatching(utc),
      expect.stringMatching(utc),
    ]);
  });

  it.each(['not base64!', 'TUlJ*', 17])(
    'RFC 7643 §2.3.6: a certificate that is not base64 is refused: %j',
    async (value) => {
      const answer = await tenant.scim('POST', '/Users', { userName: 'x509', x509Certificates: [{ value }] });
      expectScimError(answer, 400, 'invalidValue');
    },
  );

  it('RFC 7643 §2.3.7: every reference in an answer leads to the resource that it names', async () => {
    const inner = await addGroup(tenant, [(await addUser(tenant)).id]);
    const outer = await addGroup(tenant, [inner.id]);
    const references = [outer.meta.location, ...outer.members.map((member: Answer['body']) => member.$ref)];
    for (const reference of references) {
      expect(reference.startsWith(`${tenant.baseUrl}/Groups/`)).toBe(true);
      expect((await read(reference.slice(tenant.baseUrl.length))).meta.location).toBe(reference);
    }
  });

  it('RFC 7643 §2.3.8: the order of members in an object means nothing', async () => {
    const { id, meta } = await addUser(tenant, { name: { givenName: 'A', familyName: 'B' }, title: 'T' });
    const { userName } = await read(`/Users/${id}`);
    const body = { title: 'T', name: { familyName: 'B', givenName: 'A' }, userName, schemas: [userUrn] };
    expect((await tenant.scim('PUT', `/Users/${id}`, body)).body.meta.version).toBe(meta.version);
  });

  it('RFC 7643 §2.4: more than one primary value is refused', async () => {
    const emails = [
      { value: 'a@harbor.example', primary: true },
      { value: 'b@harbor.example', primary: true },
    ];
    expectScimError(await tenant.scim('POST', '/Users', { userName: 'two', emails }), 400, 'invalidValue');
  });

  it('RFC 7643 §2.4: what is not said to be primary is found as not primary', async () => {
    const own = await newTenant();
    const { id } = await addUser(own, { emails: [{ value: 'a@harbor.example', type: 'work' }] });
    const filter = encodeURIComponent('not (emails.primary eq true)');
    expect((await own.scim('GET', `/Users?filter=${filter}`)).body.Resources[0].id).toBe(id);
  });

  it('RFC 7643 §2.4: one value under two types stays two values, the same type and value is kept once', async () => {
    const { emails } = await addUser(tenant, {
      emails: [
        { value: 'same@harbor.example', type: 'work' },
        { value: 'same@harbor.example', type: 'home' },
        { value: 'same@harbor.example', type: 'work' },
      ],
    });
    expect(emails.map(({ type }: { type: string }) => type)).toEqual(['work', 'home']);
  });

  it.each([[null], [[]]])('RFC 7643 §2.5: %j means unassigned, as leaving out does', async (nothing) => {
    const body = await addUser(tenant, { emails: nothing, title: null, name: { givenName: null } });
    expect(Object.keys(body).toSorted()).toEqual(['active', 'id', 'meta', 'schemas', 'userName']);
  });
});

describe('what every resource has', () => {
  it('RFC 7643 §3: schemas names the base schema and the extensions that have values, once each, whatever was sent', async () => {
    const schemas = [enterpriseUrn, userUrn, userUrn, 'urn:example:foreign'];
    const body = await addUser(tenant, { schemas, [enterpriseUrn]: { department: 'Pier' } });
    expect(body.schemas).toEqual([userUrn, enterpriseUrn]);
    expect((await addUser(tenant, { schemas })).schemas).toEqual([userUrn]);
  });

  it('RFC 7643 §3.1: id and meta are the server’s, whatever the client sends', async () => {
    const body = await addUser(tenant, {
      id: 'bulkId-mine',
      meta: { created: '2001-01-01T00:00:00Z', version: 'x' },
    });
    expect(body.id).toMatch(uuid);
    expect(body.meta.version).toBe('W/"1"');
    expect(Date.now() - Date.parse(body.meta.created)).toBeLessThan(60_000);
  });

  it('RFC 7643 §3.1: id and created stay, lastModified moves on with a change and equals created before it', async () => {
    const made = await addUser(tenant);
    expect(made.meta.lastModified).toBe(made.meta.created);
    await new Promise((resolve) => setTimeout(resolve, 5));
    const message = patchBody({ op: 'replace', path: 'title', value: 'Mate' });
    const { body } = await tenant.scim('PATCH', `/Users/${made.id}`, message);
    expect(body).toMatchObject({ id: made.id, meta: { created: made.meta.created, version: 'W/"2"' } });
    expect(Date.parse(body.meta.lastModified)).toBeGreaterThan(Date.parse(made.meta.created));
  });

  it('RFC 7643 §3.1: externalId is the client’s: kept in its case, changed and removed by it, never made up', async () => {
    const { id, externalId } = await addUser(tenant, { externalId: 'HR-00x' });
    expect(externalId).toBe('HR-00x');
    const remove = patchBody({ op: 'remove', path: 'externalId' });
    expect((await tenant.scim('PATCH', `/Users/${id}`, remove)).body).not.toHaveProperty('externalId');
  });

  it('RFC 7643 §3.1: one externalId in two tenants names two resources', async () => {
    const other = await newTenant();
    const [here, there] = [
      await addUser(tenant, { externalId: 'same' }),
      await addUser(other, { externalId: 'same' }),
    ];
    const found = await other.scim('GET', `/Users?filter=${encodeURIComponent('externalId eq "same"')}`);
    expect(found.body.Resources.map(({ id }: { id: string }) => id)).toEqual([there.id]);
    expect(here.id).not.toBe(there.id);
  });

  it('RFC 7643 §3.1: meta.location is the Content-Location of the answer', async () => {
    const { id } = await addUser(tenant);
    const { body, headers } = await tenant.scim('GET', `/Users/${id}`);
    expect(headers.get('content-location')).toBe(body.meta.location);
  });

  it('RFC 7643 §3.1: the version is the ETag, marked as weak', async () => {
    const { id } = await addUser(tenant);
    const { body, headers } = await tenant.scim('GET', `/Users/${id}`);
    expect(headers.get('etag')).toBe(body.meta.version);
    expect(body.meta.version).toMatch(/^W\/".+"$/);
  });
});

describe('users, groups and schemas', () => {
  it.each([[undefined], [null], [''], ['  ']])(
    'RFC 7643 §4.1.1: a user with userName %j is refused',
    async (userName) => {
      expectScimError(
        await tenant.scim('POST', '/Users', { schemas: [userUrn], userName }),
        400,
        'invalidValue',
      );
    },
  );

  it('RFC 7643 §4.1.1: userName is unique whatever its case', async () => {
    await addUser(tenant, { userName: 'Unique@Harbor.example' });
    const answer = await tenant.scim('POST', '/Users', { userName: 'uNIQUE@harbor.EXAMPLE' });
    expectScimError(answer, 409, 'uniqueness');
  });

  it('RFC 7643 §4.1.1: a password is answered in no form, be it asked for or searched', async () => {
    const { id } = await addUser(tenant, { password: 'ebb-and-flow' });
    for (const path of [`/Users/${id}`, `/Users/${id}?attributes=password`, '/Users?attributes=password']) {
      const { text, body } = await tenant.scim('GET', path);
      expect(text).not.toContain('ebb-and-flow');
      expect(body).not.toHaveProperty('password');
    }
    const filter = encodeURIComponent('password eq "ebb-and-flow"');
    expectScimError(await tenant.scim('GET', `/Users?filter=${filter}`), 400, 'invalidFilter');
  });

  it('RFC 7643 §4.1.2: groups of a user change through the groups alone', async () => {
    const { id, userName } = await addUser(tenant);
    const { id: group } = await addGroup(tenant);
    const groups = [{ value: group }];
    expect((await tenant.scim('PUT', `/Users/${id}`, { userName, groups })).body).not.toHaveProperty(
      'groups',
    );
    const add = patchBody({ op: 'add', path: 'groups', value: groups });
    expectScimError(await tenant.scim('PATCH', `/Users/${id}`, add), 400, 'mutability');
    await tenant.scim(
      'PATCH',
      `/Groups/${group}`,
      patchBody({ op: 'add', path: 'members', value: [{ value: id }] }),
    );
    expect((await read(`/Users/${id}`)).groups).toMatchObject([{ value: group, type: 'direct' }]);
  });

  it.each(['tel:+1-555-0100', '+1 (555) 0100', '555 0100 ext. 7'])(
    'RFC 7643 §4.1.2: a telephone number is kept as it was sent: %s',
    async (value) => {
      const { phoneNumbers } = await addUser(tenant, { phoneNumbers: [{ value }] });
      expect(phoneNumbers).toEqual([{ value }]);
    },
  );

  it.each(['PT', 'Portugal', 'pt'])(
    'RFC 7643 §4.1.2: a country is kept as it was sent: %s',
    async (country) => {
      const { addresses } = await addUser(tenant, { addresses: [{ type: 'work', country }] });
      expect(addresses).toEqual([{ type: 'work', country }]);
    },
  );

  it('RFC 7643 §4.1.2: an e-mail address is answered as it was sent, and found in any case', async () => {
    const own = await newTenant();
    await addUser(own, { emails: [{ value: 'Mixed@HARBOR.example' }] });
    const filter = encodeURIComponent('emails.value eq "mixed@harbor.example"');
    const { body } = await own.scim('GET', `/Users?filter=${filter}`);
    expect(body.Resources[0].emails).toEqual([{ value: 'Mixed@HARBOR.example' }]);
  });

  it.each([[undefined], [null], ['']])(
    'RFC 7643 §4.2: a group with displayName %j is refused',
    async (displayName) => {
      const answer = await tenant.scim('POST', '/Groups', { schemas: [groupUrn], displayName });
      expectScimError(answer, 400, 'invalidValue');
    },
  );

  it('RFC 7643 §4.2: a group may be a member of a group', async () => {
    const inner = await addGroup(tenant);
    const { members } = await addGroup(tenant, [inner.id]);
    expect(members).toEqual([
      { value: inner.id, $ref: `${tenant.baseUrl}/Groups/${inner.id}`, type: 'Group' },
    ]);
  });

  it('RFC 7643 §5: the configuration is told to those with a token only', async () => {
    const answer = await tenant.scim('GET', '/ServiceProviderConfig', undefined, { Authorization: '' });
    expectScimError(answer, 401);
  });

  it('RFC 7643 §7: case-exact values keep their case and are told apart by it', async () => {
    const own = await newTenant();
    const { id } = await addUser(own, { externalId: 'Ab-1' });
    const found = async (value: string) =>
      (await own.scim('GET', `/Users?filter=${encodeURIComponent(`externalId eq "${value}"`)}`)).body
        .totalResults;
    expect((await own.scim('GET', `/Users/${id}`)).body.externalId).toBe('Ab-1');
    expect([await found('Ab-1'), await found('aB-1')]).toEqual([1, 0]);
  });

  it.each(['id', 'meta.created', 'groups'])(
    'RFC 7643 §7: the read-only %s is never modified',
    async (path) => {
      const { id } = await addUser(tenant);
      const message = patchBody({ op: 'replace', path, value: path === 'groups' ? [{ value: id }] : 'x' });
      expectScimError(await tenant.scim('PATCH', `/Users/${id}`, message), 400, 'mutability');
    },
  );

  it('RFC 7643 §7: an immutable value of a member is not updated', async () => {
    const [one, two] = [await addUser(tenant), await addUser(tenant)];
    const { id } = await addGroup(tenant, [one.id]);
    const path = `members[value eq "${one.id}"].value`;
    const message = patchBody({ op: 'replace', path, value: two.id });
    expectScimError(await tenant.scim('PATCH', `/Groups/${id}`, message), 400, 'mutability');
  });
});

import { describe, expect, it } from 'vitest';
import {
  resourceTypeDocument,
  resourceTypeDocuments,
  schemaDocument,
  schemaDocuments,
  serviceProviderConfig,
} from '../../src/scim/discovery.ts';
import { maxBodyBytes, maxBulkOperations, maxPageSize } from '../../src/scim/limits.ts';
import { groupType, resourceTypes } from '../../src/scim/schema/resource-type.ts';
import { badgeUrn, coreUrn, enterpriseUrn, groupUrn, staffType } from './resource/staff.ts';

const base = 'https://example.com/t/acme/scim/v2';

it('the configuration has the members of RFC 7643 §5, pagination of RFC 9865 §4, and no others', () => {
  const config = serviceProviderConfig(base);
  expect(config).toEqual({
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig'],
    patch: { supported: true },
    bulk: { supported: true, maxOperations: maxBulkOperations, maxPayloadSize: maxBodyBytes },
    filter: { supported: true, maxResults: maxPageSize },
    changePassword: { supported: false },
    sort: { supported: true },
    etag: { supported: true },
    pagination: {
      cursor: true,
      index: true,
      defaultPaginationMethod: 'index',
      defaultPageSize: 100,
      maxPageSize,
      cursorTimeout: 600,
    },
    authenticationSchemes: expect.anything(),
    meta: { resourceType: 'ServiceProviderConfig', location: `${base}/ServiceProviderConfig` },
  });
  expect(config['authenticationSchemes']).toEqual([
    expect.objectContaining({ type: 'oauthbearertoken', primary: true }),
    expect.objectContaining({ type: 'httpbasic', primary: false }),
  ]);
});

describe('the resource types', () => {
  it('are listed with their schemas, and each is found by its name in any case', () => {
    const [user, group] = resourceTypeDocuments(resourceTypes, base);
    expect(user).toEqual({
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:ResourceType'],
      id: 'User',
      name: 'User',
      endpoint: '/Users',
      description: expect.any(String),
      schema: coreUrn,
      schemaExtensions: [{ schema: enterpriseUrn, required: false }],
      meta: { resourceType: 'ResourceType', location: `${base}/ResourceTypes/User` },
    });
    expect(group).not.toHaveProperty('schemaExtensions');
    expect(resourceTypeDocument(resourceTypes, 'group', base)).toEqual(group);
    expect(resourceTypeDocument(resourceTypes, 'Role', base)).toBeUndefined();
  });
});

describe('the schemas', () => {
  const documents = schemaDocuments([staffType, groupType, staffType], base);

  it('are those of the resources, a tenant’s own among them, each once', () => {
    expect(documents.map(({ id }) => id)).toEqual([coreUrn, enterpriseUrn, badgeUrn, groupUrn]);
  });
  it('are found by their URN in any case', () => {
    expect(schemaDocument([staffType], badgeUrn.toUpperCase(), base)).toEqual(documents[2]);
    expect(schemaDocument([groupType], badgeUrn, base)).toBeUndefined();
  });
  it('have the shape of RFC 7643 §7', () => {
    expect(documents[0]).toMatchObject({
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:Schema'],
      id: coreUrn,
      name: 'User',
      meta: { resourceType: 'Schema', location: `${base}/Schemas/${coreUrn}` },
    });
    expect(documents[0]?.['attributes']).toContainEqual({
      name: 'userName',
      type: 'string',
      multiValued: false,
      description: expect.any(String),
      required: true,
      caseExact: false,
      mutability: 'readWrite',
      returned: 'default',
      uniqueness: 'server',
    });
  });
  it('describe sub-attributes, canonical values and reference types', () => {
    expect(documents[3]?.['attributes']).toContainEqual(
      expect.objectContaining({
        name: 'members',
        type: 'complex',
        subAttributes: expect.arrayContaining([
          expect.objectContaining({ name: '$ref', type: 'reference', referenceTypes: ['User', 'Group'] }),
          expect.objectContaining({ name: 'type', canonicalValues: ['User', 'Group'] }),
        ]),
      }),
    );
  });
});

// The limits that a client can read beforehand (RFC 7643 §5, RFC 9865 §4).

import { expect, it } from 'vitest';
import {
  defaultPageSize,
  maxBodyBytes,
  maxBulkOperations,
  maxPageSize,
  walkTimeoutSeconds,
} from '../../src/scim/limits.ts';
import { newTenant } from '../support/tenant.ts';

it.each(['/ServiceProviderConfig', '/serviceConfiguration'])(
  '%s reports the very limits that are enforced',
  async (path) => {
    const { body } = await (await newTenant()).scim('GET', path);
    expect(body.bulk).toEqual({
      supported: true,
      maxOperations: maxBulkOperations,
      maxPayloadSize: maxBodyBytes,
    });
    expect(body.filter).toEqual({ supported: true, maxResults: maxPageSize });
    expect(body.pagination).toMatchObject({
      defaultPageSize,
      maxPageSize,
      cursorTimeout: walkTimeoutSeconds,
    });
  },
);

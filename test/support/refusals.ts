// What every refusal looks like on the two surfaces, so that each test of an error checks the whole of it.

import { expect } from 'vitest';
import type { ScimType } from '../../src/scim/error.ts';
import type { Answer } from './tenant.ts';

export const errorUrn = 'urn:ietf:params:scim:api:messages:2.0:Error';

/** A SCIM error and nothing else: `status` a string, a `detail` for the administrator, no page, no stack. */
export function expectScimError(answer: Answer, status: number, scimType?: ScimType): void {
  expect(answer.body).toEqual({
    schemas: [errorUrn],
    status: String(status),
    ...(scimType && { scimType }),
    detail: expect.stringMatching(/\S/),
  });
  expect(answer.status).toBe(status);
  expect(answer.headers.get('content-type')).toBe('application/scim+json; charset=utf-8');
  expectNoInside(answer);
}

/** Problem details (RFC 9457) and nothing else; for a 422 also the pointers, in any order. */
export function expectProblem(answer: Answer, status: number, pointers?: readonly string[]): void {
  expect(answer.body).toEqual({
    type: 'about:blank',
    title: expect.stringMatching(/\S/),
    status,
    detail: expect.stringMatching(/\S/),
    ...(pointers && {
      errors: expect.arrayContaining(
        pointers.map((pointer) => ({ pointer, detail: expect.stringMatching(/\S/) })),
      ),
    }),
  });
  expect(answer.body.errors?.length).toBe(pointers?.length);
  expect(answer.status).toBe(status);
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  expectNoInside(answer);
}

/** Nothing of the code or the database shows. */
function expectNoInside(answer: Answer): void {
  expect(answer.text).not.toMatch(/\\n\s+at |\.ts:\d|D1_ERROR|SQLITE|constraint failed/i);
}

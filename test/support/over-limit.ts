// What is one past a limit: refused in words that name the limit, and with nothing written.

import { expect } from 'vitest';
import type { ScimType } from '../../src/scim/error.ts';
import { expectProblem, expectScimError } from './refusals.ts';
import { rowsOf } from './stored.ts';
import type { Answer, TestTenant } from './tenant.ts';

interface Refusal {
  readonly status: number;
  readonly scimType?: ScimType;
  /** The limit, and whatever else `detail` must name. */
  readonly naming: readonly (string | number)[];
}

/** Sends the request and checks the whole refusal on the SCIM surface. */
export async function expectOverLimit(
  tenant: TestTenant,
  { status, scimType, naming }: Refusal,
  send: () => Promise<Answer>,
): Promise<void> {
  const before = await rowsOf(tenant);
  const answer = await send();
  expectScimError(answer, status, scimType);
  for (const word of naming) expect(answer.body.detail).toContain(String(word));
  expect(await rowsOf(tenant)).toEqual(before);
}

/** The same on the management API: 422 that points at the value and names the limit beside it. */
export function expectTooMuch(answer: Answer, pointer: string, limit: number): void {
  expectProblem(answer, 422, [pointer]);
  expect(answer.body.errors[0].detail).toContain(String(limit));
}

// How much work one PATCH may ask for. A body within its limit could still make each of a thousand operations look
// at each of five hundred values two hundred times; no client does, and nothing should be computed for a minute.

import { invalidValue } from '../error.ts';
import type { BoundFilter } from '../filter/bind.ts';
import { maxMembersPerRequest, maxPatchComparisons } from '../limits.ts';
import { isMembers } from '../resource/members.ts';
import type { Operation } from './operations.ts';

/** Throws 400 `invalidValue`, naming the limit. Members are not compared here, so that they are only counted. */
export function checkEffort(operations: readonly Operation[]): void {
  let members = 0;
  let comparisons = 0;
  for (const { op, target, value } of operations) {
    if (target.kind === 'extension') continue;
    const listed = Array.isArray(value) ? value.length : 0;
    const compared = target.filter ? comparisonsOf(target.filter) : 0;
    if (isMembers(target.path)) members += Math.max(listed, compared, 1);
    else comparisons += compared + (op === 'remove' ? listed : 0);
  }
  if (members > maxMembersPerRequest) throw tooMuch(`names ${members} members`, maxMembersPerRequest);
  if (comparisons > maxPatchComparisons) {
    throw tooMuch(`compares each value ${comparisons} times`, maxPatchComparisons);
  }
}

function comparisonsOf(filter: BoundFilter): number {
  switch (filter.kind) {
    case 'comparison':
    case 'present':
      return 1;
    case 'some':
    case 'not':
      return comparisonsOf(filter.filter);
    case 'and':
    case 'or':
      return filter.filters.reduce((sum, term) => sum + comparisonsOf(term), 0);
    default:
      return filter satisfies never;
  }
}

function tooMuch(what: string, limit: number) {
  return invalidValue(`The PATCH ${what}; ${limit} are allowed. Send it in several requests.`);
}

// Sending a bulk job, and what its answer must look like (RFC 7644 §3.7.3).

import type { Answer } from '../answer.ts';
import { type Expectation, equal, unless } from '../expect.ts';
import { at, type Json, type JsonObject, listAt, show } from '../json.ts';
import { refusal, scimDocument } from '../message.ts';
import type { Stage } from '../stage.ts';
import { BULK_REQUEST, BULK_RESPONSE } from '../urns.ts';

/** Sends a bulk job. */
export function job(stage: Stage, operations: readonly JsonObject[], more: JsonObject = {}): Promise<Answer> {
  return stage.send('POST', '/Bulk', { schemas: [BULK_REQUEST], ...more, Operations: operations });
}

/** That there is an answer to each operation, with one of the statuses that "|" separates. */
export function answers(statuses: readonly string[]): Expectation {
  return (answer) => {
    const operations = listAt(answer.body, 'Operations');
    return [
      ...envelope(answer),
      ...equal(operations.length, statuses.length, 'the number of Operations in the answer'),
      ...statuses.flatMap((allowed, index) => {
        const status = at(operations[index], 'status');
        const isAllowed = allowed.split('|').some((one) => one === status);
        return unless(
          isAllowed,
          `the status of operation ${index} is ${show(status)}, expected ${show(allowed)}`,
        );
      }),
    ];
  };
}

/** That the first operations have absolute addresses with these in them. */
export function addressed(...parts: readonly string[]): Expectation {
  return ({ body }) =>
    parts.flatMap((part, index) => {
      const location = at(listAt(body, 'Operations')[index], 'location');
      const isSo = typeof location === 'string' && /^https?:/.test(location) && location.includes(part);
      return unless(
        isSo,
        `the location of operation ${index} is ${show(location)}, expected https://…${part}…`,
      );
    });
}

/** That a failed operation carries its error. */
export function explained(index: number): Expectation {
  return (answer) => {
    const operation = listAt(answer.body, 'Operations')[index];
    const status = Number(at(operation, 'status'));
    const response: Json = at(operation, 'response') ?? null;
    return refusal(status)({ ...answer, body: response }).map(
      (problem) => `response of operation ${index}: ${problem}`,
    );
  };
}

/** That it is the answer to a bulk job at all. */
export const envelope: Expectation = (answer) => scimDocument(BULK_RESPONSE, () => [])(answer);

/** The ids at the ends of the addresses. */
export function idsIn(answer: Answer): readonly string[] {
  return listAt(answer.body, 'Operations').map((operation) => {
    const location = at(operation, 'location');
    return typeof location === 'string' ? (location.split('/').at(-1) ?? '') : '';
  });
}

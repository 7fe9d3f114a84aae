// Errors of the management API: RFC 9457 problem details. `detail` says what to do; a validation error points
// at each bad value by JSON pointer.

import { z } from 'zod';
import { fieldErrorsOf } from '../policy/field-errors.ts';

export interface FieldError {
  /** JSON pointer into the body. */
  readonly pointer: string;
  readonly detail: string;
}

export class Problem extends Error {
  readonly status: number;
  readonly errors: readonly FieldError[];
  readonly headers: Readonly<Record<string, string>>;
  constructor(
    status: number,
    detail: string,
    more: { errors?: readonly FieldError[]; headers?: Readonly<Record<string, string>> } = {},
  ) {
    super(detail);
    this.name = 'Problem';
    this.status = status;
    this.errors = more.errors ?? [];
    this.headers = more.headers ?? {};
  }
}

/** Problem details as they are answered. */
export const problemSchema = z
  .strictObject({
    type: z.literal('about:blank'),
    title: z.string(),
    status: z.int(),
    detail: z.string().describe('What is wrong and what to do, in words.'),
    errors: z
      .array(z.strictObject({ pointer: z.string(), detail: z.string() }))
      .optional()
      .describe(
        'Of a 422: a JSON pointer to each bad value of the body, or `/` and the name of a parameter.',
      ),
  })
  .meta({ id: 'Problem', description: 'RFC 9457 problem details.' });

const titles: Readonly<Record<number, string>> = {
  400: 'Bad request',
  401: 'Not authenticated',
  403: 'Forbidden',
  404: 'Not found',
  405: 'Method not allowed',
  409: 'Conflict',
  410: 'Gone',
  412: 'Precondition failed',
  413: 'Too large',
  415: 'Unsupported media type',
  422: 'Invalid values',
  500: 'Internal error',
  503: 'Unavailable',
};

export function respondProblem(problem: Problem): Response {
  const { status, message, errors } = problem;
  const body = {
    type: 'about:blank',
    title: titles[status] ?? 'Error',
    status,
    detail: message,
    ...(errors.length > 0 && { errors }),
  };
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'Content-Type': 'application/problem+json', ...problem.headers },
  });
}

/** 422 with a pointer to each value that zod refused. */
export function invalidValues(error: Pick<z.core.$ZodError, 'issues'>): Problem {
  const errors = fieldErrorsOf(error).map(({ pointer, detail }) => ({ pointer, detail }));
  return new Problem(422, 'Some values are not valid; nothing was changed.', { errors });
}

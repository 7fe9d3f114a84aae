// What zod refused, value by value: where, and why.

import type { z } from 'zod';

export interface FieldErrorAt {
  readonly path: readonly PropertyKey[];
  /** The path as a JSON pointer. */
  readonly pointer: string;
  readonly detail: string;
}

/** An unknown key is pointed at itself. */
export function fieldErrorsOf(error: Pick<z.core.$ZodError, 'issues'>): readonly FieldErrorAt[] {
  return error.issues.flatMap((issue) => {
    const paths =
      issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...issue.path, key]) : [issue.path];
    return paths.map((path) => ({ path, pointer: pointerOf(path), detail: issue.message }));
  });
}

function pointerOf(path: readonly PropertyKey[]): string {
  return path.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

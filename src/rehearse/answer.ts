// An answer that was read to its end, together with what was asked, so that a failed check can say both.

import { at, type Json } from './json.ts';

/** One finished exchange. `body` is undefined when the text is not JSON. */
export interface Answer {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly header: (name: string) => string | null;
  readonly text: string;
  readonly body: Json | undefined;
}

/** The exchange in one line, as an administrator would look for it in a log. */
export function line(answer: Answer): string {
  return `${answer.method} ${answer.path} → ${answer.status}`;
}

/** Whether the server says that it did what was asked. */
export function succeeded(answer: Answer): boolean {
  return answer.status >= 200 && answer.status < 300;
}

/** The id of the resource in the answer; else the end of its Location, since that names the resource as well. */
export function idOf(answer: Answer): string | undefined {
  const id = at(answer.body, 'id');
  if (typeof id === 'string' && id !== '') return id;
  const end = answer.header('Location')?.split('/').at(-1);
  return end === '' ? undefined : end;
}

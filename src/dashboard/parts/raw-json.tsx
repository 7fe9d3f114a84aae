// A JSON value to the letter, in a block of its own that turns nothing around it. Signs that nobody sees are written
// out as JSON writes them, so that it stays what it is when somebody copies it.

import { visibleJson } from './foreign.tsx';

interface RawJsonProps {
  readonly value: unknown;
  /** Characters of it that are shown. */
  readonly maxLength?: number;
}

export function RawJson({ value, maxLength = Number.POSITIVE_INFINITY }: RawJsonProps) {
  const text = visibleJson(JSON.stringify(value, undefined, 2));
  return (
    <pre dir="ltr">
      <code>
        {text.slice(0, maxLength)}
        {text.length > maxLength && '…'}
      </code>
    </pre>
  );
}

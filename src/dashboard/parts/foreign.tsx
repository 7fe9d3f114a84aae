// Text from outside: it may be of any script and direction, and may have signs that nobody sees. It stands apart from
// the text around it, what cannot be seen is named, and what is too long is cut. JSON is `raw-json`'s.

import type { Child } from 'hono/jsx';

/** Characters of one value on a page. */
const maxShownLength = 300;

/** Controls, marks of direction, signs without width; not those that join letters or choose among their shapes. */
const unseen =
  /((?!\u200c|\u200d|[\ufe00-\ufe0f]|[\u{e0100}-\u{e01ef}])[\p{Cc}\p{Default_Ignorable_Code_Point}\u2028\u2029\u2800])/u;

export function Foreign({ text, whole = false }: { readonly text: string; readonly whole?: boolean }) {
  const isLong = !whole && text.length > maxShownLength;
  const shown = isLong ? text.slice(0, maxShownLength).toWellFormed() : text;
  return (
    <bdi class={/\S{32}/.test(shown) ? 'long' : undefined}>
      {partsOf(shown).map(([part, isNamed]): Child => (isNamed ? <Unseen sign={part} /> : part))}
      {isLong && '…'}
    </bdi>
  );
}

/** The same, or in words that there is none. */
export function ForeignOr({ text, none }: { readonly text: string | null; readonly none: string }) {
  return text === null || text === '' ? <span class="muted">{none}</span> : <Foreign text={text} />;
}

/** For titles and choices, which are text alone. */
export function titleOf(text: string): string {
  const shown = text.length > maxTitleLength ? `${text.slice(0, maxTitleLength).toWellFormed()}…` : text;
  return partsOf(shown)
    .map(([part, isNamed]) => (isNamed ? `[U+${codeOf(part)}]` : part))
    .join('');
}

const maxTitleLength = 100;

/** What cannot be seen in a JSON text, as JSON itself writes it. The lines stay lines. */
export const visibleJson = (json: string): string =>
  json
    .split(unseen)
    .map((part) => (part !== '\n' && unseen.test(part) ? escaped(part) : part))
    .join('');

const escaped = (sign: string) =>
  sign
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');

/** Parts of a text, and whether each is a sign to be named. Of blanks alone, each is. */
function partsOf(text: string): readonly (readonly [part: string, isNamed: boolean])[] {
  const named = text.trim() === '' ? /(\s)/ : unseen;
  return text.split(named).map((part) => [part, named.test(part)]);
}

const codeOf = (sign: string) => (sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');

function Unseen({ sign }: { readonly sign: string }) {
  return (
    <span class="sign" title="A sign that cannot be seen">
      U+{codeOf(sign)}
    </span>
  );
}

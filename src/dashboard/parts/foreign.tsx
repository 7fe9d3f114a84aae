// Text from identity providers: it may be of any script and direction, and may have signs that nobody sees. It stands
// apart from the text around it, what cannot be seen is named, and what is too long is cut.

import type { Child } from 'hono/jsx';

/** Characters of one value on a page. */
const maxShownLength = 300;

/** Zero-width signs, marks of direction, soft hyphens, controls; not those that join letters. */
const unseen = /([\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff])/;

export function Foreign({ text, whole = false }: { readonly text: string; readonly whole?: boolean }) {
  const isLong = !whole && text.length > maxShownLength;
  const shown = isLong ? text.slice(0, maxShownLength).toWellFormed() : text;
  return (
    <bdi class={/\S{32}/.test(shown) ? 'long' : undefined}>
      {shown.split(unseen).map((part): Child => (unseen.test(part) ? <Unseen sign={part} /> : part))}
      {isLong && '…'}
    </bdi>
  );
}

/** The same, or in words that there is none. */
export function ForeignOr({ text, none }: { readonly text: string | null; readonly none: string }) {
  return text === null || text === '' ? <span class="muted">{none}</span> : <Foreign text={text} />;
}

/** For titles, which are text alone. */
export function titleOf(text: string): string {
  const shown = text.length > maxTitleLength ? `${text.slice(0, maxTitleLength).toWellFormed()}…` : text;
  return shown
    .split(unseen)
    .map((part) => (unseen.test(part) ? `[U+${codeOf(part)}]` : part))
    .join('');
}

const maxTitleLength = 100;

const codeOf = (sign: string) => (sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');

function Unseen({ sign }: { readonly sign: string }) {
  return (
    <span class="sign" title="A sign that cannot be seen">
      U+{codeOf(sign)}
    </span>
  );
}

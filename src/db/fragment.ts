// Pieces of SQL that are put together for one request. Values never stand in them: they are numbered parameters
// (`parameters.ts`). A type of its own, so that a plain string cannot slip in; and a few microseconds where
// drizzle's builder takes a hundred.

declare const isSql: unique symbol;

/** SQL text that holds nothing of a client's. */
export type Fragment = string & { readonly [isSql]: true };

/** Joins literal text and fragments; anything else does not compile. */
export function fragment(texts: TemplateStringsArray, ...parts: readonly Fragment[]): Fragment {
  let joined = texts[0] ?? '';
  for (const [index, part] of parts.entries()) joined += part + (texts[index + 1] ?? '');
  return joined as Fragment;
}

/** Text that is known to be SQL: names of the schema's own, numbers, other statements' text. */
export const raw = (text: string): Fragment => text as Fragment;

/** The fragments with the separator between them. */
export const joinFragments = (parts: readonly Fragment[], separator: string): Fragment =>
  parts.join(separator) as Fragment;

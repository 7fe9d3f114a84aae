// When a token was last used, told to the database once a minute at most: this isolate's own notes.

const noteEveryMilliseconds = 60_000;
const notesKept = 2000;

/** Token id → milliseconds since 1970 of the last note. */
export type UseNotes = Map<string, number>;

export const createUseNotes = (): UseNotes => new Map();

/** True when this use should be written down; remembers that it was. */
export function isWorthNoting(notes: UseNotes, tokenId: string, now: number): boolean {
  const last = notes.get(tokenId);
  if (last !== undefined && now - last < noteEveryMilliseconds) return false;
  if (notes.size >= notesKept) notes.clear();
  notes.set(tokenId, now);
  return true;
}

// Counts of alike requests, held in an isolate's memory until they are written: every few seconds at most, so that a
// client that reads a thousand times writes a row or two.

import { countsEveryMilliseconds, maxCounts } from './limits.ts';

export interface Counts<T> {
  /** One more of these. Returns at once; beyond `maxCounts` different ones it is not counted. */
  add(what: T): void;
}

interface CountsPorts<T> {
  readonly write: (counts: readonly (T & { readonly count: number })[]) => Promise<void>;
  readonly after: (milliseconds: number, work: () => Promise<void>) => void;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** Things of the same `key` are counted together. The first after a pause is written at once, later ones together. */
export function createCounts<T extends object>(
  { write, after, now }: CountsPorts<T>,
  key: (what: T) => string,
): Counts<T> {
  let held = new Map<string, T & { count: number }>();
  let writtenAt = Number.NEGATIVE_INFINITY;
  let dueAt: number | undefined;

  const flush = async () => {
    const counts = [...held.values()];
    held = new Map();
    dueAt = undefined;
    writtenAt = now();
    if (counts.length > 0) await write(counts);
  };

  return {
    add(what) {
      const name = key(what);
      const known = held.get(name);
      if (known) known.count++;
      else if (held.size < maxCounts) held.set(name, { ...what, count: 1 });
      // A write that is long overdue was lost with the request that was to make it.
      const isComing = dueAt !== undefined && now() < dueAt + countsEveryMilliseconds;
      if (isComing) return;
      const wait = Math.max(0, writtenAt + countsEveryMilliseconds - now());
      dueAt = now() + wait;
      after(wait, flush);
    },
  };
}

// The parameters of a statement that is put together for one request. Each value is numbered once, however
// often the statement uses it; beyond what D1 takes (100), the rest travels as one JSON list.

import { type Fragment, raw } from './fragment.ts';
import type { Bindable } from './statement.ts';

/** D1 takes 100; some are left for others. */
const maxSingleParameters = 90;

export interface Parameters {
  /** How the statement calls the value. */
  readonly add: (value: string | number) => Fragment;
  /** What to bind, in order. */
  readonly values: () => readonly Bindable[];
}

export function createParameters(): Parameters {
  const singles: (string | number)[] = [];
  const listed: (string | number)[] = [];
  return {
    add(value) {
      const known = singles.indexOf(value);
      if (known >= 0) return raw(`?${known + 1}`);
      if (singles.length < maxSingleParameters) return raw(`?${singles.push(value)}`);
      return raw(`(?${maxSingleParameters + 1} ->> ${listed.push(value) - 1})`);
    },
    values: () => (listed.length === 0 ? singles : [...singles, JSON.stringify(listed)]),
  };
}

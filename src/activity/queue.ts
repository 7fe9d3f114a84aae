// Records on their way to the database: one batch at a time, and those that come meanwhile go together in the next.

import { maxWaiting } from './limits.ts';
import type { RecorderPorts } from './ports.ts';
import type { ActivityRecord } from './record.ts';

/** How many go together. */
const maxTogether = 100;
/** A write that takes longer was lost with the request that made it. */
const lostAfterMilliseconds = 15_000;

/** Takes a record; resolves when it is written, or when somebody else is about to write it. Never rejects. */
export function createQueue({
  store,
  now,
  report,
}: Pick<RecorderPorts, 'store' | 'now' | 'report'>): (record: ActivityRecord) => Promise<void> {
  const waiting: ActivityRecord[] = [];
  let busySince: number | undefined;

  return async (record) => {
    if (waiting.length >= maxWaiting) report('a request, since too many others wait', undefined);
    else waiting.push(record);
    if (busySince !== undefined && now() - busySince < lostAfterMilliseconds) return;
    while (waiting.length > 0) {
      busySince = now();
      const together = waiting.splice(0, maxTogether);
      try {
        await store.insert(together);
      } catch (cause) {
        report(`${together.length} requests`, cause);
      }
    }
    busySince = undefined;
  };
}

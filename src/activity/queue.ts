// Records on their way to the database. The first after a pause is written at once, so that who connects an identity
// provider sees it happen; those that follow are gathered, because a write for each would cost the requests
// themselves a tenth of their rate.

import { maxWaiting, recordsEveryMilliseconds } from './limits.ts';
import type { RecorderPorts } from './ports.ts';
import type { ActivityRecord } from './record.ts';

/** How many go together; so many do not wait for more. */
const maxTogether = 100;
/** A write that takes longer was lost with the request that made it. */
const lostAfterMilliseconds = 15_000;

/** Takes a record, returns at once and never throws. */
export function createQueue({
  store,
  after,
  now,
  report,
}: Pick<RecorderPorts, 'store' | 'after' | 'now' | 'report'>): (record: ActivityRecord) => void {
  const waiting: ActivityRecord[] = [];
  let writtenAt = Number.NEGATIVE_INFINITY;
  /** When the next write begins, or the present one began; undefined: none will. */
  let comesAt: number | undefined;

  const write = async () => {
    while (waiting.length > 0) {
      comesAt = now();
      const together = waiting.splice(0, maxTogether);
      try {
        await store.insert(together);
      } catch (cause) {
        report(`${together.length} requests`, cause);
      }
    }
    comesAt = undefined;
    writtenAt = now();
  };

  return (record) => {
    if (waiting.length >= maxWaiting) report('a request, since too many others wait', undefined);
    else waiting.push(record);
    const wait =
      waiting.length >= maxTogether ? 0 : Math.max(0, writtenAt + recordsEveryMilliseconds - now());
    const isLost = comesAt !== undefined && now() >= comesAt + lostAfterMilliseconds;
    if (comesAt !== undefined && !isLost && comesAt <= now() + wait) return;
    comesAt = now() + wait;
    after(wait, write);
  };
}

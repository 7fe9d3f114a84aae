// The limits of bulk jobs as the server advertises them (RFC 7644 §3.7.4). What is sent beyond them would change
// nothing if it were carried out: deletions of what does not exist.

import type { Step } from '../client.ts';
import { expect } from '../expect.ts';
import { refusal } from '../message.ts';
import type { Stage } from '../stage.ts';
import { job } from './bulk-shape.ts';
import { advertised, rule, where } from './rule.ts';

const LIMITS = 'RFC 7644 §3.7.4: beyond maxOperations or maxPayloadSize 413';

/** Larger limits are not tried: that would be a load test. */
const MOST_OPERATIONS = 10_000;
const MOST_BYTES = 16_000_000;

/** Rules about what is too much. */
export const bulkLimits: readonly Step[] = where(
  ['bulk'],
  [
    rule('Bulk: one operation more than maxOperations is refused with 413', LIMITS, async (stage) => {
      const most = advertised(stage, 'bulk', 'maxOperations');
      if (most > MOST_OPERATIONS) return stage.remark(`not tried: maxOperations is ${most}`);
      const operation = { method: 'DELETE', path: `/Users/${nobody(stage)}` };
      const answer = await job(
        stage,
        Array.from({ length: most + 1 }, () => operation),
      );
      expect(answer, [413], refusal(413));
    }),
    rule('Bulk: one byte more than maxPayloadSize is refused with 413', LIMITS, async (stage) => {
      const most = advertised(stage, 'bulk', 'maxPayloadSize');
      if (most > MOST_BYTES) return stage.remark(`not tried: maxPayloadSize is ${most}`);
      const operation = { method: 'DELETE', path: `/Users/${nobody(stage)}`, padding: 'x'.repeat(most) };
      expect(await job(stage, [operation]), [413], refusal(413));
    }),
  ],
);

function nobody(stage: Stage): string {
  return `rehearse-nobody-${stage.run}`;
}

// The cron, fired by hand.

import { createScheduledController } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import worker from '../../src/worker.ts';

export function runCron(): Promise<void> {
  return worker.scheduled(createScheduledController({ cron: '* * * * *' }), env);
}

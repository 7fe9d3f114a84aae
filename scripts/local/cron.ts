// The cron: on Cloudflare the platform fires it, locally nothing else does.

import { messageOf } from './failure.ts';

/** As in wrangler.toml. */
const CRON = '* * * * *';
const MINUTE_MILLISECONDS = 60_000;

/** `origin` is where the runtime takes its triggers: not always where it serves. */
export function fireCronEveryMinute(origin: string): void {
  setInterval(() => void fireCron(origin), MINUTE_MILLISECONDS);
}

async function fireCron(origin: string): Promise<void> {
  const url = `${origin}/cdn-cgi/local/scheduled?cron=${encodeURIComponent(CRON)}`;
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(MINUTE_MILLISECONDS) });
    const answer = await response.text();
    if (!response.ok) throw new Error(`${response.status} ${answer}`);
  } catch (error) {
    process.stderr.write(`The cron failed: ${messageOf(error)}\n`);
  }
}

// The database with a meter: what each statement of a batch read and wrote, as D1 itself counts rows.

import { env } from 'cloudflare:workers';

export interface Metered {
  readonly db: D1Database;
  /** Rows read and written, round trips and SQL texts since the last `reset`. */
  readonly seen: { read: number; written: number; trips: number; sql: string[] };
  reset(): void;
}

export function meteredDatabase(): Metered {
  const seen: Metered['seen'] = { read: 0, written: 0, trips: 0, sql: [] };
  const batch = async (statements: readonly Metering[]) => {
    const results = await env.DB.batch(statements.map(({ own }) => own));
    seen.trips++;
    for (const { meta } of results) {
      seen.read += meta.rows_read;
      seen.written += meta.rows_written;
    }
    return results;
  };
  const metering = (own: D1PreparedStatement): Metering => {
    const run = async () => (await batch([metering(own)]))[0];
    return {
      own,
      bind: (...values) => metering(own.bind(...values)),
      run,
      all: run,
      first: async () => (await run())?.results[0] ?? null,
    };
  };
  const prepare = (sql: string) => {
    seen.sql.push(sql);
    return metering(env.DB.prepare(sql));
  };
  const reset = () => Object.assign(seen, { read: 0, written: 0, trips: 0, sql: [] });
  return { db: { prepare, batch } as unknown as D1Database, seen, reset };
}

/** A statement that counts what it does, in a batch or by itself. */
interface Metering {
  readonly own: D1PreparedStatement;
  bind(...values: unknown[]): Metering;
  run(): Promise<D1Result | undefined>;
  all(): Promise<D1Result | undefined>;
  first(): Promise<unknown>;
}

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
  const db = {
    prepare(sql: string) {
      seen.sql.push(sql);
      return env.DB.prepare(sql);
    },
    async batch(statements: D1PreparedStatement[]) {
      const results = await env.DB.batch(statements);
      seen.trips++;
      for (const { meta } of results) {
        seen.read += meta.rows_read;
        seen.written += meta.rows_written;
      }
      return results;
    },
  } as unknown as D1Database;
  const reset = () => Object.assign(seen, { read: 0, written: 0, trips: 0, sql: [] });
  return { db, seen, reset };
}

/** The same database for what runs its statements one by one instead of in batches. */
export function oneByOne({ db }: Metered): D1Database {
  const prepare = (sql: string) => ({
    bind(...values: unknown[]) {
      const run = async () => (await db.batch([db.prepare(sql).bind(...values)]))[0];
      return { run, first: async () => (await run())?.results[0] ?? null };
    },
  });
  return { prepare } as unknown as D1Database;
}

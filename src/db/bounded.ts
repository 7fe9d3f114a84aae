// Pages of rows whose documents fit into memory together, however long they are.

import { type SQL, sql } from 'drizzle-orm';

/** Characters of documents on a page. */
const maxPageLength = 4_000_000;

/** The first rows of `from`, which has them by `place`: at least one, and so many that they fit. */
export const bounded = (from: SQL) => sql`
  (SELECT * FROM (SELECT *, sum(length(document)) OVER (ORDER BY place) - length(document) AS length_before FROM (${from}))
    WHERE length_before <= ${sql.raw(String(maxPageLength))})`;

// One page of a list: read from its mark on, count what has to be counted, leave a mark for the next page.

import type { ListPage, ListQuery } from '../../directory/store.ts';
import type { TypeName } from '../../directory/stored.ts';
import { expiredCursor, invalidCount, invalidCursor } from '../../scim/error.ts';
import { walkTimeoutSeconds } from '../../scim/limits.ts';
import type { AccessCounts, Grant } from '../access.ts';
import { portionsOf, withMembers } from '../member-pages.ts';
import { foundOf, type ResourceRow } from '../rows.ts';
import { indexKey, type MarkRow, queryKey, readMark, writeMark } from './marks.ts';
import { selectCount, selectPage } from './rows.ts';

export interface ListPorts {
  readonly db: D1Database;
  readonly grant: Grant;
  readonly now: () => string;
  readonly newId: () => string;
  readonly read: (
    statements: readonly D1PreparedStatement[],
  ) => Promise<{ readonly counts: AccessCounts; readonly results: readonly (readonly unknown[])[] }>;
}

type PageRow = ResourceRow & {
  readonly type: TypeName;
  readonly key: string;
  readonly member_count: number;
};

/** Errors: 400 `invalidCursor`, `expiredCursor`, `invalidCount`. */
export async function listPage(ports: ListPorts, query: ListQuery): Promise<ListPage> {
  const { db, grant, read } = ports;
  const { tenant } = grant;
  // Each token walks for itself, the house as one.
  const walker = grant.tokenId ?? 'house';
  const { page } = query;
  const key = await continuedKey(query, walker);
  const mark = key === undefined ? undefined : { key, now: ports.now() };
  const { counts, results } = await read([
    ...(page.count === 0 ? [] : [selectPage(db, tenant, query, mark)]),
    ...(mark ? [readMark(db, { tenant, key: mark.key }), selectCount(db, tenant, query, mark)] : []),
  ]);
  const rows = (page.count === 0 ? [] : results[0]) as readonly PageRow[];
  const marked = mark && livingMark(results.at(-2)?.[0] as MarkRow | undefined, mark.now);
  if (page.kind === 'cursor' && page.cursor !== '') {
    checkCursor(
      results.at(-2)?.[0] as MarkRow | undefined,
      mark?.now ?? '',
      await queryKey(query),
      page.count,
    );
  }
  const arrived = (results.at(-1)?.[0] as { readonly total?: number } | undefined)?.total ?? 0;

  const shown = rows.slice(0, page.count);
  const position = marked?.position ?? (page.kind === 'index' ? page.startIndex - 1 : 0);
  const hasMore = rows.length > page.count && page.count > 0;
  const total = async () => {
    if (!hasMore && rows.length > 0) return position + rows.length;
    if (marked) return Math.max(position + marked.remaining + arrived, unfilteredTotal(query, counts) ?? 0);
    if (page.count > 0 && rows.length === 0 && position === 0) return 0;
    return unfilteredTotal(query, counts) ?? (await countAll());
  };
  const totalResults = Math.max(await total(), hasMore ? position + rows.length : 0);
  const nextCursor = hasMore ? await leaveMark(shown, position, totalResults) : undefined;
  return {
    totalResults,
    ...(await portioned(ports, query, shown)),
    ...(nextCursor !== undefined && page.kind === 'cursor' && { nextCursor }),
  };

  async function countAll(): Promise<number> {
    const counted = await read([selectCount(db, tenant, query)]);
    return (counted.results[0]?.[0] as { readonly total?: number } | undefined)?.total ?? 0;
  }

  async function leaveMark(
    last: readonly PageRow[],
    before: number,
    allResults: number,
  ): Promise<string | undefined> {
    const next = before + last.length;
    const identity = await queryKey(query);
    const nextKey =
      page.kind === 'cursor' ? ports.newId() : indexKey(walker, identity, page.startIndex + last.length);
    const written = read([
      writeMark(db, {
        tenant,
        key: nextKey,
        query: identity,
        count: page.count,
        after: last.at(-1)?.key ?? '[]',
        position: next,
        remaining: allResults - next,
        expiresAt: new Date(Date.parse(ports.now()) + walkTimeoutSeconds * 1000).toISOString(),
      }),
    ]);
    // Without a mark the next page by index is counted off; only a cursor must not be given out in vain.
    await (page.kind === 'cursor' ? written : written.catch(() => undefined));
    return nextKey;
  }
}

/** The mark that a page would go on from; undefined for first pages. */
async function continuedKey(query: ListQuery, walker: string): Promise<string | undefined> {
  const { page } = query;
  if (page.kind === 'cursor') return page.cursor === '' ? undefined : page.cursor;
  return page.startIndex === 1 ? undefined : indexKey(walker, await queryKey(query), page.startIndex);
}

function livingMark(mark: MarkRow | undefined, now: string): MarkRow | undefined {
  return mark && mark.expires_at > now ? mark : undefined;
}

function checkCursor(mark: MarkRow | undefined, now: string, identity: string, count: number): void {
  if (!mark || mark.query !== identity) {
    throw invalidCursor(
      'The cursor belongs to no page of this query. Begin with an empty cursor, and repeat filter, sorting and attributes unchanged.',
    );
  }
  if (mark.expires_at <= now) {
    throw expiredCursor(
      `The cursor is older than ${walkTimeoutSeconds} seconds. Begin again with an empty cursor.`,
    );
  }
  if (mark.count !== count) {
    throw invalidCount(
      `The first page was asked for with count ${mark.count}; later ones must say the same.`,
    );
  }
}

function unfilteredTotal({ sources }: ListQuery, counts: AccessCounts): number | undefined {
  if (sources.some(({ filter }) => filter !== undefined)) return undefined;
  return sources.reduce(
    (sum, { type }) => sum + (type === 'User' ? counts.user_count : counts.group_count),
    0,
  );
}

/** The page in portions; the first is read at once, the others when their turn comes. */
async function portioned(
  { db, grant, read }: ListPorts,
  { wants }: ListQuery,
  rows: readonly PageRow[],
): Promise<Pick<ListPage, 'resources' | 'length' | 'more'>> {
  const page = rows.map((row) => ({
    found: { ...foundOf(row), type: row.type },
    memberCount: row.member_count,
  }));
  const { length } = page;
  if (!wants.members) return { resources: page.map(({ found }) => found), length };
  const source = { db, tenant: grant.tenant, read };
  const [first = [], ...others] = portionsOf(page);
  const resources = await withMembers(source, first);
  if (others.length === 0) return { resources, length };
  return {
    resources,
    length,
    async *more() {
      for (const portion of others) yield await withMembers(source, portion);
    },
  };
}

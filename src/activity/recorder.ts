// Takes note of each request once it is answered, and has it written down behind the answer: what changed something
// or failed one by one, what was read as counts, what was not let in as counts too. It never delays and never fails a
// request; what cannot be written is reported and lost. What an entry says is `record.ts`'s.

import { type Connection, type Mark, marksOf } from './connection.ts';
import { createCounts } from './counts.ts';
import { type Dialect, dialectOf, renewed } from './dialect.ts';
import { maxRemembered, maxTokenLookUps } from './limits.ts';
import type { RecorderPorts, RejectionCount } from './ports.ts';
import { createQueue } from './queue.ts';
import { type ActivityRecord, recordOf } from './record.ts';
import type { Reading } from './redact.ts';
import type { Rejection } from './rejection.ts';

/** A request and its answer, as the surface saw them. What costs something to find out is asked for when it is needed. */
export interface Noted {
  readonly requestId: string;
  readonly slug: string;
  readonly method: string;
  /** Below the tenant's base URL. */
  readonly path: string;
  /** The route: `/Users/{id}`; undefined where there is none. */
  readonly route: string | undefined;
  readonly query: () => readonly (readonly [string, string])[];
  readonly userAgent: string | null;
  readonly authorization: string | null;
  readonly status: number;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly endedAt: number;
  /** Undefined where the request was not let in. */
  readonly access: { readonly tenant: string; readonly tokenId: string } | undefined;
  readonly reading: () => Reading;
  /** As JSON, where it was read. */
  readonly body: Promise<unknown> | undefined;
  readonly error: ActivityError | undefined;
  readonly answer: string | undefined;
}

interface ActivityError {
  readonly scimType?: string;
  readonly detail: string;
}

/** Returns at once and never throws. */
export type NoteRequest = (noted: Noted) => void;

export function createRecorder(ports: RecorderPorts): NoteRequest {
  const { store, after, iso, now, report } = ports;
  const enqueue = createQueue(ports);
  const connections = new Map<string, Connection>();
  const reporting = (what: string, work: () => Promise<void>) => async () => {
    try {
      await work();
    } catch (cause) {
      report(what, cause);
    }
  };
  const countsOf = {
    after: (wait: number, work: () => Promise<void>) => after(wait, reporting('counts', work)),
    now,
  };
  const reads = createCounts(
    { ...countsOf, write: (counts) => store.addReads(counts) },
    (read: { tenant: string; minute: string; request: string }) =>
      `${read.tenant} ${read.minute} ${read.request}`,
  );
  let tokenLookUps = 0;
  const rejected = createCounts(
    {
      ...countsOf,
      write: (counts) => {
        tokenLookUps = 0;
        return store.addRejections(counts);
      },
    },
    (one: Omit<RejectionCount, 'count'>) => `${one.slug} ${one.minute} ${one.reason}`,
  );
  const minuteOf = (milliseconds: number) => iso(milliseconds - (milliseconds % 60_000));

  function noteRejection(noted: Noted): void {
    const { slug, authorization, status, startedAt } = noted;
    if (!slugPattern.test(slug)) return;
    const client = dialectOf({ ...noted, query: [], body: undefined });
    const add = (reason: Rejection) =>
      rejected.add({ slug, minute: minuteOf(startedAt), reason, client, status });
    if (status === 429) add('too_many');
    else if (!authorization) add('no_token');
    else if (tokenLookUps >= maxTokenLookUps) add('unknown_token');
    else {
      tokenLookUps++;
      after(
        0,
        reporting('a rejected request', async () => add(await ports.whyRejected(authorization, slug))),
      );
    }
  }

  function noteRead(noted: Noted, tenant: string): void {
    const { method, route = '', startedAt } = noted;
    const verb = method === 'HEAD' ? 'GET' : method;
    reads.add({ tenant, minute: minuteOf(startedAt), request: `${verb} ${route}` });
    const known = connections.get(tenant);
    if (known && known.client !== 'unknown' && isComplete(known)) return;
    const query = noted.query();
    const seen = dialectOf({ ...noted, query, body: undefined });
    const marks = marksOf({ ...noted, hasFilter: query.some(([name]) => name === 'filter') });
    if (known && !news(known, seen, marks)) return;
    after(
      0,
      reporting('a connection', () => noteProgress(tenant, seen, marks)),
    );
  }

  async function noteOther(noted: Noted, tenant: string, tokenId: string): Promise<void> {
    const body = await noted.body?.catch(() => undefined);
    const exchanged = { ...noted, tenant, tokenId, query: noted.query(), body };
    const record: ActivityRecord = recordOf(exchanged, noted.reading(), iso);
    enqueue(record);
    const marks = marksOf({ ...noted, hasFilter: false });
    await noteProgress(tenant, record.client, marks);
  }

  async function noteProgress(tenant: string, seen: Dialect, marks: readonly Mark[]): Promise<void> {
    const known = connections.get(tenant) ?? (await store.connection(tenant)) ?? nothing;
    const novel = news(known, seen, marks);
    if (novel) await store.noteConnection(tenant, novel.client, novel.marks, iso(now()));
    if (connections.size >= maxRemembered) connections.clear();
    const added = Object.fromEntries((novel?.marks ?? []).map((mark) => [mark, iso(now())]));
    connections.set(tenant, {
      client: novel?.client ?? known.client,
      marks: { ...known.marks, ...added },
    });
  }

  return (noted) => {
    try {
      const { status, access, method, path } = noted;
      if (status === 401 || (status === 429 && !access)) noteRejection(noted);
      else if (access && status < 400 && isReading(method, path)) noteRead(noted, access.tenant);
      else if (access) {
        const { tenant, tokenId } = access;
        after(
          0,
          reporting('a request', () => noteOther(noted, tenant, tokenId)),
        );
      }
    } catch (cause) {
      report('a request', cause);
    }
  };
}

const slugPattern = /^[a-z0-9][a-z0-9-]{1,38}$/;

const nothing: Connection = {
  client: 'unknown',
  marks: { accepted: null, lookedUp: null, userCreated: null, groupCreated: null },
};

const isReading = (method: string, path: string) =>
  method === 'GET' || method === 'HEAD' || (method === 'POST' && /\/\.search$/i.test(path));

const isComplete = ({ marks: { accepted, lookedUp } }: Connection) => accepted !== null && lookedUp !== null;

/** What a request adds to what is known; undefined: nothing. */
function news(known: Connection, seen: Dialect, marks: readonly Mark[]) {
  const client = renewed(known.client, seen);
  const novel = marks.filter((mark) => known.marks[mark] === null);
  return client === known.client && novel.length === 0 ? undefined : { client, marks: novel };
}

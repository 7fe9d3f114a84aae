// The recorder's memory is bounded, whoever asks however often, and what it holds is written together.

import { describe, expect, it } from 'vitest';
import { createCounts } from '../../src/activity/counts.ts';
import {
  countsEveryMilliseconds,
  maxCounts,
  maxTokenLookUps,
  maxWaiting,
  recordsEveryMilliseconds,
} from '../../src/activity/limits.ts';
import type { ActivityStore, RecorderPorts } from '../../src/activity/ports.ts';
import { createQueue } from '../../src/activity/queue.ts';
import type { ActivityRecord } from '../../src/activity/record.ts';
import { createRecorder, type Noted } from '../../src/activity/recorder.ts';
import { reading } from './sent.ts';

const aRecord = (id: number) => ({ id: String(id) }) as unknown as ActivityRecord;
const noOne: ActivityStore = {
  insert: async () => {},
  addReads: async () => {},
  addRejections: async () => {},
  connection: async () => undefined,
  noteConnection: async () => {},
};

/** Work that waits, and a clock. */
function time() {
  const waiting: { readonly at: number; readonly work: () => Promise<void> }[] = [];
  let clock = 0;
  return {
    waiting,
    now: () => clock,
    after: (wait: number, work: () => Promise<void>) => void waiting.push({ at: clock + wait, work }),
    pass: async (milliseconds: number) => {
      clock += milliseconds;
      for (const due of waiting.splice(0)) {
        if (due.at <= clock) await due.work();
        else waiting.push(due);
      }
    },
  };
}

describe('counts', () => {
  const counting = () => {
    const { now, after, pass, waiting } = time();
    const written: { name: string; count: number }[][] = [];
    const write = async (counts: readonly { name: string; count: number }[]) =>
      void written.push([...counts]);
    const counts = createCounts<{ name: string }>({ write, after, now }, ({ name }) => name);
    return { counts, written, pass, waiting };
  };

  it('are written at once after a pause, and then every few seconds at most', async () => {
    const { counts, written, pass, waiting } = counting();
    counts.add({ name: 'a' });
    await pass(0);
    for (let index = 0; index < 1000; index++) counts.add({ name: 'a' });
    expect(waiting).toHaveLength(1);
    await pass(countsEveryMilliseconds - 1);
    expect(written).toEqual([[{ name: 'a', count: 1 }]]);
    await pass(1);
    expect(written[1]).toEqual([{ name: 'a', count: 1000 }]);
    expect(waiting).toEqual([]);
  });

  it('are of so many things at most', async () => {
    const { counts, written, pass } = counting();
    for (let index = 0; index < maxCounts + 100; index++) counts.add({ name: String(index) });
    await pass(0);
    expect(written[0]).toHaveLength(maxCounts);
  });

  it('go on when the work that was to write them was lost', async () => {
    const { counts, written, pass, waiting } = counting();
    counts.add({ name: 'a' });
    waiting.length = 0;
    await pass(countsEveryMilliseconds + 1);
    counts.add({ name: 'a' });
    await pass(0);
    expect(written).toEqual([[{ name: 'a', count: 2 }]]);
  });
});

describe('records', () => {
  const queueing = (insert: ActivityStore['insert']) => {
    const { now, after, pass, waiting } = time();
    const reports: string[] = [];
    const report = (what: string) => void reports.push(what);
    const enqueue = createQueue({ store: { ...noOne, insert }, now, after, report });
    return { enqueue, pass, waiting, reports };
  };
  const idsOf = (records: readonly ActivityRecord[]) => records.map(({ id }) => id);

  it('are written at once after a pause, and then together, once in a while', async () => {
    const batches: string[][] = [];
    const { enqueue, pass, waiting } = queueing(async (records) => void batches.push(idsOf(records)));
    enqueue(aRecord(0));
    await pass(0);
    for (let id = 1; id <= 5; id++) enqueue(aRecord(id));
    expect(waiting).toHaveLength(1);
    await pass(recordsEveryMilliseconds - 1);
    expect(batches).toEqual([['0']]);
    await pass(1);
    expect(batches).toEqual([['0'], ['1', '2', '3', '4', '5']]);
    expect(waiting).toEqual([]);
  });

  it('do not wait when they are many', async () => {
    const sizes: number[] = [];
    const { enqueue, pass } = queueing(async (records) => void sizes.push(records.length));
    enqueue(aRecord(0));
    await pass(0);
    for (let id = 1; id <= 150; id++) enqueue(aRecord(id));
    await pass(0);
    expect(sizes).toEqual([1, 100, 50]);
  });

  it('that come while others are being written go in the next batch', async () => {
    const batches: string[][] = [];
    let open = () => {};
    const { enqueue, pass } = queueing(async (records) => {
      batches.push(idsOf(records));
      if (batches.length === 1) await new Promise<void>((resolve) => (open = resolve));
    });
    enqueue(aRecord(0));
    const first = pass(0);
    for (let id = 1; id <= 5; id++) enqueue(aRecord(id));
    open();
    await first;
    expect(batches).toEqual([['0'], ['1', '2', '3', '4', '5']]);
  });

  it('are held up to a number, and what is beyond is reported', async () => {
    const { enqueue, pass, reports } = queueing(() => new Promise<void>(() => {}));
    enqueue(aRecord(0));
    void pass(0);
    for (let id = 1; id <= maxWaiting + 3; id++) enqueue(aRecord(id));
    expect(reports).toHaveLength(3);
  });

  it.each(['before it began', 'while it was at it'])('go on when the writer was cut off %s', async (when) => {
    const written: string[] = [];
    let isStuck = true;
    const { enqueue, pass, waiting } = queueing(async (records) => {
      if (isStuck) await new Promise<void>(() => {});
      written.push(...idsOf(records));
    });
    enqueue(aRecord(0));
    if (when === 'before it began') waiting.length = 0;
    else void pass(0);
    isStuck = false;
    enqueue(aRecord(1));
    await pass(60_000);
    expect(written).toEqual([]);
    enqueue(aRecord(2));
    await pass(0);
    expect(written).toEqual(when === 'before it began' ? ['0', '1', '2'] : ['1', '2']);
  });
});

describe('the recorder', () => {
  const noted = (values: Partial<Noted>): Noted => ({
    requestId: 'r',
    slug: 'acme',
    method: 'GET',
    path: '/Users',
    route: '/Users',
    query: () => [],
    userAgent: null,
    authorization: 'Bearer x',
    status: 401,
    startedAt: 0,
    endedAt: 0,
    access: undefined,
    reading: () => reading,
    body: undefined,
    error: undefined,
    answer: '',
    ...values,
  });
  const recording = (ports: Partial<RecorderPorts> = {}) => {
    const { now, after, pass, waiting } = time();
    const reports: string[] = [];
    const record = createRecorder({
      store: noOne,
      whyRejected: async () => 'unknown_token',
      after,
      now,
      iso: (milliseconds) => new Date(milliseconds).toISOString(),
      report: (what) => void reports.push(what),
      ...ports,
    });
    return { record, pass, waiting, reports };
  };

  it('looks up no more than a few tokens of strangers at a time, however many come', async () => {
    let lookUps = 0;
    const { record, pass } = recording({
      whyRejected: async () => {
        lookUps++;
        return 'unknown_token';
      },
    });
    for (let index = 0; index < 1000; index++) record(noted({ slug: `tenant-${index}` }));
    await pass(0);
    expect(lookUps).toBe(maxTokenLookUps);
  });

  it('tells those who asked too often from those who sent no token', async () => {
    const reasons: string[] = [];
    const addRejections: ActivityStore['addRejections'] = async (counts) =>
      void reasons.push(...counts.map(({ reason }) => reason));
    const { record, pass } = recording({ store: { ...noOne, addRejections } });
    record(noted({ status: 429, authorization: null }));
    record(noted({ authorization: null }));
    await pass(0);
    expect(reasons).toEqual(['too_many', 'no_token']);
  });

  it('passes over what can be no slug', () => {
    const { record, waiting } = recording();
    for (const slug of ['', 'A', 'x'.repeat(50), '%00', '-a']) record(noted({ slug }));
    expect(waiting).toEqual([]);
  });

  it('never throws, whatever it is told', async () => {
    const { record, pass, reports } = recording();
    const fail = () => {
      throw new Error('Nobody knows.');
    };
    const access = { tenant: 't', tokenId: 'k' };
    record(noted({ status: 200, access, query: fail }));
    record(noted({ status: 200, access, method: 'POST', reading: fail }));
    record(noted({ status: 400, access, query: fail, body: Promise.reject(new Error('No JSON.')) }));
    await pass(0);
    expect(reports).toEqual(['a request', 'a request', 'a request']);
  });

  it('asks nothing of a read whose connection is known already', async () => {
    const { record, pass } = recording();
    const access = { tenant: 't', tokenId: 'k' };
    const userAgent = 'Okta SCIM Client 1.0.0';
    const filter = [['filter', 'userName eq "a"']] as const;
    record(noted({ status: 200, access, userAgent, query: () => filter }));
    await pass(0);
    let asked = 0;
    record(
      noted({
        status: 200,
        access,
        userAgent,
        query: () => {
          asked++;
          return filter;
        },
      }),
    );
    expect(asked).toBe(0);
  });
});

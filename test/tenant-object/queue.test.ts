import { beforeEach, describe, expect, it } from 'vitest';
import { createQueues, type Queues } from '../../src/tenant-object/queue.ts';

interface Item {
  readonly name: string;
  /** Items of one kind that stand side by side go together. */
  readonly kind?: string;
  readonly weight?: number;
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

let queues: Queues<Item, string>;
let started: string[];
let clock: number;
/** Ends what has been under way longest. */
let end: (error?: Error) => Promise<void>;

beforeEach(() => {
  started = [];
  clock = 0;
  const running: { resolve: () => void; reject: (error: Error) => void }[] = [];
  end = async (error) => {
    const first = running.shift();
    if (error) first?.reject(error);
    else first?.resolve();
    await settled();
  };
  queues = createQueues<Item, string>(
    {
      together: (waiting) => {
        const other = waiting.findIndex(({ kind }) => kind === undefined || kind !== waiting[0]?.kind);
        return other < 0 ? waiting.length : Math.max(other, 1);
      },
      carryOut: async (_key, items) => {
        started.push(items.map(({ name }) => name).join('+'));
        await new Promise<void>((resolve, reject) => running.push({ resolve, reject }));
        return items.map(({ name }) => `${name} done`);
      },
      refuse: () => 'refused',
      weigh: ({ weight = 1 }) => weight,
      now: () => clock,
    },
    { maxWaitingWeight: 5, maxWaitMilliseconds: 100 },
  );
});

const add = (...items: Item[]) => items.map((item) => queues.add('g', item));

it('what waits under one key starts only when what came before has ended, in the order of arrival', async () => {
  const results = add({ name: 'first' }, { name: 'second' }, { name: 'third' });
  await settled();
  expect(started).toEqual(['first']);
  await end();
  expect(started).toEqual(['first', 'second']);
  await end();
  await end();
  expect(await Promise.all(results)).toEqual(['first done', 'second done', 'third done']);
});

it('what can go together goes together, but overtakes nobody', async () => {
  const results = add(
    { name: 'a', kind: 'x' },
    { name: 'b', kind: 'x' },
    { name: 'c', kind: 'x' },
    { name: 'd' },
    { name: 'e', kind: 'x' },
  );
  for (let turn = 0; turn < 4; turn++) {
    await settled();
    await end();
  }
  expect(started).toEqual(['a', 'b+c', 'd', 'e']);
  expect(await Promise.all(results)).toEqual(['a done', 'b done', 'c done', 'd done', 'e done']);
});

it('different keys go side by side', async () => {
  const [one, other] = [queues.add('g1', { name: 'one' }), queues.add('g2', { name: 'other' })];
  await settled();
  expect(started).toEqual(['one', 'other']);
  await end();
  await end();
  expect(await Promise.all([one, other])).toEqual(['one done', 'other done']);
});

it('what fails tells all who went with it, and lets the next one go', async () => {
  const [first, second, third, last] = add(
    { name: 'first' },
    { name: 'second', kind: 'x' },
    { name: 'third', kind: 'x' },
    { name: 'last' },
  );
  const failures = Promise.allSettled([second, third]);
  await settled();
  await end();
  await end(new Error('no'));
  await end();
  expect((await failures).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(await first).toBe('first done');
  expect(await last).toBe('last done');
});

describe('a line is bounded', () => {
  it('by weight: who finds no room is refused at once, who comes when there is room again is not', async () => {
    const [first, second, third] = add(
      { name: 'first' },
      { name: 'second', weight: 5 },
      { name: 'third', weight: 1 },
    );
    expect(await third).toBe('refused');
    await settled();
    await end();
    const fourth = queues.add('g', { name: 'fourth', weight: 5 });
    await end();
    await end();
    expect(await Promise.all([first, second, fourth])).toEqual(['first done', 'second done', 'fourth done']);
    expect(started).toEqual(['first', 'second', 'fourth']);
  });

  it('over all keys, though the first under a key waits for nobody', async () => {
    const own = add({ name: 'first' }, { name: 'second', weight: 5 });
    const other = queues.add('h', { name: 'other' });
    const behind = queues.add('h', { name: 'behind' });
    expect(await behind).toBe('refused');
    await end();
    await end();
    expect(await other).toBe('other done');
    await end();
    expect(await Promise.all(own)).toEqual(['first done', 'second done']);
  });

  it('by age: who waited too long is refused when his turn comes, and nothing of his is done', async () => {
    const results = add({ name: 'first' }, { name: 'second' });
    await settled();
    clock = 101;
    const late = queues.add('g', { name: 'late' });
    await end();
    await end();
    expect(await Promise.all([...results, late])).toEqual(['first done', 'refused', 'late done']);
    expect(started).toEqual(['first', 'late']);
  });
});

it('nothing is kept of a key whose work has ended', async () => {
  const results = [...add({ name: 'a' }, { name: 'b' }), queues.add('h', { name: 'c' })];
  for (let turn = 0; turn < 3; turn++) {
    await settled();
    await end();
  }
  await Promise.all(results);
  expect(queues.size).toBe(0);
});

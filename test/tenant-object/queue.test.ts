import { expect, it } from 'vitest';
import { createQueues } from '../../src/tenant-object/queue.ts';

/** Work that ends when it is told to. */
function openEnded() {
  let end: (value: string) => void = () => {};
  const promise = new Promise<string>((resolve) => {
    end = resolve;
  });
  return { work: () => promise, end };
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

it('work under one key starts only when what came before has ended, in the order of arrival', async () => {
  const queues = createQueues();
  const started: string[] = [];
  const first = openEnded();
  const second = openEnded();
  const running = [
    queues.run('g', () => {
      started.push('first');
      return first.work();
    }),
    queues.run('g', () => {
      started.push('second');
      return second.work();
    }),
    queues.run('g', async () => started.push('third')),
  ];
  await settled();
  expect(started).toEqual(['first']);
  first.end('a');
  await settled();
  expect(started).toEqual(['first', 'second']);
  second.end('b');
  expect(await Promise.all(running)).toEqual(['a', 'b', 3]);
});

it('work under different keys goes side by side', async () => {
  const queues = createQueues();
  const blocked = openEnded();
  const waiting = queues.run('g1', blocked.work);
  expect(await queues.run('g2', async () => 'done')).toBe('done');
  blocked.end('late');
  expect(await waiting).toBe('late');
});

it('work that fails tells its caller and lets the next one run', async () => {
  const queues = createQueues();
  const failing = queues.run('g', () => Promise.reject(new Error('no')));
  const next = queues.run('g', async () => 'still here');
  await expect(failing).rejects.toThrow('no');
  expect(await next).toBe('still here');
});

it('nothing is kept of a key whose work has ended', async () => {
  const queues = createQueues();
  await Promise.all([
    queues.run('a', async () => 1),
    queues.run('b', async () => 2),
    queues.run('a', async () => 3),
  ]);
  await settled();
  expect(queues.size).toBe(0);
});

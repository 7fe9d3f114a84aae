// One line for each key: what is handed in under the same key runs one after another, in the order of
// arrival; different keys go side by side. Needed because a Durable Object that awaits D1 is not serialised
// by being one: its input gates cover only its own storage.

export interface Queues {
  /** Runs `work` when everything handed in before it under this key has ended, well or not. */
  run<T>(key: string, work: () => Promise<T>): Promise<T>;
  /** How many keys have work under way. */
  readonly size: number;
}

export function createQueues(): Queues {
  const tails = new Map<string, Promise<void>>();
  return {
    get size() {
      return tails.size;
    },
    run(key, work) {
      const before = tails.get(key) ?? Promise.resolve();
      const result = before.then(work);
      const tail = result.then(
        () => undefined,
        () => undefined,
      );
      tails.set(key, tail);
      return result.finally(() => {
        if (tails.get(key) === tail) tails.delete(key);
      });
    },
  };
}

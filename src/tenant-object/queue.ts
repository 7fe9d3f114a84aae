// One line for each key: what is handed in under the same key is carried out in the order of arrival, what can go
// together with its neighbours in one go; different keys go side by side. Needed because a Durable Object that
// awaits D1 is not serialised by being one: its input gates cover only its own storage. A line is bounded, in
// weight and in age: who cannot be served soon is told so before anything is done.

export interface QueuePorts<Item, Result> {
  /** How many of those that wait, from the first on, are to be carried out together; at least one. */
  readonly together: (waiting: readonly Item[]) => number;
  /** The results in the order of the items. */
  readonly carryOut: (key: string, items: readonly Item[]) => Promise<readonly Result[]>;
  /** What becomes of an item that finds no room, or that has waited too long. */
  readonly refuse: (key: string) => Result;
  /** What an item takes of `maxWaitingWeight`. */
  readonly weigh: (item: Item) => number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export interface QueueLimits {
  /** Of all that wait under all keys together. */
  readonly maxWaitingWeight: number;
  /** How long an item may wait before its turn comes. */
  readonly maxWaitMilliseconds: number;
}

export interface Queues<Item, Result> {
  add(key: string, item: Item): Promise<Result>;
  /** How many keys have something under way. */
  readonly size: number;
}

interface Waiting<Item, Result> {
  readonly item: Item;
  readonly since: number;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

export function createQueues<Item, Result>(
  ports: QueuePorts<Item, Result>,
  limits: QueueLimits,
): Queues<Item, Result> {
  const lines = new Map<string, Waiting<Item, Result>[]>();
  let weight = 0;

  return {
    get size() {
      return lines.size;
    },
    add(key, item) {
      const own = ports.weigh(item);
      // The first in a line waits for nobody.
      if (lines.has(key) && weight + own > limits.maxWaitingWeight) return Promise.resolve(ports.refuse(key));
      weight += own;
      return new Promise<Result>((resolve, reject) => {
        const line = lines.get(key);
        const waiting = { item, since: ports.now(), resolve, reject };
        if (line) line.push(waiting);
        else {
          const opened = [waiting];
          lines.set(key, opened);
          void serve(key, opened);
        }
      });
    },
  };

  async function serve(key: string, line: Waiting<Item, Result>[]): Promise<void> {
    while (line.length > 0) {
      const [oldest] = line;
      if (oldest && ports.now() - oldest.since > limits.maxWaitMilliseconds) {
        leave(line, 1);
        oldest.resolve(ports.refuse(key));
        continue;
      }
      await carryOut(key, leave(line, ports.together(line.map(({ item }) => item))));
    }
    lines.delete(key);
  }

  function leave(line: Waiting<Item, Result>[], count: number): readonly Waiting<Item, Result>[] {
    const left = line.splice(0, count);
    for (const { item } of left) weight -= ports.weigh(item);
    return left;
  }

  async function carryOut(key: string, turn: readonly Waiting<Item, Result>[]): Promise<void> {
    try {
      const results = await ports.carryOut(
        key,
        turn.map(({ item }) => item),
      );
      for (const [index, { resolve }] of turn.entries()) resolve(results[index] as Result);
    } catch (error) {
      for (const { reject } of turn) reject(error);
    }
  }
}

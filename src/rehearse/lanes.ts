// Many alike requests, a few at a time. A lane ends at its first error, so that a dead server is asked a handful of
// times and not once for each item.

/** Runs `work` for each item, at most `width` at once, and returns what was thrown. */
export async function inLanes<Item>(
  items: readonly Item[],
  width: number,
  work: (item: Item) => Promise<void>,
): Promise<readonly unknown[]> {
  const queue = items.values();
  const lane = async () => {
    for (const item of queue) await work(item);
  };
  const ends = await Promise.allSettled(Array.from({ length: width }, lane));
  return ends.flatMap((end) => (end.status === 'rejected' ? [end.reason] : []));
}

// Whether a group's answers could have come from a server that carries out one request after another. The feed
// gives the states that the group went through; looked for is a place in it for each request, in agreement with
// what its client saw: who was answered before another one asked also stands before him.

export interface Step {
  readonly added: ReadonlySet<string>;
  readonly removed: ReadonlySet<string>;
}

export type Effect =
  /** `base: 'none'`: exactly `add` is left, whoever was there. */
  | {
      readonly kind: 'change';
      readonly base: 'present' | 'none';
      readonly add: ReadonlySet<string>;
      readonly remove: ReadonlySet<string>;
    }
  | { readonly kind: 'read'; readonly members: ReadonlySet<string> };

/** One request to the group. Times are ticks of a clock that all requests share. */
export interface Attempt {
  readonly name: string;
  /** The same object each time that one request is sent. */
  readonly effect: Effect;
  readonly begunAt: number;
  /** Infinity for a request of which nobody knows whether and when it was carried out. */
  readonly endedAt: number;
}

/** Beyond that many choices the search gives up, and says so. */
const maxChoices = 100_000;

/** How far an order has been put together. */
interface Progress {
  /** The requests that made the steps so far. */
  readonly makers: readonly Attempt[];
  readonly used: ReadonlySet<Attempt>;
  /** No request that was answered before this moment can come any more. */
  readonly latestBegun: number;
  /** Requests that changed nothing, with their states, in the order of their answers. */
  readonly idle: readonly { readonly endedAt: number; readonly state: number }[];
  /** How many of `answered` have their place, as makers or idle. */
  readonly settled: number;
}

/**
 * What no serial order explains, or undefined when one does. Each step must be the work of one request, and each
 * request that made none must find a state in which it had nothing to do.
 */
export function unexplained(
  initial: ReadonlySet<string>,
  steps: readonly Step[],
  attempts: readonly Attempt[],
): string | undefined {
  const states = statesOf(initial, steps);
  const answered = attempts
    .filter(({ endedAt }) => Number.isFinite(endedAt))
    .toSorted((a, b) => a.endedAt - b.endedAt);
  const candidates = steps.map((step, index) =>
    attempts
      .filter(({ effect }) => makes(effect, states[index] ?? new Set(), step))
      .toSorted((a, b) => a.begunAt - b.begunAt),
  );
  let choices = 0;
  let furthest = { step: -1, complaint: '' };
  const complain = (step: number, complaint: string) => {
    if (step >= furthest.step) furthest = { step, complaint };
    return undefined;
  };

  /** Settles who was answered before that moment: they made a step already, or had nothing to do. */
  const settle = (progress: Progress, moment: number): Progress | undefined => {
    const idle = [...progress.idle];
    let { settled } = progress;
    for (; settled < answered.length; settled++) {
      const attempt = answered[settled];
      if (!attempt || attempt.endedAt >= moment) break;
      if (progress.used.has(attempt)) continue;
      const state = idleState(attempt, { ...progress, idle }, states);
      if (state === undefined) {
        return complain(
          progress.makers.length,
          `"${attempt.name}" was answered but has no place in the feed`,
        );
      }
      idle.push({ endedAt: attempt.endedAt, state });
    }
    return { ...progress, idle, settled };
  };

  const search = (progress: Progress): boolean => {
    const step = progress.makers.length;
    if (step === steps.length) return settle(progress, Number.POSITIVE_INFINITY) !== undefined;
    const lostTried = new Set<Effect>();
    for (const attempt of candidates[step] ?? []) {
      if (progress.used.has(attempt) || attempt.endedAt < progress.latestBegun) continue;
      // Of one request that was sent and lost several times the first time is as good as any.
      const isLost = !Number.isFinite(attempt.endedAt);
      if (isLost && lostTried.has(attempt.effect)) continue;
      if (isLost) lostTried.add(attempt.effect);
      if (++choices > maxChoices) return complain(steps.length, 'the search was given up') !== undefined;
      const latestBegun = Math.max(progress.latestBegun, attempt.begunAt);
      const makers = [...progress.makers, attempt];
      const used = new Set(progress.used).add(attempt);
      const next = settle({ ...progress, makers, used, latestBegun }, latestBegun);
      if (next && search(next)) return true;
    }
    complain(step, `step ${step} (${print(steps[step])}) is no request's work in its place`);
    return false;
  };
  const start = { makers: [], used: new Set<Attempt>(), latestBegun: 0, idle: [], settled: 0 };
  return search(start) ? undefined : furthest.complaint;
}

/** The state before each step, and the one after the last. */
function statesOf(initial: ReadonlySet<string>, steps: readonly Step[]): readonly ReadonlySet<string>[] {
  const states = [initial];
  let state = initial;
  for (const { added, removed } of steps) {
    state = new Set([...state, ...added].filter((id) => added.has(id) || !removed.has(id)));
    states.push(state);
  }
  return states;
}

/** Whether the effect on that state is exactly this step. */
function makes(effect: Effect, state: ReadonlySet<string>, { added, removed }: Step): boolean {
  if (effect.kind === 'read') return false;
  const { base, add, remove } = effect;
  const goes = (id: string) => (base === 'none' ? !add.has(id) : remove.has(id));
  for (const id of added) if (!add.has(id)) return false;
  for (const id of removed) if (!goes(id)) return false;
  const come = count(add, (id) => !state.has(id));
  const gone = base === 'none' ? count(state, goes) : count(remove, (id) => state.has(id));
  return come === added.size && gone === removed.size;
}

const nothing: Step = { added: new Set(), removed: new Set() };

function isIdle(effect: Effect, state: ReadonlySet<string>): boolean {
  if (effect.kind === 'change') return makes(effect, state, nothing);
  return effect.members.size === state.size && count(effect.members, (id) => state.has(id)) === state.size;
}

/**
 * The first state in which the request had nothing to do, between those who were answered before it asked and those
 * who asked after its answer. The first is best: it only ever binds those that come later.
 */
function idleState(
  { effect, begunAt, endedAt }: Attempt,
  { makers, idle }: Progress,
  states: readonly ReadonlySet<string>[],
): number | undefined {
  let first = 0;
  let last = makers.length;
  for (const [step, maker] of makers.entries()) {
    if (maker.endedAt < begunAt) first = step + 1;
    if (maker.begunAt > endedAt) last = Math.min(last, step);
  }
  for (const other of idle) if (other.endedAt < begunAt) first = Math.max(first, other.state);
  while (first <= last && !isIdle(effect, states[first] ?? new Set())) first++;
  return first <= last ? first : undefined;
}

function count(ids: ReadonlySet<string>, holds: (id: string) => boolean): number {
  let total = 0;
  for (const id of ids) if (holds(id)) total++;
  return total;
}

function print(step: Step | undefined): string {
  const { added, removed } = step ?? nothing;
  return [...[...added].map((id) => `+${id}`), ...[...removed].map((id) => `−${id}`)].join(' ');
}

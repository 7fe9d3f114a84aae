// The judge of the suites beside it: what it lets pass and what it finds. Members are single letters; `+ab` adds,
// `-ab` removes, `=ab` replaces, `?ab` reads; `1-9` are the moments of a request and its answer, `1-…` has none.

import { describe, expect, it } from 'vitest';
import { type Attempt, type Effect, type Step, unexplained } from '../support/serial-order.ts';

const none = new Set<string>();
const effects: Readonly<Record<string, (ids: ReadonlySet<string>) => Effect>> = {
  '+': (add) => ({ kind: 'change', base: 'present', add, remove: none }),
  '-': (remove) => ({ kind: 'change', base: 'present', add: none, remove }),
  '=': (add) => ({ kind: 'change', base: 'none', add, remove: none }),
  '?': (members) => ({ kind: 'read', members }),
};

function attempt(text: string): Attempt {
  const [, begun, ended, sign = '', ids] = /^(\d+)-(\d+|…) (.)(\w*)$/.exec(text) ?? [];
  const effect = effects[sign]?.(new Set(ids));
  if (!effect) throw new Error(`What is "${text}"?`);
  return { name: text, effect, begunAt: Number(begun), endedAt: ended === '…' ? Infinity : Number(ended) };
}

function step(text: string): Step {
  const idsAfter = (sign: string) =>
    new Set(
      text
        .split(' ')
        .find((part) => part.startsWith(sign))
        ?.slice(1),
    );
  return { added: idsAfter('+'), removed: idsAfter('-') };
}

const parts = (text: string) => (text === '' ? [] : text.split(', '));

const judge = (initial: string, moved: string, sent: string) =>
  unexplained(new Set(initial), parts(moved).map(step), parts(sent).map(attempt));

describe('an order is found for', () => {
  it.each<[what: string, initial: string, moved: string, sent: string]>([
    ['nothing at all', 'ab', '', ''],
    ['one who comes', '', '+a', '1-2 +a'],
    ['requests at the same time, in either order', '', '+b, +a', '1-9 +a, 2-8 +b'],
    ['an addition of someone who is in', 'a', '', '1-2 +a'],
    ['a replacement between additions', 'x', '+a, +b -ax, +c', '1-9 +a, 1-9 =b, 1-9 +c'],
    ['one who came, went and came again', '', '+a, -a, +a', '1-2 +a, 3-4 -a, 5-6 +a'],
    ['two who add the same, of whom one moved him', '', '+a, -a', '1-9 +a, 1-9 +a, 1-9 -a'],
    ['a removal that found nobody because it came first', '', '+a', '1-9 -a, 2-8 +a'],
    ['a lost request that was carried out late', '', '+b, +a', '1-… +a, 3-4 +b'],
    ['a lost request that was not carried out', '', '', '1-… +a'],
    ['a lost request and its repetition', '', '+a, +b', '1-… +a, 5-6 +a, 1-3 +b'],
    ['lost requests that ask for different things', 'b', '+a, -ab, +ab', '1-… +ab, 2-… +a, 3-9 -ab'],
    ['a reader of each state', '', '+a', '1-9 +a, 2-3 ?, 4-5 ?a'],
  ])('%s', (_what, initial, moved, sent) => {
    expect(judge(initial, moved, sent)).toBeUndefined();
  });
});

describe('no order is found for', () => {
  it.each<[what: string, initial: string, moved: string, sent: string, complaint: string]>([
    ['an acknowledged addition that is not there', '', '', '1-2 +a', '1-2 +a'],
    ['an acknowledged removal that had no effect', 'a', '', '1-2 -a', '1-2 -a'],
    ['someone who came by himself', '', '+a', '', 'step 0 (+a)'],
    ['one addition told of twice', '', '+a, -a, +a', '1-9 +a, 1-9 -a', 'step 2'],
    ['half of a request', '', '+a', '1-2 +ab', 'step 0'],
    ['a replacement that spared a member', 'xy', '+a -x', '1-2 =a', 'step 0'],
    ['an addition overwritten by an earlier replacement', '', '+a, +b -a', '1-2 =b, 3-4 +a', '1-2 =b'],
    ['an addition lost between replacements', '', '+b, +c -b', '1-2 =b, 3-4 +a, 5-6 =c', '3-4 +a'],
    ['a reader who missed what was acknowledged', '', '+a', '1-2 +a, 3-4 ?', '3-4 ?'],
    ['a reader who saw what came only later', '', '+a', '1-2 ?a, 3-4 +a', '1-2 ?a'],
    ['two readers who saw the states in the wrong order', '', '+a', '1-9 +a, 2-3 ?a, 4-5 ?', '4-5 ?'],
    ['a state that never was', '', '+a, +b', '1-9 +a, 1-9 +b, 1-9 ?b', '1-9 ?b'],
    ['a lost request carried out twice', '', '+a, -a, +a', '1-… +a, 2-3 -a', 'step 2'],
  ])('%s', (_what, initial, moved, sent, complaint) => {
    expect(judge(initial, moved, sent)).toContain(complaint);
  });
});

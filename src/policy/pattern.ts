// Patterns for whole user names. Names come from outside and JavaScript's engine may take exponential time, so a
// pattern is compiled to a nondeterministic automaton, which takes a time linear in the length of the name.
// Written as in JavaScript with the flag `u`: literals, `.`, classes, `\d \w \s \p{…}`, groups, `|`, `? * + {m,n}`.

import { maxPatternRepetitions, maxPatternStates } from './limits.ts';

export interface Pattern {
  /** Whether the whole text is as the pattern says. */
  readonly matches: (text: string) => boolean;
}

/** Throws a `SyntaxError` that says where the pattern cannot be read, or that it is too large. */
export function compilePattern(source: string): Pattern {
  const states: State[] = [{ to: [] }];
  const start = emit(states, readPattern(source), accepting);
  return { matches: (text) => run(states, start, text) };
}

type Node =
  | { readonly kind: 'sign'; readonly test: Test }
  | { readonly kind: 'sequence' | 'choice'; readonly parts: readonly Node[] }
  | { readonly kind: 'repeat'; readonly part: Node; readonly least: number; readonly most: number };

/** Of one character. A class is left to JavaScript: on a single character it has nothing to try twice. */
type Test = (sign: string) => boolean;

interface Reader {
  readonly source: string;
  /** One test for each class that is written the same. */
  readonly tests: Map<string, Test>;
  at: number;
}

function readPattern(source: string): Node {
  const reader: Reader = { source, tests: new Map(), at: 0 };
  // The pattern is one of the whole name, with or without the marks of its ends.
  if (source.startsWith('^')) reader.at = 1;
  const node = readChoice(reader);
  if (reader.at === source.length - 1 && source.endsWith('$')) reader.at += 1;
  if (reader.at < source.length) throw unreadable(reader, 'has no meaning there');
  return node;
}

function readChoice(reader: Reader): Node {
  const parts = [readSequence(reader)];
  while (take(reader, /\|/y)) parts.push(readSequence(reader));
  const [only] = parts;
  return parts.length === 1 && only ? only : { kind: 'choice', parts };
}

function readSequence(reader: Reader): Node {
  const parts: Node[] = [];
  for (let atom = readAtom(reader); atom; atom = readAtom(reader)) parts.push(readRepeat(reader, atom));
  return { kind: 'sequence', parts };
}

function readAtom(reader: Reader): Node | undefined {
  const opening = take(reader, /\((?:\?:)?/y);
  if (opening) {
    const group = readChoice(reader);
    if (!take(reader, /\)/y)) throw unreadable(reader, 'stands where ")" is missing');
    return group;
  }
  const literal = take(reader, /[^\\^$.*+?()[\]{}|]|\\[\\^$.*+?()[\]{}|/-]/uy);
  if (literal !== undefined) {
    const meant = literal.length > 1 && literal.startsWith('\\') ? literal.slice(1) : literal;
    return { kind: 'sign', test: testOf(reader, literal, (sign) => sign === meant) };
  }
  const from = reader.at;
  const text = take(reader, /\.|\\[dDwWsS]|\\[pP]\{[^}]*\}|\[(?:[^\]\\]|\\.)*\]/suy);
  if (text === undefined) return undefined;
  try {
    const single = new RegExp(`^${text}$`, 'u');
    return { kind: 'sign', test: testOf(reader, text, (sign) => single.test(sign)) };
  } catch {
    throw unreadable({ ...reader, at: from }, 'is no class of characters');
  }
}

function readRepeat(reader: Reader, part: Node): Node {
  const from = reader.at;
  const sign = take(reader, /[?*+]|\{[0-9]+(?:,[0-9]*)?\}/y);
  if (sign === undefined) return part;
  const [least, most] = boundsOf(sign);
  if (least > most || most === 0) throw unreadable({ ...reader, at: from }, 'repeats nothing');
  if (Math.max(least, most === Infinity ? 0 : most) > maxPatternRepetitions) {
    throw unreadable({ ...reader, at: from }, `counts further than ${maxPatternRepetitions}`);
  }
  return { kind: 'repeat', part, least, most };
}

function boundsOf(sign: string): readonly [least: number, most: number] {
  if (sign === '?') return [0, 1];
  if (sign === '*') return [0, Infinity];
  if (sign === '+') return [1, Infinity];
  const [least = '', most = least] = sign.slice(1, -1).split(',');
  return [Number(least), most === '' ? Infinity : Number(most)];
}

function testOf(reader: Reader, text: string, test: Test): Test {
  const known = reader.tests.get(text) ?? test;
  reader.tests.set(text, known);
  return known;
}

function take(reader: Reader, token: RegExp): string | undefined {
  token.lastIndex = reader.at;
  const found = token.exec(reader.source)?.[0];
  reader.at += found?.length ?? 0;
  return found;
}

function unreadable({ source, at }: Reader, problem: string): SyntaxError {
  const found = at < source.length ? `"${source.slice(at, at + 20)}"` : 'the end';
  return new SyntaxError(`cannot be read at character ${at + 1}: ${found} ${problem}`);
}

/** With a test: goes on to `to` by a character that passes it. Without: is at once in all of `to`. */
interface State {
  readonly test?: Test;
  readonly to: readonly number[];
}

/** The state in which the whole pattern is read. */
const accepting = 0;

/** Adds the states of a node that goes on to `next`, at least one, and answers the first of them. */
function emit(states: State[], node: Node, next: number): number {
  switch (node.kind) {
    case 'sign':
      return push(states, { test: node.test, to: [next] });
    case 'sequence':
      // An empty one counts as well, or counting its repetitions could go on for ever.
      if (node.parts.length === 0) return push(states, { to: [next] });
      return node.parts.reduceRight((after, part) => emit(states, part, after), next);
    case 'choice':
      return push(states, { to: node.parts.map((part) => emit(states, part, next)) });
    case 'repeat': {
      let at = next;
      if (node.most === Infinity) {
        const to = [next];
        at = push(states, { to });
        to.unshift(emit(states, node.part, at));
      } else {
        for (let count = node.least; count < node.most; count++) {
          at = push(states, { to: [emit(states, node.part, at), next] });
        }
      }
      for (let count = 0; count < node.least; count++) at = emit(states, node.part, at);
      return at;
    }
    default:
      return node satisfies never;
  }
}

function push(states: State[], state: State): number {
  if (states.length >= maxPatternStates) {
    throw new SyntaxError(
      `comes to more than ${maxPatternStates} states: it counts too far ({m,n} inside {m,n} multiply)`,
    );
  }
  return states.push(state) - 1;
}

function run(states: readonly State[], start: number, text: string): boolean {
  let current = reach(states, [start]);
  for (const sign of text) {
    const passed = new Map<Test, boolean>();
    const next: number[] = [];
    for (const at of current) {
      const { test, to = [] } = states[at] ?? {};
      if (!test) continue;
      const passes = passed.get(test) ?? test(sign);
      passed.set(test, passes);
      if (passes) next.push(...to);
    }
    if (next.length === 0) return false;
    current = reach(states, next);
  }
  return current.has(accepting);
}

/** These states, and all that are reached from them without a character. */
function reach(states: readonly State[], from: readonly number[]): ReadonlySet<number> {
  const reached = new Set(from);
  // A set is walked to its end, what is added meanwhile included.
  for (const at of reached) {
    const state = states[at];
    if (state && !state.test) for (const to of state.to) reached.add(to);
  }
  return reached;
}

// Random requests to a directory and to its model, one after another; after each of them both hold the same.

import fc from 'fast-check';
import { expect } from 'vitest';
import { fillUsers } from '../support/directory.ts';
import { anyOf, listed } from '../support/group-clients.ts';
import { checkGroup, feedOf, idsOf, replayEvents } from '../support/membership.ts';
import { groupBody, patchBody, userBody } from '../support/people.ts';
import { expectScimError } from '../support/refusals.ts';
import { tenantId } from '../support/stored.ts';
import { type Answer, newTenant, type TestTenant } from '../support/tenant.ts';
import { type Group, judge, type Label, type Move, type State, type Step } from './model.ts';

interface Model {
  state: State;
}

/** The directory, and what was last seen of its groups. */
interface Real {
  readonly tenant: TestTenant;
  readonly ids: Map<Label, string>;
  meta: ReadonlyMap<Label, Meta>;
}

interface Meta {
  readonly version: string;
  readonly lastModified: string;
}

const users: readonly Label[] = ['ann', 'bob', 'cy', 'dan', 'eve'];
const groups: readonly Label[] = ['red', 'green', 'blue'];
const names = ['One', 'Two', 'Three', 'Four', 'Five'];

const user = fc.constantFrom(...users);
const group = fc.constantFrom(...groups);
const name = fc.constantFrom(...names);
const member = fc.oneof(
  { weight: 20, arbitrary: user },
  { weight: 3, arbitrary: group },
  { weight: 1, arbitrary: fc.constant('nobody') },
);
const some = fc.array(member, { minLength: 1, maxLength: 4 });
const any = fc.array(member, { maxLength: 4 });

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ op: fc.constant('add'), members: fc.tuple(member) }) },
  { weight: 3, arbitrary: fc.record({ op: fc.constant('add'), members: any }) },
  { weight: 4, arbitrary: fc.record({ op: fc.constant('remove by path'), members: some }) },
  { weight: 3, arbitrary: fc.record({ op: fc.constant('remove listed'), members: any }) },
  { weight: 3, arbitrary: fc.record({ op: fc.constant('replace'), members: any }) },
  { weight: 1, arbitrary: fc.constant({ op: 'remove all' }) },
  { weight: 2, arbitrary: fc.record({ op: fc.constant('keep'), member }) },
  { weight: 1, arbitrary: fc.record({ op: fc.constant('rename'), name }) },
);

const steps = fc.oneof(
  { weight: 2, arbitrary: fc.tuple(step) },
  { weight: 1, arbitrary: fc.array(step, { minLength: 2, maxLength: 5 }) },
);

const mayBeMembers = fc.oneof(
  { weight: 3, arbitrary: any },
  { weight: 1, arbitrary: fc.constantFrom(null, undefined) },
);

const move: fc.Arbitrary<Move> = fc.oneof(
  { weight: 12, arbitrary: fc.record({ kind: fc.constant('patch'), group, steps }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('put'), group, name, members: mayBeMembers }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('create group'), group, name, members: any }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('create user'), user }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('delete user'), user }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('delete group'), group }) },
);

/** Plays that many sequences of requests; a failure prints seed and requests. */
export async function playModel(runs: number, timeLimitMilliseconds: number): Promise<void> {
  const commands = fc.commands([move.map(commandOf)], { maxCommands: 30, size: 'max' });
  const play = fc.asyncProperty(commands, async (sequence) => {
    const { model, real } = await begin();
    await fc.asyncModelRun(() => ({ model, real }), sequence);
    await checkEnd(model.state, real);
  });
  // Shrinking ends in time to be reported before the test's own time is over.
  await fc.assert(play, { numRuns: runs, interruptAfterTimeLimit: timeLimitMilliseconds });
}

async function begin(): Promise<{ model: Model; real: Real }> {
  const tenant = await newTenant();
  const ids = await fillUsers(await tenantId(tenant.slug), users.length, crypto.randomUUID());
  const known = users.map((label, index) => [label, ids[index] ?? ''] as const);
  const real: Real = { tenant, ids: new Map(known), meta: new Map() };
  const model: Model = { state: { users: new Set(users), groups: new Map() } };
  const first: Move = { kind: 'create group', group: 'red', name: 'One', members: ['ann', 'bob'] };
  for (const created of [first, { ...first, group: 'green', name: 'Two', members: ['bob', 'red'] }]) {
    await commandOf(created).run(model, real);
  }
  return { model, real };
}

function commandOf(move: Move): fc.AsyncCommand<Model, Real> {
  return {
    check: ({ state }) => {
      if (move.kind === 'create user') return !state.users.has(move.user);
      return move.kind !== 'create group' || !state.groups.has(move.group);
    },
    async run(model, real) {
      const { next, refusals } = judge(model.state, move);
      const answer = await real.tenant.scim(...requestOf(move, real.ids));
      if (refusals.includes(answer.status)) expectScimError(answer, answer.status, answer.body.scimType);
      else expect([answer.status, next !== undefined]).toEqual([successOf[move.kind], true]);
      if (answer.status === 201) real.ids.set('user' in move ? move.user : move.group, answer.body.id);
      const before = model.state;
      model.state = answer.status < 300 && next ? next : before;
      await checkState(before, model.state, real);
      checkAnswer(answer, move, model.state, real);
    },
    toString: () => JSON.stringify(move),
  };
}

const successOf: Readonly<Record<Move['kind'], number>> = {
  'create user': 201,
  'create group': 201,
  put: 200,
  patch: 204,
  'delete user': 204,
  'delete group': 204,
};

type Ids = ReadonlyMap<Label, string>;

/** Who never was has an id that nobody has; who is gone keeps his. */
const idOf = (ids: Ids, label: Label) => ids.get(label) ?? `no-${label}`;
const idsFor = (ids: Ids, labels: Iterable<Label>) => [...labels].map((label) => idOf(ids, label));

function requestOf(move: Move, ids: Ids): Parameters<TestTenant['scim']> {
  const groupPath = 'group' in move ? `/Groups/${idOf(ids, move.group)}` : '';
  switch (move.kind) {
    case 'create user':
      return ['POST', '/Users', userBody()];
    case 'delete user':
      return ['DELETE', `/Users/${idOf(ids, move.user)}`];
    case 'create group':
      return ['POST', '/Groups', groupBody(idsFor(ids, move.members), { displayName: move.name })];
    case 'put': {
      const members = move.members && listed(idsFor(ids, move.members));
      return ['PUT', groupPath, groupBody([], { displayName: move.name, members })];
    }
    case 'patch':
      return ['PATCH', groupPath, patchBody(...move.steps.map((each) => operationOf(each, ids)))];
    case 'delete group':
      return ['DELETE', groupPath];
    default:
      return move satisfies never;
  }
}

function operationOf(step: Step, ids: Ids): object {
  switch (step.op) {
    case 'add':
    case 'replace':
      return { op: step.op, path: 'members', value: listed(idsFor(ids, step.members)) };
    case 'remove listed':
      return { op: 'remove', path: 'members', value: listed(idsFor(ids, step.members)) };
    case 'remove by path':
      return { op: 'remove', path: `members[${anyOf(idsFor(ids, step.members))}]` };
    case 'remove all':
      return { op: 'remove', path: 'members' };
    case 'keep': {
      const value = idOf(ids, step.member);
      return { op: 'replace', path: `members[value eq "${value}"]`, value: { value } };
    }
    case 'rename':
      return { op: 'replace', path: 'displayName', value: step.name };
    default:
      return step satisfies never;
  }
}

/** The groups are those of the model; a version moved on exactly where the model says that something changed. */
async function checkState(before: State, state: State, real: Real): Promise<void> {
  const { status, body } = await real.tenant.scim('GET', '/Groups');
  expect(status).toBe(200);
  const found = new Map<string, Answer['body']>(
    body.Resources.map((each: Answer['body']) => [each.id, each]),
  );
  expect([...found.keys()].toSorted()).toEqual(idsFor(real.ids, state.groups.keys()).toSorted());
  const meta = new Map<Label, Meta>();
  for (const [label, expected] of state.groups) {
    const { displayName, members, meta: now } = found.get(idOf(real.ids, label));
    expect(displayName).toBe(expected.name);
    expect(idsOf(members)).toEqual(new Set(idsFor(real.ids, expected.members)));
    const then = real.meta.get(label);
    const previous = before.groups.get(label);
    if (then && previous && isSame(previous, expected)) expect(now).toEqual(then);
    else if (then && previous) {
      expect(now.version).not.toBe(then.version);
      expect(now.lastModified >= then.lastModified).toBe(true);
    }
    meta.set(label, now);
  }
  real.meta = meta;
}

function isSame(a: Group, b: Group): boolean {
  return (
    a.name === b.name && a.members.size === b.members.size && [...a.members].every((id) => b.members.has(id))
  );
}

/** What the answer itself says of the group. */
function checkAnswer(answer: Answer, move: Move, state: State, { ids, meta }: Real): void {
  if (answer.status >= 300 || !('group' in move) || move.kind === 'delete group') return;
  expect(answer.headers.get('etag')).toBe(meta.get(move.group)?.version);
  if (move.kind === 'patch') return;
  const members = state.groups.get(move.group)?.members ?? [];
  expect(idsOf(answer.body.members)).toEqual(new Set(idsFor(ids, members)));
}

/** Each group as SCIM and the feed show it, the groups as their members show them, and of no other group is told. */
async function checkEnd(state: State, { tenant, ids }: Real): Promise<void> {
  for (const [label, { members }] of state.groups)
    await checkGroup(tenant, idOf(ids, label), idsFor(ids, members));
  const living = [...replayEvents(await feedOf(tenant))].filter(([_id, { isDeleted }]) => !isDeleted);
  expect(living.map(([id]) => id).toSorted()).toEqual(idsFor(ids, state.groups.keys()).toSorted());
  const { body } = await tenant.scim('GET', '/Users');
  const shown = new Map(body.Resources.map((each: Answer['body']) => [each.id, idsOf(each.groups)]));
  const expected = [...state.users].map((label) => {
    const own = [...state.groups].filter(([, { members }]) => members.has(label)).map(([each]) => each);
    return [idOf(ids, label), new Set(idsFor(ids, own))] as const;
  });
  expect(shown).toEqual(new Map(expected));
}

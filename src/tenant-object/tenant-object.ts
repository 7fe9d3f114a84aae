// The tenant object: one for each tenant. Changes to one group run here in the order of their arrival, those that
// wait together where they can, those to different groups side by side. Its alarm freezes accounts, gives them back, and judges
// users anew. It holds nothing that would be missed: what is acknowledged is in D1, and correctness rests on D1's atomic batches alone.

import { DurableObject } from 'cloudflare:workers';
import { openStore, plainShape } from '../db/store.ts';
import { type Directory, openDirectory } from '../directory/directory.ts';
import { plainMembership } from '../directory/patch.ts';
import type { Changed } from '../directory/update.ts';
import type { Env } from '../env.ts';
import { plainPolicy } from '../policy/user-policy.ts';
import { quoted, tooManyRequests } from '../scim/error.ts';
import { groupType } from '../scim/schema/resource-type.ts';
import { freezeSome } from './freeze.ts';
import { canGoTogether, commitTogether, countTogether, type MembersWrite } from './group-commit.ts';
import { type Caller, type GroupResult, type GroupVerb, type Outcome, outcomeOf } from './protocol.ts';
import { createQueues } from './queue.ts';
import { reevaluateSome } from './reevaluation.ts';
import { workFor } from './steps.ts';

/** Member ids of all changes that wait in one object, and one for each change: some tens of megabytes. */
const maxWaitingWeight = 200_000;
/** Identity providers give up after thirty seconds or more; what is refused before is not done behind their backs. */
const maxWaitMilliseconds = 20_000;
const retryAfterSeconds = 5;

/** Where the object keeps whose it is: an alarm does not say. */
const tenantKey = 'tenant';
/** So that changes that come together are judged together. */
const alarmDelayMilliseconds = 200;
/** How long one alarm works at most. */
const maxAlarmMilliseconds = 10_000;

/** A change that waits for its turn. */
interface Waiting {
  readonly alone: () => Promise<Outcome<GroupResult>>;
  /** Where it can be written beside others. */
  readonly write?: MembersWrite;
  readonly weight: number;
}

export class TenantObject extends DurableObject<Env> {
  #isAlarmed = false;
  readonly #queues = createQueues<Waiting, Outcome<GroupResult>>(
    {
      together: (waiting) => countTogether(waiting.map(({ write }) => write?.members)),
      carryOut: (group, items) => this.#carryOut(group, items),
      refuse: (group) => ({ kind: 'error', facts: overloaded(group).facts }),
      weigh: ({ weight }) => weight,
      now: Date.now,
    },
    { maxWaitingWeight, maxWaitMilliseconds },
  );

  /** Runs one verb on groups. */
  async write(caller: Caller, verb: GroupVerb): Promise<Outcome<GroupResult>> {
    const outcome = await this.#write(caller, verb);
    if (caller.marksDue && outcome.kind === 'done') await this.wake(caller.tenant);
    return outcome;
  }

  /** There are accounts to be frozen or given back, or users to be judged anew, or there may be. */
  async wake(tenant: string): Promise<void> {
    if (this.#isAlarmed) return;
    this.#isAlarmed = true;
    await this.ctx.storage.put(tenantKey, tenant);
    await this.ctx.storage.setAlarm(Date.now() + alarmDelayMilliseconds);
  }

  /**
   * Freezes first, since that ends access, and judges users anew; never both at once, so that neither overwrites what
   * the other decided. For a while; where something is left, it comes again at once.
   */
  override async alarm(): Promise<void> {
    this.#isAlarmed = false;
    const tenant = await this.ctx.storage.get<string>(tenantKey);
    if (tenant === undefined) return;
    const isIdle = await workFor(maxAlarmMilliseconds, [freezeSome, reevaluateSome], this.env.DB, tenant);
    if (!isIdle) await this.wake(tenant);
  }

  /** New groups wait for nobody: they have no id yet that others could know. */
  async #write(caller: Caller, verb: GroupVerb): Promise<Outcome<GroupResult>> {
    const directory = this.#open(caller);
    const alone = () => outcomeOf(() => perform(directory, verb));
    if (verb.verb === 'create') return alone();
    const read = await outcomeOf(async () => membersOf(caller, verb));
    if (read.kind !== 'done') return read;
    const members = read.value;
    return this.#queues.add(verb.id, {
      alone,
      ...(members && { write: { ...causeOf(caller), members, alone: alone as MembersWrite['alone'] } }),
      weight: 1 + (members ? members.add.length + members.remove.length : listLength(verb)),
    });
  }

  async #carryOut(group: string, items: readonly Waiting[]): Promise<readonly Outcome<GroupResult>[]> {
    const writes = items.flatMap(({ write }) => write ?? []);
    if (writes.length < items.length) return Promise.all(items.map(({ alone }) => alone()));
    const outcomes = await commitTogether(this.env.DB, group, writes, now);
    return writes.map((write) => outcomes.get(write) as Outcome<Changed>);
  }

  #open(caller: Caller): Directory {
    const { tenant, tokenId, settingsVersion, leniencies, marksDue, requestId } = caller;
    const grant = { tenant, tokenId, settingsVersion };
    return openDirectory({
      store: openStore(this.env.DB, grant, { requestId, now, newId }, { ...plainShape, marksDue }),
      leniencies: new Set(leniencies),
      policy: plainPolicy,
      now,
      newId,
    });
  }
}

const now = () => new Date().toISOString();
const newId = () => crypto.randomUUID();

const causeOf = ({ tenant, tokenId, settingsVersion, requestId, marksDue }: Caller) => ({
  grant: { tenant, tokenId, settingsVersion },
  requestId,
  marksDue,
});

/** What a patch does to the members, where it does nothing else. Errors: 400. */
function membersOf({ leniencies }: Caller, verb: GroupVerb) {
  if (verb.verb !== 'patch' || verb.condition) return undefined;
  const members = plainMembership(verb.id, verb.body, new Set(leniencies));
  return members && canGoTogether(members) ? members : undefined;
}

/** Members listed in a body that is not read yet. */
function listLength(verb: GroupVerb): number {
  const body = 'body' in verb && typeof verb.body === 'object' ? verb.body : undefined;
  const members = body && 'members' in body ? body.members : undefined;
  return Array.isArray(members) ? members.length : 0;
}

const overloaded = (group: string) =>
  tooManyRequests(
    `Too many changes of the group "${quoted(group)}" and others are waiting. Nothing was changed; repeat the request in ${retryAfterSeconds} seconds.`,
    retryAfterSeconds,
  );

function perform(directory: Directory, verb: GroupVerb): Promise<GroupResult> {
  switch (verb.verb) {
    case 'create':
      return directory.create(groupType, verb.body, {}, verb.id);
    case 'replace':
    case 'patch':
      return directory[verb.verb](groupType, verb.id, verb.body, verb.condition);
    case 'remove':
      return directory.remove(groupType, verb.id, verb.condition).then(() => undefined);
    default:
      return verb satisfies never;
  }
}

// The tenant object: one for each tenant. Changes to one group run here in the order of their arrival, those
// to different groups side by side. It holds nothing that would be missed: what is acknowledged is in D1, and
// correctness rests on D1's atomic batches alone.

import { DurableObject } from 'cloudflare:workers';
import { openStore } from '../db/store.ts';
import { type Directory, openDirectory } from '../directory/directory.ts';
import type { Env } from '../env.ts';
import { plainAccount } from '../policy/account.ts';
import { groupType } from '../scim/schema/resource-type.ts';
import { type Caller, type GroupResult, type GroupVerb, type Outcome, outcomeOf } from './protocol.ts';
import { createQueues } from './queue.ts';

export class TenantObject extends DurableObject<Env> {
  readonly #queues = createQueues();

  /** Runs one verb on groups. New groups wait for nobody: they have no id yet that others could know. */
  write(caller: Caller, verb: GroupVerb): Promise<Outcome<GroupResult>> {
    const directory = this.#open(caller);
    const work = () => outcomeOf(() => perform(directory, verb));
    return verb.verb === 'create' ? work() : this.#queues.run(verb.id, work);
  }

  #open({ tenant, tokenId, settingsVersion, leniencies, requestId }: Caller): Directory {
    const now = () => new Date().toISOString();
    const newId = () => crypto.randomUUID();
    return openDirectory({
      store: openStore(this.env.DB, { tenant, tokenId, settingsVersion }, { requestId, now, newId }),
      leniencies: new Set(leniencies),
      provision: plainAccount,
      now,
      newId,
    });
  }
}

function perform(directory: Directory, verb: GroupVerb): Promise<GroupResult> {
  switch (verb.verb) {
    case 'create':
      return directory.create(groupType, verb.body, verb.wants, verb.id);
    case 'replace':
    case 'patch':
      return directory[verb.verb](groupType, verb.id, verb.body, verb.condition, verb.wants);
    case 'remove':
      return directory.remove(groupType, verb.id, verb.condition).then(() => undefined);
    default:
      return verb satisfies never;
  }
}

// Clients at work on one group while the tenant object is taken away from under them again and again.

import { abortAllDurableObjects, evictDurableObject, runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import fc from 'fast-check';
import { expect, vi } from 'vitest';
import { fillUsers } from '../support/directory.ts';
import { type GroupClients, groupClients } from '../support/group-clients.ts';
import { addGroup } from '../support/people.ts';
import { tenantId } from '../support/stored.ts';
import { newTenant } from '../support/tenant.ts';

/** How the object ends: all at once, from within, or after what it has begun. */
export type Ending = 'aborted' | 'aborted from within' | 'evicted';

interface Play {
  readonly ending: Ending;
  readonly runs: number;
  /** Whether clients send again what was answered 503. */
  readonly insist?: boolean;
  /** Sets the clients to work; answers the members that there must be in the end, if that is certain. */
  readonly work: (clients: GroupClients, people: People) => Promise<readonly string[] | undefined>;
}

export interface People {
  readonly present: readonly string[];
  readonly coming: readonly string[];
}

/** Milliseconds from one ending to the next; finite, so that clients that send again get through some time. */
const pauses = fc.array(fc.integer({ min: 1, max: 25 }), { minLength: 12, maxLength: 30, size: 'max' });

/** Plays it with endings at random moments; whatever is acknowledged is there, in an order that explains it. */
export async function playInterrupted({ ending, runs, insist = true, work }: Play): Promise<void> {
  const log = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  let lost = 0;
  const play = async (moments: readonly number[]) => {
    const tenant = await newTenant();
    const owner = await tenantId(tenant.slug);
    const ids = await fillUsers(owner, 80, crypto.randomUUID());
    const people = { present: ids.slice(0, 20), coming: ids.slice(20) };
    const { id } = await addGroup(tenant, people.present);
    const clients = groupClients(tenant, id, { insist });
    const [expected] = await Promise.all([work(clients, people), interrupt(owner, ending, moments)]);
    for (const status of clients.statuses) expect([200, 204, 429, 503]).toContain(status);
    lost += clients.attempts.filter(({ endedAt }) => !Number.isFinite(endedAt)).length;
    await clients.check(expected);
  };
  await fc
    .assert(fc.asyncProperty(pauses, play), { numRuns: runs, endOnFailure: true })
    .finally(() => log.mockRestore());
  // What is evicted may end what it has begun; what is aborted cannot.
  if (ending !== 'evicted') expect(lost).toBeGreaterThan(0);
}

async function interrupt(owner: string, ending: Ending, moments: readonly number[]): Promise<void> {
  for (const milliseconds of moments) {
    await scheduler.wait(milliseconds);
    const stub = env.TENANT.get(env.TENANT.idFromName(owner));
    switch (ending) {
      case 'aborted':
        await abortAllDurableObjects();
        break;
      case 'aborted from within':
        await expect(runInDurableObject(stub, (_object, state) => state.abort('taken away'))).rejects.toThrow(
          'taken away',
        );
        break;
      case 'evicted':
        await evictDurableObject(stub).catch((error: unknown) =>
          expect(String(error)).toContain('not currently running'),
        );
        break;
      default:
        ending satisfies never;
    }
  }
}

/** Each coming user is added by one of twelve clients, and half of the present ones are removed by others. */
export async function comeAndGo(
  clients: GroupClients,
  { present, coming }: People,
): Promise<readonly string[]> {
  const leaving = present.slice(0, 10);
  await Promise.all([
    ...lanes(coming, 10).map(async (ids) => {
      for (const id of ids) await clients.add(id);
    }),
    ...lanes(leaving, 2).map(async (ids) => {
      for (const id of ids) await clients.remove(id);
    }),
  ]);
  return [...present.slice(10), ...coming];
}

/** The same, and two more who push whole lists, one by PATCH and one by PUT, and one who reads. */
export async function comeAndGoAndReplace(clients: GroupClients, people: People): Promise<undefined> {
  const { present } = people;
  const push = async (name: string, ids: readonly string[]) => {
    for (let time = 1; time <= 6; time++) {
      await clients.replace(...ids.slice(time));
      await clients.put(`${name} ${time}`, ids.slice(0, -time));
      await clients.read();
    }
  };
  await Promise.all([
    comeAndGo(clients, people),
    push('Crew', present),
    push('Team', people.coming.slice(0, 15)),
  ]);
}

function lanes(ids: readonly string[], count: number): readonly (readonly string[])[] {
  return Array.from({ length: count }, (_, lane) => ids.filter((_id, index) => index % count === lane));
}

// What judging all users anew would come to, counted and with samples, without writing anything.

import type { Account } from './account.ts';
import type { UserPolicy } from './policy.ts';
import { type PeoplePage, type PeopleRange, reevaluate } from './reevaluate.ts';
import type { Found } from './stored.ts';

/** What of an account a policy decides. */
const decided = ['status', 'profile', 'quotaGb', 'storage', 'displayName', 'attributes'] as const;

type DecidedPart = Pick<Account, (typeof decided)[number]>;

export interface Sample {
  readonly accountId: string;
  readonly userId: string;
  readonly userName: string;
  /** What changes of the account, and only that. */
  readonly before: Partial<DecidedPart>;
  readonly after: Partial<DecidedPart>;
}

export interface RefusalSample {
  readonly userId: string;
  readonly userName: string;
  readonly detail: string;
}

export interface Preview {
  /** Users that were asked about. */
  judged: number;
  /** Those whose account would change, whose profile would stay because a rule asks for what is not kept, and who would not be let in. */
  changed: number;
  notDecidable: number;
  refused: number;
  /** How many accounts would change in each part. */
  readonly changes: Record<keyof DecidedPart, number>;
  /** How many accounts would move from which profile to which; null is none. */
  readonly profiles: { from: string | null; to: string | null; accounts: number }[];
  readonly samples: Sample[];
  readonly refusals: RefusalSample[];
}

/** Samples of changes, and of refusals; moves between profiles. */
const maxSamples = 20;
const maxMoves = 100;

/** Users on one page of those that are asked about. */
const previewPage = 1_000;

/** What `policy` would change of the first `maxUsers` of a tenant. `now`: ISO 8601 UTC. Errors: those of `people`. */
export async function previewOf(
  policy: UserPolicy,
  people: (range: PeopleRange) => Promise<PeoplePage>,
  now: string,
  maxUsers: number,
): Promise<Preview> {
  const preview = emptyPreview();
  let after = 0;
  while (preview.judged < maxUsers) {
    const page = await people({
      after,
      until: Number.MAX_SAFE_INTEGER,
      limit: Math.min(previewPage, maxUsers - preview.judged),
      wantsGroups: policy.asksForGroups,
    });
    if (page.people.length === 0) break;
    addToPreview(preview, policy, page.people, now);
    after = page.lastPlace;
  }
  return preview;
}

function emptyPreview(): Preview {
  return {
    judged: 0,
    changed: 0,
    notDecidable: 0,
    refused: 0,
    changes: { status: 0, profile: 0, quotaGb: 0, storage: 0, displayName: 0, attributes: 0 },
    profiles: [],
    samples: [],
    refusals: [],
  };
}

function addToPreview(preview: Preview, policy: UserPolicy, people: readonly Found[], now: string): void {
  for (const found of people) {
    const { account, verdict, because } = reevaluate(policy, found, now);
    preview.judged++;
    if (verdict === 'kept') preview.notDecidable++;
    if (verdict === 'refused') {
      preview.refused++;
      addRefusal(preview, found, because ?? '');
    }
    if (account && found.account) addChange(preview, found.account, account.account);
  }
}

function addRefusal({ refusals }: Preview, { id, account }: Found, detail: string): void {
  if (refusals.length < maxSamples) refusals.push({ userId: id, userName: account?.userName ?? '', detail });
}

function addChange(preview: Preview, before: Account, after: Account): void {
  const parts = decided.filter((part) => JSON.stringify(before[part]) !== JSON.stringify(after[part]));
  preview.changed++;
  for (const part of parts) preview.changes[part]++;
  if (parts.includes('profile')) addMove(preview, before.profile, after.profile);
  if (preview.samples.length >= maxSamples) return;
  const { id: accountId, userId, userName } = before;
  const pick = (account: Account) => Object.fromEntries(parts.map((part) => [part, account[part]]));
  preview.samples.push({ accountId, userId, userName, before: pick(before), after: pick(after) });
}

function addMove({ profiles }: Preview, from: string | null, to: string | null): void {
  const known = profiles.find((move) => move.from === from && move.to === to);
  if (known) known.accounts++;
  else if (profiles.length < maxMoves) profiles.push({ from, to, accounts: 1 });
}

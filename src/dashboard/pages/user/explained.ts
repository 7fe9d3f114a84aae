// Why an account is as it is: for its status, profile, roles and stored attributes, what decided and by whose request.
// What is older than the events that are kept is said to be so.

import type { ExplainedAccount } from '../../../directory/browse.ts';
import type { Cause, Happening, Happenings, Look } from '../../../directory/look.ts';
import type { GroupReference } from '../../../directory/stored.ts';
import { groupRolesOf } from '../../../policy/roles.ts';
import { settingsOf } from '../../../policy/settings.ts';
import { fold } from '../../../scim/fold.ts';
import type { JsonObject } from '../../../scim/resource/value.ts';
import type { Tenant } from '../../../tenancy/tenant.ts';
import { maxExplainedGroups } from '../../limits.ts';
import { statusWords } from '../../words.tsx';

/** By whose request and when; undefined where no event tells it any more. */
export type Since = Pick<Happening, 'at' | 'cause'> | undefined;

export interface Reason {
  readonly part: string;
  readonly value: string | null;
  /** In words, what decided; `text` of it is somebody else's. */
  readonly because: readonly (string | { readonly text: string } | { readonly group: GroupReference })[];
  readonly since: Since;
}

export async function explained(
  look: Look,
  tenant: Tenant,
  account: ExplainedAccount,
  groups: readonly GroupReference[],
  newest: Happenings,
): Promise<readonly Reason[]> {
  const settings = settingsOf(tenant.settings);
  const sinceOf = (read: (state: JsonObject) => unknown) => sinceIn(newest, read(shown(account)), read);
  const attributes = Object.entries(account.attributes).map(([name, value]) => ({
    part: name,
    value: typeof value === 'string' ? value : JSON.stringify(value),
    because: ['as the identity provider sent it, or by its default'],
    since: sinceOf((state) => (state['attributes'] as JsonObject | undefined)?.[name]),
  }));
  const simple = (
    part: string,
    key: 'status' | 'userName' | 'displayName' | 'email',
    value: string | null = account[key],
  ) => ({
    part,
    value,
    because: ['as the identity provider says'],
    since: sinceOf((state) => state[key]),
  });
  return [
    {
      ...simple('Status', 'status', statusWords(account)),
      ...(account.frozenAt !== null && {
        because: [settings.enabled ? stillFrozen : frozen],
      }),
    },
    await profileReason(look, account),
    quotaReason(
      account,
      settings.accountSizeGb,
      sinceOf((state) => [state['quotaGb'], state['storage']]),
    ),
    ...(await roleReasons(look, tenant, account, groups)),
    simple('User name', 'userName'),
    simple('Display name', 'displayName'),
    simple('E-mail', 'email'),
    ...attributes,
  ];
}

const frozen = 'all accounts are frozen until provisioning is turned on again';
const stillFrozen = 'frozen with all accounts, and not given back so far: it needs a free seat';

const shown = (account: ExplainedAccount) => account as unknown as JsonObject;

/** The oldest of the newest events that have the present value without a break. */
function sinceIn({ events, next }: Happenings, value: unknown, read: (state: JsonObject) => unknown): Since {
  const text = JSON.stringify(value ?? null);
  const differs = events.findIndex(({ data }) => {
    const state = data['account'];
    return JSON.stringify((state && read(state as JsonObject)) ?? null) !== text;
  });
  if (differs > 0) return events[differs - 1];
  const first = events.at(-1);
  const isBeginning = next === null && first && /created|restored/.test(first.type);
  return differs === -1 && isBeginning ? first : undefined;
}

async function profileReason(look: Look, { profile, decidedBy }: ExplainedAccount): Promise<Reason> {
  const { kind, rule, settingsVersion, requestId, tokenId, at } = decidedBy ?? {};
  const base = { part: 'Profile', value: profile };
  if (typeof requestId !== 'string' || typeof at !== 'string') {
    return { ...base, because: ['decided before this was written down'], since: undefined };
  }
  const cause: Cause = await look.causeOf(requestId, typeof tokenId === 'string' ? tokenId : null);
  const since = { at, cause };
  if (kind !== 'rule' || typeof rule !== 'number') return { ...base, because: ['no rule matched'], since };
  const known = typeof settingsVersion === 'number' ? await look.ruleOf(settingsVersion, rule) : undefined;
  const because = known
    ? [`rule ${rule + 1} matched: `, { text: known }]
    : [`rule ${rule + 1} of settings that are no longer kept`];
  return { ...base, because, since };
}

function quotaReason(account: ExplainedAccount, accountSizeGb: number | null, since: Since): Reason {
  const { profile, quotaGb, storage } = account;
  const value = quotaGb === null ? null : `${quotaGb} GB${storage === null ? '' : ` on ${storage}`}`;
  if (profile !== null)
    return { part: 'Storage', value, because: ['from profile ', { text: profile }], since };
  const because = accountSizeGb === null ? 'no size is set for accounts' : 'the size that every account gets';
  return { part: 'Storage', value, because: [because], since };
}

async function roleReasons(
  look: Look,
  tenant: Tenant,
  { userId }: ExplainedAccount,
  groups: readonly GroupReference[],
): Promise<readonly Reason[]> {
  const roles = groupRolesOf(settingsOf(tenant.settings));
  const giving = groups
    .flatMap((group) =>
      roles.filter((one) => one.group === fold(group.display ?? '')).map(({ role }) => ({ group, role })),
    )
    .slice(0, maxExplainedGroups);
  const joined = await look.joined(
    userId,
    giving.map(({ group }) => group.value),
  );
  return giving.map(({ group, role }) => ({
    part: 'Role',
    value: role,
    because: ['member of the group ', { group }],
    since: joined.get(group.value),
  }));
}

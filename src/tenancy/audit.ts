// The audit: what administrators, operators and API keys did. An entry is written in the batch of what it tells of, by the
// store that writes that; here is what an entry says, and the port by which entries are read.

import type { Actor } from './author.ts';

export type Action =
  | 'tenant.created'
  | 'tenant.deleted'
  | 'settings.changed'
  | 'settings.undone'
  | 'token.created'
  | 'token.revoked'
  | 'accounts.frozen'
  | 'accounts.thawed'
  | 'account.reactivated'
  | 'account.linked'
  | 'account.purged'
  | 'suggestion.dismissed'
  | 'api-key.created'
  | 'api-key.revoked'
  | 'directory.imported'
  | 'session.opened'
  | 'session.ended'
  | 'portal-link.created'
  | 'portal-link.cancelled';

export interface AuditEntry {
  readonly id: string;
  readonly action: Action;
  readonly actor: Actor;
  /** The slug; null for what is of no tenant. */
  readonly tenant: string | null;
  readonly target: { readonly kind: string; readonly id: string; readonly name: string };
  /** What the action changed, without secrets; null where there was nothing before, or is nothing after. */
  readonly before: Readonly<Record<string, unknown>> | null;
  readonly after: Readonly<Record<string, unknown>> | null;
  readonly requestId: string;
  readonly occurredAt: string;
}

export interface AuditLog {
  /** Newest first, older than the entry `before`: of one tenant by its id, or of the whole deployment. */
  entries(tenant: string | undefined, before: number, limit: number): Promise<readonly AuditEntry[]>;
}

type JsonRecord = Readonly<Record<string, unknown>>;

/** Characters of settings, as JSON, in each half of an entry. Settings can be long; their history has all of them. */
export const maxAuditedSettingsLength = 4000;

/** The two halves of an entry about settings: version, and those of the settings that differ. */
export function settingsInAudit(
  before: { readonly version: number; readonly settings: JsonRecord },
  after: { readonly version: number; readonly settings: JsonRecord },
) {
  const names = [...new Set([...Object.keys(before.settings), ...Object.keys(after.settings)])];
  const differing = names.filter((name) => !isSame(before.settings[name], after.settings[name]));
  const half = ({ version, settings }: typeof before) => ({ version, ...shortened(settings, differing) });
  return { before: half(before), after: half(after) };
}

/** Whether two values of settings are one and the same as JSON, in the same order. */
export const isSame = (one: unknown, other: unknown): boolean =>
  JSON.stringify(one) === JSON.stringify(other);

/** The settings of these names as far as they fit; `omitted` names those that do not. */
function shortened(settings: JsonRecord, names: readonly string[]) {
  let left = maxAuditedSettingsLength;
  const kept: [string, unknown][] = [];
  const omitted: string[] = [];
  for (const name of names.filter((set) => Object.hasOwn(settings, set))) {
    const length = JSON.stringify([name, settings[name]]).length;
    if (length > left) omitted.push(name);
    else {
      kept.push([name, settings[name]]);
      left -= length;
    }
  }
  return { settings: Object.fromEntries(kept), ...(omitted.length > 0 && { omitted }) };
}

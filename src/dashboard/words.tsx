// What people read instead of SCIM's and the database's words: states of accounts, and whose doing something is.

import type { Account } from '../directory/account.ts';
import type { Cause } from '../directory/look.ts';
import { Foreign } from './parts/foreign.tsx';

export const statusOptions = [
  ['', 'All'],
  ['active', 'Active'],
  ['inactive', 'Deactivated'],
  ['preserved', 'Without access, kept'],
] as const;

export const statuses = ['active', 'inactive', 'preserved'] as const;

export function statusWords({
  status,
  frozenAt,
  leftAt,
}: {
  readonly status: Account['status'];
  /** Since when, of an account that is frozen. */
  readonly frozenAt?: string | null;
  readonly leftAt?: string | null;
}): string {
  if (leftAt) return 'Left, account kept';
  if (frozenAt) return 'Frozen';
  return { active: 'Active', inactive: 'Deactivated', preserved: 'Without access, kept' }[status];
}

export function Status(person: Parameters<typeof statusWords>[0]) {
  return <span class={`status ${person.status}`}>{statusWords(person)}</span>;
}

/** "200 GB on eu-1". */
export function storageWords({ quotaGb, storage }: Pick<Account, 'quotaGb' | 'storage'>): string {
  const size = quotaGb === null ? 'no limit set' : `${sizeFormat.format(quotaGb)} GB`;
  return storage === null ? size : `${size} on ${storage}`;
}

const sizeFormat = new Intl.NumberFormat('en', { maximumFractionDigits: 2 });
export const countWords = (count: number): string => sizeFormat.format(count);

/** "1 person", "3 people". */
export const counted = (count: number, one: string, many: string): string =>
  `${countWords(count)} ${count === 1 ? one : many}`;

interface Actor {
  readonly kind: string;
  readonly name: string;
}

/** Who acts by the management API or in the dashboard. */
export function ActorName({ actor: { kind, name } }: { readonly actor: Actor }) {
  switch (kind) {
    case 'admin-key':
      return <>the vendor’s backend (ADMIN_KEY)</>;
    case 'api-key':
      return (
        <>
          the API key “<Foreign text={name} />”
        </>
      );
    case 'operator':
      return <>an operator of the vendor</>;
    default:
      return (
        <>
          your administrator “<Foreign text={name} />”
        </>
      );
  }
}

/** Whose doing it is, behind what happened: "by Okta (token ending in 8f2c)". */
export function CauseWords({
  cause: { token, by },
  type,
}: {
  readonly cause: Cause;
  readonly type?: string;
}) {
  if (token) {
    return (
      <>
        by the identity provider, with the token “<Foreign text={token.name} />” ending in{' '}
        <Foreign text={token.lastFour} />
      </>
    );
  }
  if (!by) return <>{type === 'account.purged' ? houseErases : houseJudges}</>;
  const who = <ActorName actor={by.actor} />;
  switch (by.action) {
    case 'settings.changed':
      return <>because {who} changed the settings</>;
    case 'settings.undone':
      return <>because {who} took a change of the settings back</>;
    case 'accounts.frozen':
      return <>because {who} froze all accounts</>;
    case 'accounts.thawed':
      return <>because {who} turned provisioning on again</>;
    case 'directory.imported':
      return <>imported by {who}</>;
    default:
      return <>by {who}, by hand</>;
  }
}

const houseErases = 'by Rollcall, because it was kept for as long as the settings say';
const houseJudges = 'by Rollcall, after a change of settings or groups';

// Which requests of the activity are to be shown: read from the address of the page, written into its links. What
// cannot be read is refused, lest somebody takes all requests for those that he asked for.

import { type ActivityQuery, type Kind, kinds } from '../../activity/log.ts';
import { Refusal } from '../refusal.ts';

/** As they stand in the address; '' leaves it open. */
export interface ActivityFilter extends Days {
  readonly kind: Kind | '';
  /** The first digit of the status. */
  readonly status: string;
  readonly method: string;
  /** What the page begins behind. */
  readonly cursor: string;
  /** The last minute of the hour in the chart, or a later one: ISO 8601 UTC. */
  readonly until: string;
}

/** By UTC, both included: `2026-11-22`; '' leaves it open. */
interface Days {
  readonly from: string;
  readonly to: string;
}

type Name = keyof ActivityFilter;

const choices: Readonly<Record<Name, (value: string) => boolean>> = {
  kind: (value) => kinds.some((kind) => kind === value),
  status: (value) => ['2', '4', '5'].includes(value),
  method: (value) => methods.includes(value),
  from: isDay,
  to: isDay,
  cursor: (value) => /^\d{4}-\d\d-\d\dT[\d:.]{12}Z_\d{1,15}$/.test(value),
  until: (value) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:00\.000Z$/.test(value),
};

export const methods: readonly string[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

/** What each field is called on the page, for who typed an address. */
const labels: Readonly<Record<Name, string>> = {
  kind: 'Kind',
  status: 'Status',
  method: 'Method',
  from: 'From',
  to: 'To',
  cursor: 'the place where the page begins',
  until: 'the hour of the chart',
};

const names = Object.keys(choices) as readonly Name[];

/** `query`: a parameter of the address. Errors: `Refusal` 400. */
export function filterOf(query: (name: Name) => string | undefined): ActivityFilter {
  const read = (name: Name) => {
    const value = query(name) ?? '';
    if (value === '' || choices[name](value)) return value;
    throw new Refusal(
      400,
      'The filter could not be read',
      `${labels[name]} has a value that is none of those that can be chosen. Days are written as 2026-11-22.`,
    );
  };
  return Object.fromEntries(names.map((name) => [name, read(name)])) as unknown as ActivityFilter;
}

/** What to ask for; undefined: anything. */
export function asQuery({
  kind,
  status,
  method,
  cursor,
  ...days
}: ActivityFilter): Omit<ActivityQuery, 'limit'> {
  return {
    kind: kind || undefined,
    statusClass: status ? Number(status) : undefined,
    method: method || undefined,
    cursor: cursor || undefined,
    ...rangeOf(days),
  };
}

/** The first and the last moment of the chosen days. */
export function rangeOf({ from, to }: Days) {
  return {
    from: from ? `${from}T00:00:00.000Z` : '',
    to: to ? `${to}T23:59:59.999Z` : '9999-12-31T23:59:59.999Z',
  };
}

/** The address of the same page with some of it changed. */
export function linkTo(path: string, filter: ActivityFilter, changed: Partial<ActivityFilter>): string {
  const set = Object.entries({ ...filter, ...changed }).filter(([, value]) => value !== '');
  return set.length > 0 ? `${path}?${new URLSearchParams(set).toString()}` : path;
}

export const isNarrowed = ({ kind, status, method, from, to }: ActivityFilter): boolean =>
  [kind, status, method, from, to].some((value) => value !== '');

function isDay(value: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(value)) return false;
  const moment = Date.parse(value);
  return !Number.isNaN(moment) && new Date(moment).toISOString().startsWith(value);
}

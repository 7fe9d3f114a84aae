// A moment as people read it. The server says how long ago it was, or its day; public/dashboard.js adds the exact time
// in the reader's own zone and keeps both true while the page is open.

interface MomentProps {
  /** ISO 8601 UTC. */
  readonly at: string;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** "2 minutes ago", "in 3 hours", and beyond a week the day. */
export function Moment({ at, now }: MomentProps) {
  return (
    <time datetime={at} title={`${at.slice(0, 16).replace('T', ' ')} UTC`} data-moment="relative">
      {relative(Date.parse(at) - now) ?? dayOf(at)}
    </time>
  );
}

/** The day alone: "22 Nov 2026". */
export function Day({ at }: Pick<MomentProps, 'at'>) {
  return (
    <time datetime={at} title={`${at.slice(0, 16).replace('T', ' ')} UTC`} data-moment="day">
      {dayOf(at)}
    </time>
  );
}

/** To the second: "22 Nov 2026, 10:42:07 UTC". */
export function Exact({ at }: Pick<MomentProps, 'at'>) {
  return (
    <time datetime={at} data-moment="exact">
      {exact.format(Date.parse(at))}
    </time>
  );
}

/** ISO 8601 UTC. `now`: milliseconds since 1970. */
export const dayBefore = (now: number): string => new Date(now - 86_400_000).toISOString();

const exact = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  timeZone: 'UTC',
  timeZoneName: 'short',
});

const units = [
  ['minute', 60_000, 60],
  ['hour', 3_600_000, 24],
  ['day', 86_400_000, 7],
] as const;

const format = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });

function relative(difference: number): string | undefined {
  if (Math.abs(difference) < 60_000) return difference > 0 ? 'in a moment' : 'just now';
  for (const [unit, milliseconds, end] of units) {
    const count = Math.round(difference / milliseconds);
    if (Math.abs(count) < end) return format.format(count, unit);
  }
  return undefined;
}

function dayOf(at: string): string {
  return new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' }).format(
    Date.parse(at),
  );
}

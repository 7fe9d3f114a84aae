// What an administrator sees first once the identity provider is connected: figures, what waits for a decision, and
// what happened last.

import { countedErrors } from '../../activity/limits.ts';
import type { Happening } from '../../directory/look.ts';
import { settingsOf } from '../../policy/settings.ts';
import type { SeenTenant, TokenRecord } from '../../tenancy/tenant.ts';
import { tenantPath } from '../context.ts';
import { EventTable } from '../pages/events/table.tsx';
import { Figure } from '../parts/figure.tsx';
import { Day, dayBefore } from '../parts/moment.tsx';
import { Notice } from '../parts/notice.tsx';
import { findWaiting, Waiting, type Waits } from '../parts/waiting.tsx';
import type { DashboardPorts } from '../ports.ts';
import { countWords } from '../words.tsx';

interface Overviewed {
  readonly tenant: SeenTenant;
  readonly waits: Waits;
  /** Requests that failed or were not let in, in the last 24 hours. */
  readonly errors: number;
  /** The newest first. */
  readonly events: readonly Happening[];
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** Events that are shown. */
const shownEvents = 10;
/** Before a token's end, when somebody should know of it. */
const warnedMilliseconds = 14 * 24 * 60 * 60 * 1000;

export async function findOverview(
  ports: DashboardPorts,
  tenant: SeenTenant,
  now: number,
): Promise<Overviewed> {
  const [waits, errors, { events }] = await Promise.all([
    findWaiting(ports, tenant),
    ports.activity.errorsSince(tenant.id, dayBefore(now)),
    ports.look(tenant).events(Number.MAX_SAFE_INTEGER, undefined, shownEvents),
  ]);
  return { tenant, waits, errors, events, now };
}

export function Overview({
  tenant,
  waits,
  errors,
  events,
  tokens,
  now,
}: Overviewed & { readonly tokens: readonly TokenRecord[] }) {
  const { seats } = settingsOf(tenant.settings);
  const ending = tokens.filter(({ expiresAt }) => expiresAt !== null && isSoon(Date.parse(expiresAt), now));
  return (
    <>
      <Waiting tenant={tenant} waits={waits} />
      {ending.map(({ name, lastFour, expiresAt }) => (
        <Notice tone="attention">
          The token “{name}” (ends in <code>{lastFour}</code>) expires on <Day at={expiresAt ?? ''} />:
          generate another and <a href={tenantPath(tenant, 'tokens')}>replace it</a> in time.
        </Notice>
      ))}
      <dl class="figures">
        <Figure name="people active" count={countWords(tenant.seatsTaken)} />
        <Figure name="people in the directory" count={countWords(tenant.users)} />
        <Figure name="groups" count={countWords(tenant.groups)} />
        {seats && (
          <Figure name="seats" count={`${countWords(tenant.seatsTaken)} of ${countWords(seats.limit)}`} />
        )}
        <Figure
          name="errors in 24 hours"
          count={
            errors === 0 ? (
              'none'
            ) : (
              <a href={tenantPath(tenant, 'activity?status=4')}>
                {countWords(errors)}
                {errors >= countedErrors && ' or more'}
              </a>
            )
          }
        />
      </dl>
      {events.length > 0 && (
        <section>
          <h2>What happened last</h2>
          <EventTable tenant={tenant} events={events} now={now} />
          <p>
            <a href={tenantPath(tenant, 'events')}>All events</a>
          </p>
        </section>
      )}
    </>
  );
}

const isSoon = (at: number, now: number) => at > now && at - now < warnedMilliseconds;

// What happened to one account or group, the newest first, with what changed each time and by whose request.

import type { Happening, Happenings } from '../../../directory/look.ts';
import type { JsonObject } from '../../../scim/resource/value.ts';
import type { Tenant } from '../../../tenancy/tenant.ts';
import { tenantPath } from '../../context.ts';
import { Foreign } from '../../parts/foreign.tsx';
import { Empty, Pager } from '../../parts/list.tsx';
import { Moment } from '../../parts/moment.tsx';
import { CauseWords, countWords } from '../../words.tsx';
import { eventTitle } from './titles.ts';

interface Props {
  readonly tenant: Tenant;
  readonly happenings: Happenings;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Of the page, below the tenant's. */
  readonly path: string;
}

export function Timeline({ tenant, happenings: { events, next }, now, path }: Props) {
  return (
    <section>
      <h2>Timeline</h2>
      {events.length === 0 && (
        <Empty>No events are kept of it any more. The settings say for how long.</Empty>
      )}
      <ol class="timeline">
        {events.map((event, index) => (
          <li>
            <strong>{eventTitle(event.type)}</strong> <Moment at={event.at} now={now} />{' '}
            <CauseWords cause={event.cause} type={event.type} />
            <Changes event={event} before={events[index + 1]} />
            <small class="under">
              event {event.sequence} · request <code>{event.cause.requestId}</code>
            </small>
          </li>
        ))}
      </ol>
      <Pager
        action={tenantPath(tenant, path)}
        query={{}}
        next={next === null ? null : String(next)}
        words="Earlier events"
      />
    </section>
  );
}

function Changes({ event, before }: { readonly event: Happening; readonly before: Happening | undefined }) {
  const { added, removed } = event.data;
  if (Array.isArray(added) && Array.isArray(removed)) {
    return (
      <small class="under">
        {countWords(added.length)} joined, {countWords(removed.length)} left
      </small>
    );
  }
  const changes = differences(stateOf(event), stateOf(before));
  if (changes.length === 0) return null;
  return (
    <ul class="changes">
      {changes.slice(0, maxShownChanges).map(([name, was, is]) => (
        <li>
          <Foreign text={name} />: <Foreign text={was} /> → <Foreign text={is} />
        </li>
      ))}
    </ul>
  );
}

const maxShownChanges = 20;
const untold = ['id', 'updatedAt', 'createdAt', 'memberCount', 'membersHash'];

function stateOf(event: Happening | undefined): JsonObject {
  const { account, group } = event?.data ?? {};
  const { attributes, ...state } = (account ?? group ?? {}) as JsonObject;
  return { ...state, ...(attributes as JsonObject | undefined) };
}

/** Name, value before and value after; none where one of the two states is not known. */
function differences(after: JsonObject, before: JsonObject): readonly (readonly [string, string, string])[] {
  if (Object.keys(before).length < 3 || Object.keys(after).length < 3) return [];
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names
    .filter((name) => !untold.includes(name))
    .map((name) => [name, textOf(before[name]), textOf(after[name])] as const)
    .filter(([, was, is]) => was !== is);
}

function textOf(value: unknown): string {
  if (value === null || value === undefined || (Array.isArray(value) && value.length === 0)) return 'none';
  if (Array.isArray(value)) return value.map(textOf).join(', ');
  return typeof value === 'string' ? value : JSON.stringify(value);
}

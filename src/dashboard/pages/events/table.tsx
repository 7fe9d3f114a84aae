// Events as rows: when, what, to whom, and whose doing it was.

import type { Happening } from '../../../directory/look.ts';
import type { JsonObject } from '../../../scim/resource/value.ts';
import type { Tenant } from '../../../tenancy/tenant.ts';
import { tenantPath } from '../../context.ts';
import { Foreign } from '../../parts/foreign.tsx';
import { Moment } from '../../parts/moment.tsx';
import { CauseWords, countWords } from '../../words.tsx';
import { eventTitle } from './titles.ts';

interface Props {
  readonly tenant: Tenant;
  readonly events: readonly Happening[];
  /** Milliseconds since 1970. */
  readonly now: number;
}

export function EventTable({ tenant, events, now }: Props) {
  return (
    <div class="wide">
      <table>
        <thead>
          <tr>
            <th scope="col">When</th>
            <th scope="col">What</th>
            <th scope="col">To whom</th>
            <th scope="col">By</th>
          </tr>
        </thead>
        <tbody>
          {events.map((event) => (
            <tr id={`event-${event.sequence}`}>
              <td>
                <Moment at={event.at} now={now} />
                <small class="under">no. {event.sequence}</small>
              </td>
              <td>
                {eventTitle(event.type)}
                <Numbers data={event.data} />
              </td>
              <td>
                <Subject tenant={tenant} event={event} />
              </td>
              <td>
                <CauseWords cause={event.cause} type={event.type} />
                <small class="under">
                  request <code>{event.cause.requestId}</code>
                </small>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Numbers({ data: { added, removed } }: { readonly data: JsonObject }) {
  if (typeof added !== 'number' || typeof removed !== 'number') return null;
  return (
    <small class="under">
      {countWords(added)} joined, {countWords(removed)} left
    </small>
  );
}

/** What is gone is not linked to. */
const gone = ['account.purged', 'group.deleted'];

function Subject({
  tenant,
  event: { type, subject, data },
}: {
  readonly tenant: Tenant;
  readonly event: Happening;
}) {
  const state = (data['account'] ?? data['group'] ?? {}) as JsonObject;
  const name = [state['displayName'], state['userName']].find(
    (one): one is string => typeof one === 'string' && one !== '',
  );
  const { mergedInto } = data;
  if (typeof mergedInto === 'string') {
    return (
      <>
        merged into{' '}
        <a href={tenantPath(tenant, `users/${encodeURIComponent(mergedInto)}`)}>another account</a>
      </>
    );
  }
  if (gone.includes(type)) return <code>{subject}</code>;
  const kind = type.startsWith('group.') ? 'groups' : 'users';
  return (
    <a href={tenantPath(tenant, `${kind}/${encodeURIComponent(subject)}`)}>
      <Foreign text={name ?? subject} />
    </a>
  );
}

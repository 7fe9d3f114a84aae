// `…/events`: what happened in a tenant, the newest first, in sentences, each with whose doing it was. The feed for
// applications is the API's.

import { type Context, Hono } from 'hono';
import { settingsOf } from '../../policy/settings.ts';
import { type TenantEnv, tenantPath } from '../context.ts';
import { show } from '../layout.tsx';
import { listLimit } from '../limits.ts';
import { Empty, FilterForm, Pager, Select } from '../parts/list.tsx';
import type { DashboardPorts } from '../ports.ts';
import { choiceIn, cursorIn } from '../query.ts';
import { EventTable } from './events/table.tsx';
import { eventTitles } from './events/titles.ts';

const typeNames = Object.keys(eventTitles);
const kinds = ['account', 'group'];

export function eventsRoutes(ports: DashboardPorts): Hono<TenantEnv> {
  const app = new Hono<TenantEnv>();

  app.get('/events', async (context) => {
    const { tenant, now } = context.var;
    const chosen = choiceIn(context, 'types', [...kinds, ...typeNames]);
    const before = Number(cursorIn(context, /^\d{1,15}$/)?.[0] ?? Number.MAX_SAFE_INTEGER);
    const { events, next } = await ports.look(tenant).events(before, typesOf(chosen), listLimit);
    const action = tenantPath(tenant, 'events');
    return show(
      context,
      { title: 'Events', current: 'events' },
      <>
        <p class="aside">
          What the application is told, in order. Events are kept for{' '}
          {settingsOf(tenant.settings).events.keepDays} days.
        </p>
        <FilterForm action={action} isFiltered={chosen !== undefined}>
          <Select name="types" label="What happened" value={chosen} options={options} />
        </FilterForm>
        {events.length > 0 && <EventTable tenant={tenant} events={events} now={now} />}
        {events.length === 0 && <EmptyWords isFiltered={chosen !== undefined} hasMore={next !== null} />}
        <Pager
          action={action}
          query={{ types: chosen, after: afterOf(context) }}
          next={next === null ? null : String(next)}
          words="Earlier events"
        />
      </>,
    );
  });

  return app;
}

const afterOf = ({ req }: Context) => req.query('after');

const options = [
  ['', 'Everything'],
  ['account', 'People: all'],
  ['group', 'Groups: all'],
  ...Object.entries(eventTitles),
] as const;

function typesOf(chosen: string | undefined): readonly string[] | undefined {
  if (chosen === undefined) return undefined;
  return kinds.includes(chosen) ? typeNames.filter((name) => name.startsWith(`${chosen}.`)) : [chosen];
}

function EmptyWords({ isFiltered, hasMore }: { readonly isFiltered: boolean; readonly hasMore: boolean }) {
  if (hasMore)
    return <Empty>Nothing of the kind among the events looked at so far. There are earlier ones.</Empty>;
  if (isFiltered) return <Empty>Nothing of the kind has happened, as far as events are kept.</Empty>;
  return (
    <Empty>
      Nothing has happened yet. As soon as your identity provider creates a person or pushes a group, it
      stands here.
    </Empty>
  );
}

// `…/groups/{id}`: one group: its size and last push, the proof of its membership, its members page by page, and what
// happened to it.

import type { Context } from 'hono';
import { groupRolesOf } from '../../../policy/roles.ts';
import { settingsOf } from '../../../policy/settings.ts';
import { textOf } from '../../../scim/resource/value.ts';
import { type TenantEnv, tenantPath } from '../../context.ts';
import { show } from '../../layout.tsx';
import { listLimit, timelineLimit } from '../../limits.ts';
import { ForeignOr, titleOf } from '../../parts/foreign.tsx';
import { Pager } from '../../parts/list.tsx';
import { Day, Moment } from '../../parts/moment.tsx';
import type { DashboardPorts } from '../../ports.ts';
import { cursorIn } from '../../query.ts';
import { notFound } from '../../refusal.ts';
import { counted } from '../../words.tsx';
import { Timeline } from '../events/timeline.tsx';
import { Members } from './members.tsx';
import { Proof } from './proof.tsx';
import { rolesOf } from './table.tsx';

const idPattern = /^[\w-]{1,100}$/;

export async function showGroup(context: Context<TenantEnv>, ports: DashboardPorts, id: string) {
  const { tenant, now } = context.var;
  const group = idPattern.test(id) ? await ports.browse(tenant).find('Group', id) : undefined;
  if (!group?.proof) throw notFound();
  // Members go on behind an id, events below a number.
  const after = cursorIn(context, /^(?:\d{1,15}|[0-9a-f-]{36})$/)?.[0] ?? '';
  const isOfEvents = /^\d+$/.test(after);
  const look = ports.look(tenant);
  const [members, timeline] = await Promise.all([
    look.members(id, isOfEvents ? '' : after, listLimit + 1),
    look.eventsOf(id, isOfEvents ? Number(after) : Number.MAX_SAFE_INTEGER, timelineLimit),
  ]);
  const shown = members.slice(0, listLimit);
  const name = textOf(group.resource, 'displayName') ?? id;
  const roles = rolesOf(name, groupRolesOf(settingsOf(tenant.settings)));
  const path = `groups/${encodeURIComponent(id)}`;
  return show(
    context,
    { title: titleOf(name), current: 'groups' },
    <>
      <p>
        {counted(group.proof.memberCount, 'member', 'members')} · last push{' '}
        <Moment at={group.lastModified} now={now} /> · gives the role{' '}
        <ForeignOr text={roles.join(', ')} none="none" /> · pushed first on <Day at={group.created} />
      </p>
      <Members tenant={tenant} members={shown} />
      <Pager
        action={tenantPath(tenant, path)}
        query={{ after: isOfEvents ? undefined : after }}
        next={members.length > listLimit ? (shown.at(-1)?.id ?? null) : null}
        words="More members"
      />
      <Proof proof={group.proof} />
      <Timeline tenant={tenant} happenings={timeline} now={now} path={path} />
    </>,
  );
}

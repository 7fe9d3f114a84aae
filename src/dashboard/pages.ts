// Every page that stands in a navigation, in its order. A page is a file in `pages/` and a line here; its routes stand
// below the place where its navigation does.

import type { Hono } from 'hono';
import type { EnteredEnv, NavigationEntry, TenantEnv } from './context.ts';
import { accessRoutes } from './pages/access.tsx';
import { activityRoutes } from './pages/activity.tsx';
import { auditRoutes, tenantAuditRoutes } from './pages/audit.tsx';
import { eventsRoutes } from './pages/events.tsx';
import { groupsRoutes } from './pages/groups.tsx';
import { mappingsRoutes } from './pages/mappings.tsx';
import { newTenantRoutes } from './pages/new-tenant.tsx';
import { reportRoutes } from './pages/report.tsx';
import { setUpRoutes } from './pages/set-up.tsx';
import { switchOffRoutes } from './pages/switch-off.tsx';
import { tenantListRoutes } from './pages/tenant-list.tsx';
import { tokenRoutes } from './pages/tokens.tsx';
import { usersRoutes } from './pages/users.tsx';
import type { DashboardPorts } from './ports.ts';

interface Page<E extends EnteredEnv> extends NavigationEntry {
  readonly routes: (ports: DashboardPorts) => Hono<E>;
}

/** Below `/dashboard`, for operators. */
export const operatorPages: readonly Page<EnteredEnv>[] = [
  { path: '', title: 'Tenants', routes: tenantListRoutes },
  { path: 'new', title: 'New tenant', routes: newTenantRoutes },
  { path: 'audit', title: 'Audit', routes: auditRoutes },
];

/** Below `/dashboard/t/{tenant}`. */
export const tenantPages: readonly Page<TenantEnv>[] = [
  { path: '', title: 'Set up', routes: setUpRoutes },
  { path: 'users', title: 'Users', routes: usersRoutes },
  { path: 'groups', title: 'Groups', routes: groupsRoutes },
  { path: 'mappings', title: 'Mappings', routes: mappingsRoutes },
  { path: 'report', title: 'Report', routes: reportRoutes },
  { path: 'activity', title: 'Activity', routes: activityRoutes },
  { path: 'events', title: 'Events', routes: eventsRoutes },
  { path: 'tokens', title: 'Tokens', routes: tokenRoutes },
  { path: 'access', title: 'Access', routes: accessRoutes },
  { path: 'audit', title: 'Audit', routes: tenantAuditRoutes },
  { path: 'switch-off', title: 'Switch off', routes: switchOffRoutes },
];

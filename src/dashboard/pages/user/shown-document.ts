// A user's SCIM document as the API shows it, for a page.

import type { Context } from 'hono';
import type { Browsed } from '../../../directory/browse.ts';
import { represent } from '../../../directory/representation.ts';
import { settingsOf } from '../../../policy/settings.ts';
import { userPolicyOf } from '../../../policy/user-policy.ts';
import { defaultProjection } from '../../../scim/resource/projection.ts';
import type { JsonObject } from '../../../scim/resource/value.ts';
import { originOf, type TenantEnv } from '../../context.ts';
import type { DashboardPorts } from '../../ports.ts';

export function shownDocument(ports: DashboardPorts, context: Context<TenantEnv>, user: Browsed): JsonObject {
  const { tenant } = context.var;
  const { userType } = userPolicyOf(settingsOf(tenant.settings));
  const baseUrl = `${originOf(ports, context)}/t/${tenant.slug}/scim/v2`;
  return represent(baseUrl, userType, user, defaultProjection);
}

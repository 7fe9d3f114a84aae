// `…/imports`: accounts and groups that the application has already come in, for the identity provider to find and
// to link to. They go through the tenant's policy like those that an identity provider creates; SCIM need not be
// switched on for it; only while accounts are frozen nobody comes in.

import { Hono } from 'hono';
import { z } from 'zod';
import { type ImportVerbs, runImport } from '../directory/import.ts';
import { StaleSettings } from '../directory/store.ts';
import { settingsOf } from '../policy/settings.ts';
import { userPolicyOf } from '../policy/user-policy.ts';
import { ScimError } from '../scim/error.ts';
import { type ApiEnv, authorOf } from './context.ts';
import { maxImportBytes, maxImported, maxImportedMembers, maxImportRenewals } from './limits.ts';
import { operation } from './operation.ts';
import type { ApiPorts } from './ports.ts';
import { Problem } from './problem.ts';
import { requireTenant } from './tenants.ts';
import { jsonBody } from './validate.ts';

const retryAfterSeconds = 5;

/** SCIM resources: what each must be like is found for each, so that one that is not does not fail the others. */
const resources = z.array(z.unknown()).max(maxImported);

const newImport = z.strictObject({
  users: resources.default([]),
  groups: resources
    .refine(
      (groups) =>
        groups.reduce<number>((total, group) => total + countMembers(group), 0) <= maxImportedMembers,
      `must list at most ${maxImportedMembers} members together`,
    )
    .default([]),
});

const importedGroup = {
  index: z.int().describe('Its place in the import, from 0.'),
  status: z.enum(['created', 'exists', 'failed']),
  id: z.string().nullable().describe('Null where it failed.'),
  detail: z.string().nullable().describe('For the administrator; null where there is nothing to say.'),
};

const importDirectory = operation({
  id: 'importDirectory',
  summary: 'Takes in users and groups that the application has already',
  description:
    'One entry for each that was sent, in their order. "exists" leaves who or what is there as it is, a group with its members. A member\'s value is the id of a user or group, or the externalId or userName of a user. The same import once more is harmless.',
  answers: {
    200: z.strictObject({
      users: z.array(
        z.strictObject({ ...importedGroup, accountId: z.string().nullable() }).meta({ id: 'ImportedUser' }),
      ),
      groups: z.array(z.strictObject(importedGroup).meta({ id: 'ImportedGroup' })),
    }),
  },
  refusals: {
    409: 'The accounts are frozen. Turn provisioning on first.',
    503: 'Interrupted: some may have come in. Repeat the import.',
  },
});

export function importRoutes(ports: ApiPorts): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>();

  /**
   * `{users: [SCIM users], groups: [SCIM groups]}`, each of `maxImported` at most → 200 `{users: [{index, status, id,
   * accountId, detail}], groups: [{index, status, id, detail}]}`, one entry for each that was sent, in their order.
   *
   * `status`: `created`; `exists`: somebody has the `userName` already, or a group the `externalId` or `displayName`
   * (upper and lower case are not told apart), and stays as he or it is, a group's members too; `failed`: nothing was
   * written of this one, `id` and `accountId` are null, `detail` says why. The same import once more is harmless.
   *
   * A member's `value` is the id of a user or group, or the `externalId` or `userName` of a user, those of the same
   * import included; looked for in this order. An `id` that is sent is ignored. Errors: 400, 404, 409, 413, 415, 422, and 503,
   * after which some may have come in: repeat the import.
   */
  app.post(
    '/:slug/imports',
    importDirectory,
    jsonBody(ports, newImport, { maxBytes: maxImportBytes }),
    async (context) => {
      const author = authorOf(ports, context.var);
      const tenant = await requireTenant(ports, context.req.param('slug'));
      const open = async () => ports.openImport(await requireTenant(ports, tenant.slug), author);
      const verbs = await renewing(open);
      const { users, groups } = context.req.valid('json');
      const imported = await runImport(verbs, { users, groups }, ports.newId).catch(halfDone);
      if (groups.length > 0 && userPolicyOf(settingsOf(tenant.settings)).asksForGroups) {
        ports.inBackground(ports.reevaluation.wake(tenant.id));
      }
      return context.json(imported);
    },
  );

  return app;
}

/** The verbs, opened anew when the tenant's settings change in the middle: what has come in has come in. */
async function renewing(open: () => Promise<ImportVerbs>): Promise<ImportVerbs> {
  let verbs = await open();
  let renewals = 0;
  const again = async <T>(verb: (verbs: ImportVerbs) => Promise<T>): Promise<T> => {
    for (;;) {
      try {
        return await verb(verbs);
      } catch (error) {
        if (!(error instanceof StaleSettings) || ++renewals > maxImportRenewals) throw error;
        verbs = await open();
      }
    }
  };
  return {
    createUsers: (users) => again((present) => present.createUsers(users)),
    createGroups: (groups) => again((present) => present.createGroups(groups)),
    accountIds: (userIds) => again((present) => present.accountIds(userIds)),
  };
}

/** What the store says of one batch is not true of all of them. */
function halfDone(error: unknown): never {
  const isLost = error instanceof ScimError && error.facts.status === 503;
  if (!isLost && !(error instanceof StaleSettings)) throw error;
  throw new Problem(
    503,
    'The import was interrupted. Some users and groups may have come in; repeat it: they are then answered as "exists".',
    { headers: { 'Retry-After': String(retryAfterSeconds) } },
  );
}

/** Whatever the case of the key: SCIM tells none apart. */
function countMembers(group: unknown): number {
  const lists = typeof group === 'object' && group !== null ? Object.entries(group) : [];
  return lists.reduce(
    (total, [key, value]) =>
      key.toLowerCase() === 'members' && Array.isArray(value) ? total + value.length : total,
    0,
  );
}

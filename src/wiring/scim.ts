// What the SCIM surface needs, on the Worker's bindings.

import { waitUntil } from 'cloudflare:workers';
import { createRecorder, type NoteRequest } from '../activity/recorder.ts';
import { whyRejected } from '../db/activity-counts.ts';
import { openActivityStore } from '../db/activity-store.ts';
import { unavailableOnFailure } from '../db/failure.ts';
import { noteRefused } from '../db/refusals.ts';
import { openStore } from '../db/store.ts';
import { recallToken, rememberToken } from '../db/token-cache.ts';
import { loadAccess, touchToken } from '../db/tokens.ts';
import { openDirectory } from '../directory/directory.ts';
import type { Env } from '../env.ts';
import type { OpenDirectory, ScimPorts } from '../http/ports.ts';
import { leniencyOf } from '../policy/settings.ts';
import { userPolicyOf } from '../policy/user-policy.ts';
import { groupType } from '../scim/schema/resource-type.ts';
import { type Access, authenticate, createAccessMemory } from '../tenancy/access.ts';
import { createUseNotes, isWorthNoting } from '../tenancy/last-use.ts';
import { groupWrites } from '../tenant-object/group-writes.ts';
import { newId, now } from './platform.ts';
import { wishesOf } from './tenant.ts';

/** `publicOrigin`: overrides the request's origin in absolute URLs. */
export function scimPorts(env: Env, publicOrigin: string | undefined): ScimPorts {
  const memory = createAccessMemory();
  const uses = createUseNotes();
  const accessPorts = {
    recall: (hash: string) => recallToken(env.TOKENS, hash),
    remember: (hash: string, owner: { tenant: string; tokenId: string }) =>
      rememberToken(env.TOKENS, hash, owner),
    load: (hash: string, owner: { tenant: string; tokenId: string } | undefined) =>
      loadAccess(env.DB, hash, owner, now()),
    mayLookUp: async (clientAddress: string) =>
      (await env.UNKNOWN_TOKENS.limit({ key: clientAddress })).success,
    now: Date.now,
  };
  return {
    publicOrigin,
    newId,
    async authenticate(request, slug, fresh) {
      const credentials = {
        authorization: request.headers.get('authorization'),
        slug,
        clientAddress: request.headers.get('cf-connecting-ip') ?? 'unknown',
      };
      const access = await unavailableOnFailure(slug, () =>
        authenticate(memory, accessPorts, credentials, fresh),
      );
      if (isWorthNoting(uses, access.tokenId, Date.now())) {
        waitUntil(touchToken(env.DB, access.tenant, access.tokenId, now()));
      }
      return access;
    },
    noteRefused: ({ tenant, tokenId }, requestId, refused) => {
      waitUntil(noteRefused(env.DB, { tenant, tokenId, requestId, now: now() }, refused));
    },
    declarationsOf: (settings) => {
      const { userType: shown, readingType: reading } = userPolicyOf(settings);
      return { shown, reading };
    },
    noteRequest: recorderOf(env),
    now: Date.now,
    open: (access, requestId) => openTenantDirectory(env, access, requestId),
  };
}

function recorderOf(env: Env): NoteRequest {
  const report = (what: string, cause: unknown) =>
    console.error(JSON.stringify({ event: 'activity not recorded', what, cause: String(cause) }));
  return createRecorder({
    store: openActivityStore(env.DB, newId),
    whyRejected: (authorization, slug) => whyRejected(env.DB, authorization, slug, now()),
    // A task of its own, so that the answer leaves before the work begins.
    after: (milliseconds, work) => waitUntil(scheduler.wait(milliseconds).then(work)),
    iso: (milliseconds) => new Date(milliseconds).toISOString(),
    now: Date.now,
    report,
  });
}

/** Reads and changes of users happen here, changes of groups in the tenant object. */
function openTenantDirectory(env: Env, access: Access, requestId: string): OpenDirectory {
  const leniencies = leniencyOf(access.settings);
  const { tenant, tokenId, settingsVersion } = access;
  const { policy, shape } = wishesOf(access.settings);
  const store = openStore(env.DB, { tenant, tokenId, settingsVersion }, { requestId, now, newId }, shape);
  const here = openDirectory({ store, leniencies, policy, now, newId });
  const there = groupWrites(
    env.TENANT,
    {
      tenant,
      tokenId,
      settingsVersion,
      leniencies: [...leniencies],
      marksDue: shape.marksDue,
      requestId,
    },
    (id, wants) => here.find(groupType, id, wants),
  );
  const writes = (type: { readonly name: string }) => (type.name === 'Group' ? there : here);
  return {
    find: (type, id, wants) => here.find(type, id, wants),
    list: (query) => here.list(query),
    verify: () => store.verify(),
    createUsers: (users, failuresAllowed) => here.createUsers(users, failuresAllowed),
    create: (type, ...rest) => writes(type).create(type, ...rest),
    replace: (type, ...rest) => writes(type).replace(type, ...rest),
    patch: (type, ...rest) => writes(type).patch(type, ...rest),
    remove: (type, ...rest) => writes(type).remove(type, ...rest),
  };
}

// `POST /Bulk` (RFC 7644 §3.7): the request's operations are carried out, each with an outcome of its own. The
// envelope is 200 however many of them fail.

import { type BulkResult, runBulk } from '../directory/bulk.ts';
import { entityTag } from '../directory/condition.ts';
import type { Directory } from '../directory/directory.ts';
import { type RefusedUser, refusedUser } from '../directory/refused.ts';
import { locationOf } from '../directory/representation.ts';
import { StaleSettings } from '../directory/store.ts';
import { errorBody } from '../scim/error.ts';
import { bulkResponseUrn, readBulkRequest } from '../scim/message/bulk.ts';
import type { Exchange } from './exchange.ts';
import { respond } from './respond.ts';

/** Errors: 400 for no such message, 413 over a limit. */
export async function bulk(exchange: Exchange): Promise<Response> {
  const request = readBulkRequest(exchange.types, await exchange.body());
  await exchange.directory.verify();
  const results = await runBulk(renewing(exchange), request, exchange.newId);
  exchange.noteRefused(results.flatMap(refusedIn));
  const { baseUrl } = exchange;
  return respond(200, {
    schemas: [bulkResponseUrn],
    Operations: results.map(({ method, bulkId, type, id, version, status, error }) => ({
      ...(method && { method }),
      ...(bulkId !== undefined && { bulkId }),
      ...(type && id !== undefined && { location: locationOf(baseUrl, type, id) }),
      ...(version !== undefined && { version: entityTag(version) }),
      status: String(error ? error.facts.status : status),
      ...(error && { response: { ...errorBody(error.facts) } }),
    })),
  });
}

function refusedIn({ type, method, id, data: body, error }: BulkResult): readonly RefusedUser[] {
  const isOfUser = type?.name === 'User' && (method === 'POST' || id !== undefined) && method !== 'DELETE';
  const refused = error && isOfUser && refusedUser({ body, ...(id !== undefined && { id }) }, error.facts);
  return refused ? [refused] : [];
}

/**
 * The verbs, opened anew when the tenant's settings change in the middle: what is done is done, so that the
 * request as a whole cannot be repeated.
 */
function renewing(
  exchange: Exchange,
): Pick<Directory, 'create' | 'createUsers' | 'replace' | 'patch' | 'remove'> {
  let { directory } = exchange;
  const again = async <T>(verb: (directory: Directory) => Promise<T>): Promise<T> => {
    try {
      return await verb(directory);
    } catch (error) {
      if (!(error instanceof StaleSettings)) throw error;
      directory = await exchange.reopen();
      return verb(directory);
    }
  };
  return {
    create: (...given) => again((verbs) => verbs.create(...given)),
    createUsers: (...given) => again((verbs) => verbs.createUsers(...given)),
    replace: (...given) => again((verbs) => verbs.replace(...given)),
    patch: (...given) => again((verbs) => verbs.patch(...given)),
    remove: (...given) => again((verbs) => verbs.remove(...given)),
  };
}

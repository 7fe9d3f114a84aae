// What the record of requests (`activity`) is told of one of them once its answer is made. What costs something to
// find out is handed over as a function, to be asked behind the answer if at all.

import { leniencyOf } from '../policy/settings.ts';
import type { ErrorFacts } from '../scim/error.ts';
import { groupType } from '../scim/schema/resource-type.ts';
import type { Trace } from './exchange.ts';
import type { ScimPorts } from './ports.ts';
import { textOf } from './respond.ts';

/** A request as it came. */
export interface Come {
  readonly request: Request;
  readonly slug: string;
  /** Below the tenant's base URL. */
  readonly path: string;
  /** What is at the path: `/Users/{id}`; undefined: nothing. */
  readonly route: string | undefined;
}

interface Gone extends Come {
  readonly requestId: string;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly trace: Trace;
  readonly error: ErrorFacts | undefined;
}

const groups = { shown: groupType, reading: groupType };

export function note(
  ports: Pick<ScimPorts, 'noteRequest' | 'declarationsOf' | 'now'>,
  { request, slug, path, route, requestId, startedAt, trace, error }: Gone,
  response: Response,
): void {
  const { access, body } = trace;
  const { headers, method, url } = request;
  ports.noteRequest({
    requestId,
    slug,
    method,
    path,
    route,
    query: () => [...new URL(url).searchParams],
    userAgent: headers.get('user-agent'),
    authorization: response.status === 401 ? headers.get('authorization') : null,
    status: response.status,
    startedAt,
    endedAt: ports.now(),
    access,
    reading: () => {
      if (!access) throw new Error('Nobody was let in whose declarations could be asked for.');
      const users = ports.declarationsOf(access.settings);
      return { users, groups, leniencies: leniencyOf(access.settings) };
    },
    body,
    error,
    answer: textOf(response),
  });
}

// What the SCIM surface needs from outside; `worker.ts` provides it.

import type { Declarations } from '../activity/names.ts';
import type { NoteRequest } from '../activity/recorder.ts';
import type { Directory } from '../directory/directory.ts';
import type { RefusedUser } from '../directory/refused.ts';
import type { Settings } from '../policy/settings.ts';
import type { Access } from '../tenancy/access.ts';

export interface ScimPorts {
  /** Errors: `ScimError` 401, 429, 503. `fresh`: do not use what is remembered. */
  readonly authenticate: (request: Request, slug: string, fresh: boolean) => Promise<Access>;
  readonly open: (access: Access, requestId: string) => OpenDirectory;
  /** Notes, once the answer is out, who was refused by this request. */
  readonly noteRefused: (access: Access, requestId: string, refused: readonly RefusedUser[]) => void;
  /** Overrides the request's origin in absolute URLs. */
  readonly publicOrigin: string | undefined;
  readonly newId: () => string;
  /** How the tenant declares its users to be shown, and to be read. */
  readonly declarationsOf: (settings: Settings) => Declarations;
  /** Told of each request once its answer is made; the answer does not wait for what is done about it. */
  readonly noteRequest: NoteRequest;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** `verify` only asks whether the token lives and the settings are current: for answers that read nothing else. */
export interface OpenDirectory extends Directory {
  verify(): Promise<void>;
}

// What the SCIM surface needs from outside; `worker.ts` provides it.

import type { Directory } from '../directory/directory.ts';
import type { RefusedUser } from '../directory/refused.ts';
import type { Settings } from '../policy/settings.ts';
import type { StoredType } from '../scim/schema/resource-type.ts';
import type { Access } from '../tenancy/access.ts';

export interface ScimPorts {
  /** Errors: `ScimError` 401, 429, 503. `fresh`: do not use what is remembered. */
  readonly authenticate: (request: Request, slug: string, fresh: boolean) => Promise<Access>;
  readonly open: (access: Access, requestId: string) => OpenDirectory;
  /** Notes, once the answer is out, who was refused by this request. */
  readonly noteRefused: (access: Access, requestId: string, refused: readonly RefusedUser[]) => void;
  /** By which a tenant declares its users. */
  readonly userTypeOf: (settings: Settings) => StoredType;
  /** Overrides the request's origin in absolute URLs. */
  readonly publicOrigin: string | undefined;
  readonly newId: () => string;
}

/** `verify` only asks whether the token lives and the settings are current: for answers that read nothing else. */
export interface OpenDirectory extends Directory {
  verify(): Promise<void>;
}

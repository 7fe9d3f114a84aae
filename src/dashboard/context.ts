// What each request to the dashboard carries from its door to its page: who asks, of which tenant, with which form.

import type { Context } from 'hono';
import type { Author } from '../tenancy/author.ts';
import { actorOf, type Session } from '../tenancy/session.ts';
import type { SeenTenant } from '../tenancy/tenant.ts';

/** A living session and what proves it. */
export interface Entry {
  readonly session: Session;
  /** What the forms of this session hold. */
  readonly formToken: string;
  readonly isFormToken: (given: string) => Promise<boolean>;
  /** Within half an hour: enough for what cannot be taken back. */
  readonly isRecent: boolean;
}

/** A page in the navigation, by its path below the place where the navigation stands. */
export interface NavigationEntry {
  readonly path: string;
  readonly title: string;
}

/** Before anybody is known. */
export interface OpenEnv {
  Variables: {
    /** Also in the answer (`X-Request-Id`), the audit and the log. */
    requestId: string;
    entry: Entry | undefined;
    /** Milliseconds since 1970: one moment for the whole page. */
    now: number;
  };
}

/** Behind the door: there is a session, and with POST the form, which came from a page of that session. */
export interface EnteredEnv {
  Variables: OpenEnv['Variables'] & {
    entry: Entry;
    /** Empty with GET. */
    form: URLSearchParams;
    navigation: readonly NavigationEntry[];
  };
}

/** Below a tenant whom the session may see. */
export interface TenantEnv {
  Variables: EnteredEnv['Variables'] & { tenant: SeenTenant };
}

/** Whom the audit is to name for what the request changes. */
export function authorOf({ entry, requestId, now }: EnteredEnv['Variables']): Author {
  return { actor: actorOf(entry.session), requestId, now: new Date(now).toISOString() };
}

/** A tenant's page, and what is below it. */
export const tenantPath = ({ slug }: { readonly slug: string }, below = ''): string =>
  `/dashboard/t/${slug}${below && `/${below}`}`;

/** The address of this deployment as outsiders know it. */
export const originOf = (ports: { readonly publicOrigin: string | undefined }, { req }: Context): string =>
  ports.publicOrigin ?? new URL(req.url).origin;

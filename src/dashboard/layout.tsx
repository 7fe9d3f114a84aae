// The frame of every page: head, top bar, navigation, the page itself. Pages hand in a title and their content.

import type { Context } from 'hono';
import { html } from 'hono/html';
import type { Child } from 'hono/jsx';
import type { SeenTenant } from '../tenancy/tenant.ts';
import { type Entry, type NavigationEntry, tenantPath } from './context.ts';
import { Foreign, titleOf } from './parts/foreign.tsx';
import { FormToken, PostForm } from './parts/form.tsx';
import { Status } from './parts/status.tsx';

interface Shown {
  readonly title: string;
  /** The path of the navigation's entry that the page belongs to. */
  readonly current?: string;
  /** False: shows nothing of the tenant and its navigation. */
  readonly isFramed?: boolean;
  readonly status?: 200 | 400 | 403 | 404 | 410 | 413 | 415 | 422 | 429 | 503;
}

/** What a request may know already; a page that refuses is shown with less. */
interface Known {
  readonly entry?: Entry | undefined;
  readonly tenant?: SeenTenant;
  readonly now: number;
  readonly navigation?: readonly NavigationEntry[];
}

/** Answers a page. */
export function show(
  context: Context,
  { title, current, isFramed = true, status = 200 }: Shown,
  content: Child,
) {
  const { entry, now, ...known } = context.var as Known;
  const { tenant, navigation }: Pick<Known, 'tenant' | 'navigation'> = isFramed ? known : {};
  const navigates = entry && navigation && (
    <Navigation
      tenant={tenant}
      isOperator={entry.session.kind === 'operator'}
      now={now}
      entries={navigation}
      current={current}
    />
  );
  return context.html(
    html`<!doctype html>${(
      <FormToken.Provider value={entry?.formToken ?? ''}>
        <html lang="en">
          <head>
            <meta charset="utf-8" />
            <meta name="viewport" content="width=device-width, initial-scale=1" />
            <meta name="color-scheme" content="light dark" />
            <title>{tenant && entry ? `${title} · ${titleOf(tenant.name)}` : title} · Rollcall</title>
            <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
            <link rel="stylesheet" href="/pico.css" />
            <link rel="stylesheet" href="/dashboard.css" />
            <script type="module" src="/dashboard.js"></script>
          </head>
          <body>
            <a class="skip" href="#content">
              Skip to the content
            </a>
            <TopBar entry={entry} />
            <div class={navigates ? 'frame' : 'frame alone'}>
              {navigates}
              <main id="content" tabindex={-1}>
                <h1>
                  <bdi>{title}</bdi>
                </h1>
                {content}
              </main>
            </div>
          </body>
        </html>
      </FormToken.Provider>
    )}`,
    status,
  );
}

function TopBar({ entry }: { readonly entry: Entry | undefined }) {
  return (
    <header class="top">
      <a class="brand" href="/dashboard">
        Rollcall
      </a>
      {entry && (
        <div class="who">
          <span>{whoIs(entry)}</span>
          <PostForm action="/dashboard/sign-out">
            <button type="submit" class="quiet">
              Sign out
            </button>
          </PostForm>
        </div>
      )}
    </header>
  );
}

function whoIs({ session: { kind, role, name } }: Entry): string {
  if (kind === 'operator') return name;
  return role === 'viewer' ? 'Viewer' : 'Administrator';
}

function Navigation({
  tenant,
  isOperator,
  now,
  entries,
  current,
}: {
  readonly tenant: SeenTenant | undefined;
  readonly isOperator: boolean;
  readonly now: number;
  readonly entries: readonly NavigationEntry[];
  readonly current: string | undefined;
}) {
  const hrefOf = (path: string) => (tenant ? tenantPath(tenant, path) : `/dashboard${path && `/${path}`}`);
  return (
    <nav aria-label={tenant ? titleOf(tenant.name) : 'Operator'}>
      {tenant && (
        <div class="whose">
          {isOperator && <a href="/dashboard">← All tenants</a>}
          <b>
            <Foreign text={tenant.name} />
          </b>
          <br />
          <Status
            tenant={{ enabled: tenant.settings['enabled'] !== false, lastUsedAt: tenant.lastUsedAt }}
            now={now}
          />
        </div>
      )}
      <ul>
        {entries.map(({ path, title }) => (
          <li>
            <a href={hrefOf(path)} aria-current={path === current ? 'page' : undefined}>
              {title}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

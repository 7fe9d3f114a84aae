// The dashboard's pages, rendered on the server. So far there is one: what this deployment is and where its
// identity providers connect.

import { Hono } from 'hono';
import { html } from 'hono/html';

export interface DashboardPorts {
  readonly publicOrigin: string | undefined;
}

export function createDashboard(ports: DashboardPorts): Hono {
  const app = new Hono();
  app.get('/dashboard', (context) => {
    const origin = ports.publicOrigin ?? new URL(context.req.url).origin;
    return context.html(html`<!doctype html>${<Home origin={origin} />}`);
  });
  app.notFound((context) => context.html(html`<!doctype html>${<Missing />}`, 404));
  return app;
}

function Home({ origin }: { readonly origin: string }) {
  return (
    <Page title="Rollcall">
      <h1>Rollcall is running</h1>
      <p>
        Identity providers such as Okta and Entra ID connect here and keep your customers' users and groups up
        to date.
      </p>
      <h2>What is there so far</h2>
      <dl>
        <dt>An identity provider's base URL</dt>
        <dd>
          <code>{`${origin}/t/<tenant>/scim/v2`}</code>
        </dd>
        <dt>Tenants, settings, tokens and events</dt>
        <dd>
          <code>{`${origin}/api/v1/tenants`}</code>, with the deployment's <code>ADMIN_KEY</code>
        </dd>
      </dl>
      <p>Pages for administrators are still to come. Until then tenants and tokens are made over the API.</p>
    </Page>
  );
}

function Missing() {
  return (
    <Page title="Not found · Rollcall">
      <h1>There is no such page</h1>
      <p>
        <a href="/dashboard">Back to the start</a>
      </p>
    </Page>
  );
}

function Page({ title, children }: { readonly title: string; readonly children: unknown }) {
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{title}</title>
        <link rel="stylesheet" href="/dashboard.css" />
      </head>
      <body>
        <main>{children}</main>
      </body>
    </html>
  );
}

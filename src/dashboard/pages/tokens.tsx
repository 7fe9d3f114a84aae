// `…/tokens`: the tokens by which a tenant's identity provider signs in. One is shown once, when it is made.

import { type Context, Hono } from 'hono';
import { maxNameLength } from '../../administration/limits.ts';
import { type MadeToken, makeToken, newToken } from '../../administration/tokens.ts';
import { authorOf, type TenantEnv, tenantPath } from '../context.ts';
import { requireRecentEntry } from '../entry.ts';
import { show } from '../layout.tsx';
import { listLimit, maxCountedRequests, maxCursorLength, tokenUseDays } from '../limits.ts';
import { Field, PostForm, Select } from '../parts/form.tsx';
import { Notice } from '../parts/notice.tsx';
import { ComeInAgain } from '../parts/recent.tsx';
import { ShownToken } from '../parts/shown-token.tsx';
import { newestFirst } from '../parts/token-line.tsx';
import type { DashboardPorts } from '../ports.ts';
import { notFound } from '../refusal.ts';
import { Replacement } from '../tokens/replacement.tsx';
import { TokenTable } from '../tokens/table.tsx';

/** What the form for a new token has to say on the page that answers it. */
interface Answer {
  readonly made?: MadeToken;
  readonly name?: string;
  readonly lifetime?: string;
  readonly error?: string;
}

/** In days, as the form sends them. */
const lifetimes = [
  { value: '90', text: '90 days' },
  { value: '365', text: 'One year' },
  { value: '730', text: 'Two years' },
  { value: 'never', text: 'Never: until somebody revokes it' },
];

export function tokenRoutes(ports: DashboardPorts): Hono<TenantEnv> {
  const app = new Hono<TenantEnv>();

  app.get('/tokens', (context) => showTokens(context, ports, {}));

  app.post('/tokens', async (context) => {
    const { tenant, entry, form } = context.var;
    requireRecentEntry(entry, tenantPath(tenant, 'tokens'));
    const [name, lifetime] = [form.get('name') ?? '', form.get('lifetime') ?? ''];
    const wish = newToken.safeParse({
      name,
      expiresInDays: lifetime === 'never' ? null : Number(lifetime),
    });
    if (!wish.success) {
      const error = `Enter a name of at most ${maxNameLength} characters.`;
      return showTokens(context, ports, { name, lifetime, error });
    }
    const made = await makeToken(ports, tenant.id, wish.data, authorOf(context.var));
    return showTokens(context, ports, { made });
  });

  app.post('/tokens/:id/revoke', async (context) => {
    const { tenant, entry } = context.var;
    requireRecentEntry(entry, tenantPath(tenant, 'tokens'));
    const id = context.req.param('id');
    if (!(await ports.tenants.revokeToken(tenant.id, id, authorOf(context.var)))) throw notFound();
    return context.redirect(tenantPath(tenant, 'tokens?notice=revoked'), 303);
  });

  return app;
}

async function showTokens(context: Context<TenantEnv>, ports: DashboardPorts, answer: Answer) {
  const { tenant, entry, now } = context.var;
  const after = (context.req.query('after') ?? '').slice(0, maxCursorLength);
  const since = new Date(now - tokenUseDays * 24 * 60 * 60 * 1000).toISOString();
  const [tokens, use] = await Promise.all([
    ports.tenants.listTokens(tenant.id, after, listLimit + 1),
    ports.activity.useOfTokens(tenant.id, since, maxCountedRequests),
  ]);
  const page = tokens.slice(0, listLimit);
  const mayChange = entry.session.role !== 'viewer';
  const path = tenantPath(tenant, 'tokens');
  return show(
    context,
    { title: 'Tokens', current: 'tokens', status: answer.error ? 422 : 200 },
    <>
      {context.req.query('notice') === 'revoked' && (
        <Notice tone="good">The token is revoked. Requests with it are refused from now on.</Notice>
      )}
      {answer.made && <ShownToken made={answer.made} href={path} />}
      <p>Your identity provider signs in with a token.</p>
      {page.length === 0 ? (
        <p class="aside">There is no token yet. Generate one below.</p>
      ) : (
        <>
          <Replacement tokens={newestFirst(page)} now={now} />
          <TokenTable
            tokens={newestFirst(page)}
            use={use}
            days={tokenUseDays}
            now={now}
            mayChange={mayChange}
            isRecent={entry.isRecent}
            path={path}
          />
          <p class="aside">
            The share is of the changes and errors of the last {tokenUseDays} days, the newest{' '}
            {maxCountedRequests.toLocaleString('en')} at most; what only reads is not told apart by tokens.
          </p>
        </>
      )}
      {tokens.length > listLimit && (
        <p>
          <a href={`${path}?after=${encodeURIComponent(page.at(-1)?.id ?? '')}`}>More tokens</a>
        </p>
      )}
      {mayChange && (
        <section>
          <h2>Generate a new token</h2>
          {entry.isRecent ? (
            <NewToken path={path} answer={answer} />
          ) : (
            <ComeInAgain entry={entry} to="generate or revoke tokens" path={path} />
          )}
        </section>
      )}
    </>,
  );
}

function NewToken({ path, answer }: { readonly path: string; readonly answer: Answer }) {
  return (
    <PostForm action={path}>
      <div class="narrow">
        <Field
          name="name"
          label="Name"
          value={answer.name}
          error={answer.error}
          advice="To recognise it by, such as “Okta production”."
          maxlength={maxNameLength}
          required
        />
        <Select name="lifetime" label="Expires after" value={answer.lifetime ?? '365'} options={lifetimes} />
      </div>
      <button type="submit">Generate token</button>
    </PostForm>
  );
}

// `…/t/{tenant}`: connecting a tenant's identity provider, step by step; once it is connected, an overview, with the
// steps folded away. And what the tenant wants at the least: how large an account is, and that SCIM is on.

import { type Context, Hono } from 'hono';
import { checklistOf } from '../../activity/checklist.ts';
import { turnOn } from '../../administration/freeze.ts';
import { defaultLifetimeDays } from '../../administration/limits.ts';
import { changeSettings } from '../../administration/settings.ts';
import { type MadeToken, makeToken } from '../../administration/tokens.ts';
import { maxSizeGb } from '../../policy/limits.ts';
import { leniencyOf, settingsOf } from '../../policy/settings.ts';
import { authorOf, originOf, type TenantEnv, tenantPath } from '../context.ts';
import { requireRecentEntry } from '../entry.ts';
import { show } from '../layout.tsx';
import { listLimit } from '../limits.ts';
import { Copyable } from '../parts/copyable.tsx';
import { Field, PostForm } from '../parts/form.tsx';
import { Notice } from '../parts/notice.tsx';
import { ComeInAgain } from '../parts/recent.tsx';
import { ShownToken } from '../parts/shown-token.tsx';
import { newestFirst, TokenLine } from '../parts/token-line.tsx';
import type { DashboardPorts } from '../ports.ts';
import { notFound, settingsRefusal } from '../refusal.ts';
import { findOverview, Overview } from '../set-up/overview.tsx';
import { productOf } from '../set-up/products.tsx';
import { ChooseProduct, EnterThem, SeeItArrive } from '../set-up/steps.tsx';
import { Switch } from '../set-up/switch.tsx';
import { OfferTrial } from '../trial/test-now.tsx';
import { trialRoutes } from './trial.tsx';

/** What a form has to say on the page that answers it. */
interface Answer {
  readonly made?: MadeToken;
  readonly size?: { readonly value: string; readonly error: string };
}

const notices: Readonly<Record<string, string>> = {
  created:
    'The tenant is there. Connect its identity provider now, or send its administrator a link (Access).',
  on: 'Provisioning is on.',
  saved: 'The account size is saved.',
};

/** Tokens that are shown here; the page of tokens has all. */
const shownTokens = 3;

export function setUpRoutes(ports: DashboardPorts): Hono<TenantEnv> {
  const app = new Hono<TenantEnv>();

  app.get('/', (context) => showSetUp(context, ports, {}));

  app.route('/', trialRoutes(ports));

  app.post('/set-up/token', async (context) => {
    const { tenant, entry, form } = context.var;
    requireRecentEntry(entry, tenantPath(tenant));
    const { name } = productOf(form.get('with') ?? undefined);
    const wish = { name: name === 'Other' ? 'Identity provider' : name, expiresInDays: defaultLifetimeDays };
    const made = await makeToken(ports, tenant.id, wish, authorOf(context.var));
    return showSetUp(context, ports, { made });
  });

  /** Where accounts are given back by it, the page that shows how far that has come. */
  app.post('/switch-on', async (context) => {
    const { tenant } = context.var;
    const outcome = await turnOn(ports, tenant.slug, authorOf(context.var));
    if (outcome.kind === 'missing') throw notFound();
    if (outcome.kind !== 'on') throw settingsRefusal(outcome);
    const isUnderWay = outcome.progress?.finishedAt === null;
    return context.redirect(`${tenantPath(tenant, isUnderWay ? 'switch-off' : '')}?notice=on`, 303);
  });

  app.post('/account-size', async (context) => {
    const { tenant, form } = context.var;
    const value = (form.get('accountSizeGb') ?? '').trim();
    const accountSizeGb = value === '' ? null : Number(value.replace(',', '.'));
    const error = 'Enter a number of gigabytes, such as 50, or leave the field empty.';
    if (accountSizeGb !== null && !(accountSizeGb >= 0 && accountSizeGb <= maxSizeGb)) {
      return showSetUp(context, ports, { size: { value, error } });
    }
    const outcome = await changeSettings(ports, tenant.slug, { accountSizeGb }, authorOf(context.var));
    if (outcome.kind === 'missing') throw notFound();
    if (outcome.kind !== 'saved') throw settingsRefusal(outcome);
    return context.redirect(`${tenantPath(tenant)}?notice=saved#account-size`, 303);
  });

  return app;
}

async function showSetUp(context: Context<TenantEnv>, ports: DashboardPorts, { made, size }: Answer) {
  const { tenant, entry, now, form } = context.var;
  const settings = settingsOf(tenant.settings);
  const product = productOf(form.get('with') ?? context.req.query('with'));
  const [found, connection, lastError, freeze] = await Promise.all([
    ports.tenants.listTokens(tenant.id, '', listLimit),
    ports.activity.connection(tenant.id),
    ports.activity.lastError(tenant.id),
    settings.enabled ? undefined : ports.freezes.progress(tenant.id),
  ]);
  const tokens = newestFirst(found);
  const wanted = { enabled: settings.enabled, leniencies: leniencyOf(settings) };
  const scimUrl = `${originOf(ports, context)}/t/${tenant.slug}/scim/v2`;
  const notice = notices[context.req.query('notice') ?? ''];
  const isViewer = entry.session.role === 'viewer';
  const isConnected = Boolean(connection?.marks.accepted && connection.marks.userCreated);
  const steps = { tenant, product, scimUrl, emailAllowed: settings.usernames.emailAllowed };
  const progress = { checklist: checklistOf(connection, wanted), lastError, product, now };
  return show(
    context,
    {
      title: isConnected ? 'Overview' : 'Connect your identity provider',
      current: '',
      status: size ? 422 : 200,
    },
    <>
      {notice && <Notice tone="good">{notice}</Notice>}
      {made && <ShownToken made={made} href={`${tenantPath(tenant)}?with=${product.id}`} />}
      {isConnected ? (
        <Overview {...(await findOverview(ports, tenant, now))} tokens={tokens} />
      ) : (
        <ChooseProduct {...steps} />
      )}
      <section>
        <h2>{isConnected ? 'What your identity provider uses' : '2. Take these two with you'}</h2>
        <h3>{product.id === 'entra' ? 'Tenant URL' : 'Base URL'}</h3>
        <Copyable id="scim-url" text={scimUrl} name="the URL" />
        <h3>Token</h3>
        {tokens.length === 0 && <p>There is no token yet.</p>}
        {tokens.length > 0 && (
          <ul class="plain">
            {tokens.slice(0, shownTokens).map((token) => (
              <li>
                <TokenLine token={token} now={now} />
              </li>
            ))}
          </ul>
        )}
        {isViewer ? null : entry.isRecent ? (
          <PostForm action={tenantPath(tenant, 'set-up/token')}>
            <input type="hidden" name="with" value={product.id} />
            <button type="submit" class={tokens.length > 0 ? 'quiet' : undefined}>
              Generate new token
            </button>
          </PostForm>
        ) : (
          <ComeInAgain entry={entry} to="generate a token" path={tenantPath(tenant)} />
        )}
        {tokens.length > 0 && (
          <p>
            <a href={tenantPath(tenant, 'tokens')}>All tokens</a>
          </p>
        )}
      </section>
      {isConnected ? (
        <details open={context.req.query('with') !== undefined}>
          <summary>How to connect, step by step, and what has arrived</summary>
          <ChooseProduct {...steps} />
          <EnterThem {...steps} />
          <SeeItArrive tenant={tenant} {...progress} />
        </details>
      ) : (
        <>
          <EnterThem {...steps} />
          <SeeItArrive tenant={tenant} {...progress} />
        </>
      )}
      {!isViewer && <OfferTrial product={product} slug={tenant.slug} />}
      <section id="account-size">
        <h2>Account size</h2>
        <PostForm action={tenantPath(tenant, 'account-size')}>
          <div class="narrow">
            <Field
              name="accountSizeGb"
              label="Gigabytes for each account"
              value={size?.value ?? settings.accountSizeGb?.toString() ?? ''}
              error={size?.error}
              advice="For everybody whom no profile gives another size. Leave it empty to set none."
              inputmode="decimal"
              readonly={isViewer}
            />
          </div>
          {!isViewer && <button type="submit">Save account size</button>}
        </PostForm>
      </section>
      <section id="provisioning">
        <h2>Provisioning</h2>
        <Switch slug={tenant.slug} isOn={settings.enabled} freeze={freeze} entry={entry} />
      </section>
    </>,
  );
}

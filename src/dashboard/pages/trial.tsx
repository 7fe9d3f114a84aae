// `…/t/{tenant}/try`: plays what an identity provider would send, in a throw-away tenant with this one's settings, a
// step with each form that is sent (`public/trial.js` sends them one after another).

import { Hono } from 'hono';
import type { Trial, TrialStage } from '../../tenancy/trial.ts';
import { authorOf, originOf, type TenantEnv, tenantPath } from '../context.ts';
import { show } from '../layout.tsx';
import { PostForm } from '../parts/form.tsx';
import { Moment } from '../parts/moment.tsx';
import type { DashboardPorts } from '../ports.ts';
import { notFound } from '../refusal.ts';
import { type Product, productOf } from '../set-up/products.tsx';
import { Report, Summary } from '../trial/report.tsx';
import { beginTrial, calledIn, playNext, stepsOf } from '../trial/run.ts';
import { TestNow } from '../trial/test-now.tsx';

export function trialRoutes(ports: DashboardPorts): Hono<TenantEnv> {
  const app = new Hono<TenantEnv>();

  app.get('/try', async (context) => {
    const { tenant, entry, now } = context.var;
    const trial = await ports.trials.find(tenant.id);
    const product = productOf(trial?.product ?? context.req.query('with'));
    const isViewer = entry.session.role === 'viewer';
    return show(
      context,
      { title: 'Test it now', current: '' },
      <>
        <p>
          This plays what {product.name === 'Other' ? 'an identity provider' : product.name} ({product.kind})
          would send, in a throw-away copy of this directory's settings. Nothing of yours is touched, and
          nothing stays.
        </p>
        <section id="trial">
          {trial && <Report trial={trial} product={product} />}
          {trial && isOver(trial, product) && (
            <>
              <Summary trial={trial} product={product} slug={tenant.slug} />
              <p class="muted">
                Begun <Moment at={trial.startedAt} now={now} />. The throw-away copy is erased.
              </p>
            </>
          )}
          {!isViewer && trial && !isOver(trial, product) && (
            <NextStep trial={trial} product={product} slug={tenant.slug} />
          )}
          {!isViewer && (!trial || isOver(trial, product)) && (
            <TestNow product={product} slug={tenant.slug} isAgain={trial !== undefined} />
          )}
        </section>
        <p>
          <a href={`${tenantPath(tenant)}?with=${product.id}`}>Back to the set-up</a>
        </p>
      </>,
    );
  });

  app.post('/try', async (context) => {
    const { tenant, form } = context.var;
    const product = productOf(form.get('with') ?? undefined);
    await beginTrial(ports, tenant, product, authorOf(context.var));
    return context.redirect(tenantPath(tenant, 'try'), 303);
  });

  app.post('/try/next', async (context) => {
    const { tenant, form, now } = context.var;
    const trial = await ports.trials.find(tenant.id);
    if (trial?.run !== form.get('run')) throw notFound();
    if (isPlayable(trial) && form.get('step') === String(trial.step)) {
      await playNext(ports, tenant, trial, { now, origin: originOf(ports, context) });
    }
    return context.redirect(tenantPath(tenant, 'try'), 303);
  });

  return app;
}

const isPlayable = (trial: Trial): trial is Trial & { readonly stage: TrialStage } =>
  trial.stage !== undefined;

/** Played to its end; or its tenant is erased, as it is an hour after nobody went on. */
const isOver = (trial: Trial, product: Product) => trial.step >= stepsOf(product) || !isPlayable(trial);

function NextStep({
  trial: { run, step },
  product,
  slug,
}: {
  readonly trial: Trial;
  readonly product: Product;
  readonly slug: string;
}) {
  return (
    <>
      <p>
        Step {step + 1} of {stepsOf(product)}: {calledIn(product)} sends …
      </p>
      <PostForm action={tenantPath({ slug }, 'try/next')}>
        <input type="hidden" name="run" value={run} />
        <input type="hidden" name="step" value={step} />
        <button type="submit">Next step</button>
      </PostForm>
    </>
  );
}

// A trial from its first request to its last. The browser asks for each step, so that no request of ours takes long
// and a trial that nobody watches any more does nothing.

import { settingsOf } from '../../policy/settings.ts';
import type { Client } from '../../rehearse/client.ts';
import { excerpts } from '../../rehearse/excerpts.ts';
import { type Outcome, playStep } from '../../rehearse/player.ts';
import { createStage } from '../../rehearse/stage.ts';
import type { Author } from '../../tenancy/author.ts';
import type { Tenant } from '../../tenancy/tenant.ts';
import { hashToken, lastFour } from '../../tenancy/token.ts';
import { type Trial, type TrialLine, type TrialStage, trialToken } from '../../tenancy/trial.ts';
import type { DashboardPorts } from '../ports.ts';
import { notFound } from '../refusal.ts';
import { type Product, productOf } from '../set-up/products.tsx';
import { adapt } from './adapt.ts';

const clients: Readonly<Record<Product['id'], Client>> = {
  okta: excerpts.oktaCustom,
  'okta-catalog': excerpts.oktaCatalog,
  entra: excerpts.entra,
  other: excerpts.plain,
};

/** How many steps a trial of that product has. */
export const stepsOf = (product: Product): number => clients[product.id].steps.length;

/** What the product is called in a sentence. */
export const calledIn = ({ id, name }: Product): string => (id === 'other' ? 'your identity provider' : name);

/** Takes the place of a trial before. Errors: `DeadKey`. */
export async function beginTrial(
  ports: DashboardPorts,
  tenant: Pick<Tenant, 'id' | 'settings'>,
  product: Product,
  author: Author,
): Promise<void> {
  const stage = {
    id: ports.newId(),
    slug: `try-${ports.newId().replaceAll('-', '')}`,
    settings: { ...tenant.settings, enabled: true },
  };
  const run = ports.newId().slice(0, 8);
  const token = await trialToken(keyOf(ports), stage);
  const { remarks } = adapt(clients[product.id], settingsOf(stage.settings), run, calledIn(product));
  const trial = {
    run,
    product: product.id,
    notes: { remarks, kept: {}, lines: [] },
    stage,
    epoch: ports.newId(),
    token: { id: ports.newId(), hash: await hashToken(token), lastFour: lastFour(token) },
  };
  await ports.trials.begin(tenant, trial, author);
}

/** Plays the next step, unless somebody plays it already. `origin`: of this deployment. */
export async function playNext(
  ports: DashboardPorts,
  tenant: Pick<Tenant, 'id'>,
  trial: Trial & { readonly stage: TrialStage },
  { now, origin }: { readonly now: number; readonly origin: string },
): Promise<void> {
  const { stage, run, step, notes } = trial;
  const product = productOf(trial.product);
  const { client, wishes } = adapt(clients[product.id], settingsOf(stage.settings), run, calledIn(product));
  const next = client.steps[step];
  if (!next || !(await ports.trials.claim(tenant.id, run, step, now))) return;
  const target = {
    baseUrl: `${origin}/t/${stage.slug}/scim/v2`,
    token: await trialToken(keyOf(ports), stage),
    fetch: ports.playOn,
    run,
    ...wishes,
  };
  const played = createStage(client, target, notes.kept);
  const line = lineOf(await playStep(next, played));
  await ports.trials.note(tenant.id, run, {
    ...notes,
    kept: played.kept(),
    lines: [...notes.lines, line],
  });
  if (step + 1 === client.steps.length) await ports.trials.end(stage);
}

function lineOf({ check, isSkipped, refusal, remarks, requests }: Outcome): TrialLine {
  const { name, ok, detail } = check;
  if (ok) return { name, outcome: 'passed', detail: [counted(requests), ...remarks].join('; ') };
  if (isSkipped) return { name, outcome: 'skipped', detail };
  if (refusal === undefined) return { name, outcome: 'failed', detail };
  return { name, outcome: 'refused', detail: refusal };
}

const counted = (requests: number) => (requests === 1 ? '1 request' : `${requests} requests`);

/** There is one wherever somebody could sign in. */
function keyOf({ adminKey }: DashboardPorts): string {
  if (!adminKey) throw notFound();
  return adminKey;
}

// `…/freeze` and `…/thaw`: provisioning off, and every account without access until it is given back. Both are begun
// by the answer and carried on behind it; `GET …/freeze` says how far they have come.

import { Hono } from 'hono';
import { z } from 'zod';
import { freezeAccounts, turnOn } from '../administration/freeze.ts';
import { type FreezeProgress, freezeState } from '../tenancy/freeze.ts';
import { instant } from './answer.ts';
import { type ApiEnv, authorOf } from './context.ts';
import { operation } from './operation.ts';
import type { ApiPorts } from './ports.ts';
import { invalidValues } from './problem.ts';
import { overtaken } from './settings.ts';
import { noTenant, requireTenant } from './tenants.ts';

const count = z.int().min(0);

const freeze = z
  .strictObject({
    state: z.enum(['freezing', 'frozen', 'thawing', 'thawed']),
    requestId: z.string().describe('Of the request that asked for it; the cause of its events.'),
    total: count.describe('Accounts that were to be frozen, or given back, when it began.'),
    done: count.describe('How many of them are by now.'),
    notBack: count.describe('Accounts that stay inactive, because their user is gone or inactive by now.'),
    withoutSeat: count.describe(
      'Accounts that stay frozen, because no seat is free. Thaw once more to try again.',
    ),
    startedAt: instant,
    finishedAt: instant.nullable().describe('Null while it is under way.'),
  })
  .meta({ id: 'Freeze' });

const begun = z.strictObject({ freeze });
const latest = z.strictObject({ freeze: freeze.nullable().describe('Null where there was none so far.') });

const getFreeze = operation({
  id: 'getFreeze',
  summary: "How far freezing the tenant's accounts has come, or giving them back",
  answers: { 200: latest },
});

const beginFreeze = operation({
  id: 'freezeTenant',
  summary: 'Turns SCIM off and deactivates every active account, until it is thawed',
  description:
    'SCIM answers 403 from then on. Accounts follow behind the answer, each told of by `account.deactivated`; their data are kept and their seats freed. Nobody comes in or gets access back meanwhile. Once more is harmless.',
  answers: { 202: begun },
});

const beginThaw = operation({
  id: 'thawTenant',
  summary: 'Turns SCIM on and gives back the accounts that a freeze deactivated',
  description:
    'Those whose user is still there and active, as far as there are seats, behind the answer, each told of by `account.reactivated`. Setting `enabled` to true does the same; here it also tries again for those who found no seat.',
  answers: { 202: latest },
});

export function freezeRoutes(ports: ApiPorts): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>();

  app.get('/:slug/freeze', getFreeze, async (context) => {
    const { id } = await requireTenant(ports, context.req.param('slug'));
    return context.json({ freeze: view(await ports.freezes.progress(id)) });
  });

  app.post('/:slug/freeze', beginFreeze, async (context) => {
    const slug = context.req.param('slug');
    const outcome = await freezeAccounts(ports, slug, authorOf(ports, context.var));
    switch (outcome.kind) {
      case 'begun':
        return context.json({ freeze: view(outcome.progress) }, 202);
      case 'missing':
        throw noTenant(slug);
      case 'overtaken':
        throw overtaken();
      default:
        return outcome satisfies never;
    }
  });

  app.post('/:slug/thaw', beginThaw, async (context) => {
    const slug = context.req.param('slug');
    const outcome = await turnOn(ports, slug, authorOf(ports, context.var));
    switch (outcome.kind) {
      case 'on':
        return context.json({ freeze: view(outcome.progress) }, 202);
      case 'invalid':
        throw invalidValues({ issues: [...outcome.issues] });
      case 'missing':
        throw noTenant(slug);
      case 'overtaken':
        throw overtaken();
      default:
        return outcome satisfies never;
    }
  });

  return app;
}

function view(progress: FreezeProgress | undefined) {
  if (!progress) return null;
  const { direction: _direction, ...figures } = progress;
  return { state: freezeState(progress), ...figures };
}

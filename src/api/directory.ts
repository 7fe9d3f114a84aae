// `…/users`, `…/groups`: the tenant's directory as the application sees it. Resources are SCIM documents; a group has
// its membership proof in the place of its members, who are a list of their own.

import { Hono } from 'hono';
import { z } from 'zod';
import type { Browsed, Browser } from '../directory/browse.ts';
import { represent } from '../directory/representation.ts';
import { settingsOf } from '../policy/settings.ts';
import { userPolicyOf } from '../policy/user-policy.ts';
import { defaultProjection } from '../scim/resource/projection.ts';
import { groupType, type StoredType, userType } from '../scim/schema/resource-type.ts';
import { pageOf } from './answer.ts';
import type { ApiEnv } from './context.ts';
import { operation } from './operation.ts';
import type { ApiPorts } from './ports.ts';
import { Problem } from './problem.ts';
import { resourceSchema } from './resource.ts';
import { requireTenant } from './tenants.ts';
import { pageQuery, placeQuery, query } from './validate.ts';

const proof = { members: undefined, memberCount: z.int(), membersHash: z.string() };

const types = [
  { type: userType, name: 'users', schema: resourceSchema(userType) },
  { type: groupType, name: 'groups', schema: resourceSchema(groupType, proof) },
] as const;

const member = z.strictObject({
  value: z.string(),
  type: z.enum(['User', 'Group']),
  display: z.string().nullable(),
  accountId: z.string().nullable().describe('Null for a group.'),
});

export function directoryRoutes(ports: ApiPorts): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>();

  for (const { type, name, schema } of types) {
    const list = operation({
      id: `list${type.name}s`,
      summary: `A tenant's ${name}, in the order in which they were made`,
      answers: { 200: pageOf(name, schema) },
    });
    app.get(`/:slug/${name}`, list, query(placeQuery), async (context) => {
      const { browser, show } = await open(ports, context.req.param('slug') ?? '', context.req.url);
      const { limit: size, cursor = '0' } = context.req.valid('query');
      const entries = await browser.list(type.name, Number(cursor), size + 1);
      const page = entries.slice(0, size);
      return context.json({
        [name]: page.map(({ found }) => show(type, found)),
        nextCursor: entries.length > size ? String(page.at(-1)?.place) : null,
      });
    });

    const get = operation({
      id: `get${type.name}`,
      summary: `One ${type.name.toLowerCase()}`,
      answers: { 200: schema },
    });
    app.get(`/:slug/${name}/:id`, get, async (context) => {
      const { browser, show } = await open(ports, context.req.param('slug'), context.req.url);
      return context.json(show(type, await required(browser, type, context.req.param('id'))));
    });
  }

  const listMembers = operation({
    id: 'listMembers',
    summary: "A group's members, with their accounts",
    answers: { 200: pageOf('members', member) },
  });
  app.get('/:slug/groups/:id/members', listMembers, query(pageQuery), async (context) => {
    const { browser } = await open(ports, context.req.param('slug'), context.req.url);
    const { id } = await required(browser, groupType, context.req.param('id'));
    const { limit: size, cursor = '' } = context.req.valid('query');
    const members = await browser.members(id, cursor, size + 1);
    const page = members.slice(0, size);
    return context.json({
      members: page.map(({ value, type, display = null, accountId }) => ({
        value,
        type,
        display,
        accountId,
      })),
      nextCursor: members.length > size ? (page.at(-1)?.value ?? null) : null,
    });
  });

  return app;
}

async function open(ports: ApiPorts, slug: string, requestUrl: string) {
  const tenant = await requireTenant(ports, slug);
  const origin = ports.publicOrigin ?? new URL(requestUrl).origin;
  const { userType } = userPolicyOf(settingsOf(tenant.settings));
  const baseUrl = `${origin}/t/${tenant.slug}/scim/v2`;
  /** Users as the tenant declares them. */
  const show = (type: StoredType, found: Browsed) =>
    view(baseUrl, type.name === 'User' ? userType : type, found);
  return { browser: ports.browse(tenant), show };
}

async function required(browser: Browser, type: StoredType, id: string): Promise<Browsed> {
  const found = await browser.find(type.name, id);
  if (!found) throw new Problem(404, `The tenant has no ${type.name.toLowerCase()} with that id.`);
  return found;
}

function view(baseUrl: string, type: StoredType, found: Browsed) {
  return { ...represent(baseUrl, type, found, defaultProjection), ...found.proof };
}

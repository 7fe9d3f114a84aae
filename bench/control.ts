// The control: the same requests answered with the least work that the platform allows. One D1 batch for each
// request, KV's answer kept in the isolate, JSON in and JSON out; no validation, no routes, no leniencies. It
// is a yardstick and no SCIM server: what is sent to it must be right.

import { DurableObject } from 'cloudflare:workers';

interface Env {
  readonly DB: D1Database;
  readonly TOKENS: KVNamespace;
  readonly GROUPS: DurableObjectNamespace<GroupObject>;
}

interface Owner {
  readonly tenant: string;
  readonly slug: string;
  readonly token: string;
}

interface Row {
  readonly id: string;
  readonly version: number;
  readonly document: string;
}

interface MembersOperation {
  readonly op: string;
  readonly value: readonly { readonly value: string }[];
}

/** Members are changed in the tenant's object, where a real server would put them in order. */
export class GroupObject extends DurableObject<Env> {
  async change(owner: Owner, group: string, { op, value }: MembersOperation): Promise<void> {
    const change = op === 'remove' ? removeMembers : addMembers;
    await this.env.DB.batch([
      tokenRow(this.env, owner),
      ...change(this.env, owner, group, JSON.stringify(value)),
    ]);
  }
}

export default {
  async fetch(request, env) {
    const url = new URL(request.url);
    const [, , slug = '', , , collection, id] = url.pathname.split('/');
    const owner = await ownerOf(request, env);
    if (owner?.slug !== slug) return new Response(null, { status: 401 });
    const base = `${url.origin}/t/${slug}/scim/v2`;
    if (collection === 'Groups') {
      return id ? changeGroup(env, owner, id, request) : createGroup(env, owner, base, request);
    }
    if (request.method === 'POST') return createUser(env, owner, base, request);
    if (id)
      return request.method === 'PATCH'
        ? patchUser(env, owner, base, id, request)
        : getUser(env, owner, base, id);
    return listUsers(env, owner, base, url.searchParams);
  },
} satisfies ExportedHandler<Env>;

const owners = new Map<string, Owner>();

async function ownerOf(request: Request, env: Env): Promise<Owner | undefined> {
  const token = request.headers.get('authorization')?.slice('Bearer '.length) ?? '';
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(token));
  const hash = btoa(String.fromCharCode(...new Uint8Array(digest)));
  const known = owners.get(hash);
  if (known) return known;
  const owner = await env.TOKENS.get<Owner>(`token:${hash}`, 'json');
  if (owner) owners.set(hash, owner);
  return owner ?? undefined;
}

function tokenRow(env: Env, { tenant, token }: Owner): D1PreparedStatement {
  return env.DB.prepare('SELECT id FROM tokens WHERE tenant = ?1 AND id = ?2 AND revoked_at IS NULL').bind(
    tenant,
    token,
  );
}

async function listUsers(env: Env, owner: Owner, base: string, query: URLSearchParams): Promise<Response> {
  const [, name] = /^userName eq "(.*)"$/.exec(query.get('filter') ?? '') ?? [];
  const page =
    name === undefined
      ? env.DB.prepare(
          'SELECT id, version, document FROM users WHERE tenant = ?1 AND place > 0 ORDER BY place LIMIT ?2',
        ).bind(owner.tenant, Number(query.get('count')))
      : env.DB.prepare(
          'SELECT id, version, document FROM users WHERE tenant = ?1 AND user_name_key = ?2',
        ).bind(owner.tenant, name.toLowerCase());
  const [token, rows] = await env.DB.batch<Row>([tokenRow(env, owner), page]);
  if (!token?.results[0] || !rows) return new Response(null, { status: 401 });
  const resources = rows.results.map((row) => userOf(base, row));
  return answer(200, {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
    totalResults: resources.length,
    startIndex: 1,
    itemsPerPage: resources.length,
    Resources: resources,
  });
}

async function getUser(env: Env, owner: Owner, base: string, id: string): Promise<Response> {
  const [token, rows] = await env.DB.batch<Row>([
    tokenRow(env, owner),
    env.DB.prepare('SELECT id, version, document FROM users WHERE tenant = ?1 AND id = ?2').bind(
      owner.tenant,
      id,
    ),
  ]);
  const row = rows?.results[0];
  return token?.results[0] && row ? answer(200, userOf(base, row)) : new Response(null, { status: 404 });
}

async function createUser(env: Env, owner: Owner, base: string, request: Request): Promise<Response> {
  const document = await request.json<{ userName: string; externalId: string }>();
  const text = JSON.stringify(document);
  const id = crypto.randomUUID();
  const now = new Date().toISOString();
  await env.DB.batch([
    tokenRow(env, owner),
    env.DB.prepare(
      `INSERT INTO users (tenant, id, user_name_key, external_id, document, version, created_at, last_modified)
       VALUES (?1, ?2, ?3, ?4, ?5, 1, ?6, ?6)`,
    ).bind(owner.tenant, id, document.userName.toLowerCase(), document.externalId, text, now),
    event(env, owner, 'account.created', id, text, now),
  ]);
  return answer(201, userOf(base, { id, version: 1, document: text }));
}

/** Whatever is sent, the user's `active` becomes the first operation's value. */
async function patchUser(
  env: Env,
  owner: Owner,
  base: string,
  id: string,
  request: Request,
): Promise<Response> {
  const text = await request.text();
  const { Operations } = JSON.parse(text) as { Operations: readonly { value: { active: boolean } }[] };
  const now = new Date().toISOString();
  const [, rows] = await env.DB.batch<Row>([
    tokenRow(env, owner),
    env.DB.prepare(
      `UPDATE users SET document = json_set(document, '$.active', json(?3)), version = version + 1, last_modified = ?4
       WHERE tenant = ?1 AND id = ?2 RETURNING id, version, document`,
    ).bind(owner.tenant, id, String(Operations[0]?.value.active), now),
    event(env, owner, 'account.updated', id, text, now),
  ]);
  const row = rows?.results[0];
  return row ? answer(200, userOf(base, row)) : new Response(null, { status: 404 });
}

async function createGroup(env: Env, owner: Owner, base: string, request: Request): Promise<Response> {
  const { members, ...group } = await request.json<{ displayName: string; members: readonly object[] }>();
  const text = JSON.stringify(group);
  const id = crypto.randomUUID();
  await env.DB.batch([
    tokenRow(env, owner),
    env.DB.prepare(
      `INSERT INTO groups (tenant, id, display_name_key, document, version, last_modified)
       VALUES (?1, ?2, ?3, ?4, 1, ?5)`,
    ).bind(owner.tenant, id, group.displayName.toLowerCase(), text, new Date().toISOString()),
    ...addMembers(env, owner, id, JSON.stringify(members)),
  ]);
  return answer(201, userOf(base, { id, version: 1, document: text }));
}

/** The members that the first operation lists are added or removed. */
async function changeGroup(env: Env, owner: Owner, group: string, request: Request): Promise<Response> {
  const { Operations } = await request.json<{ Operations: readonly [MembersOperation] }>();
  const stub = env.GROUPS.get(env.GROUPS.idFromName(owner.tenant));
  await stub.change(owner, group, Operations[0]);
  return new Response(null, { status: 204 });
}

/** `members`: JSON list of `{value}`. The event tells who really came; `CROSS JOIN` keeps the order of the join. */
function addMembers(env: Env, owner: Owner, group: string, members: string): D1PreparedStatement[] {
  const now = new Date().toISOString();
  return [
    env.DB.prepare(membersEvent('NOT EXISTS')).bind(owner.tenant, group, members, now),
    env.DB.prepare(
      `INSERT INTO members (tenant, group_id, member_id)
       SELECT ?1, ?2, u.id FROM json_each(?3) j
       CROSS JOIN users u ON u.tenant = ?1 AND u.id = CAST(j.value ->> 'value' AS TEXT)
       WHERE true ON CONFLICT DO NOTHING`,
    ).bind(owner.tenant, group, members),
    moveGroup(env, owner, group, now),
  ];
}

function removeMembers(env: Env, owner: Owner, group: string, members: string): D1PreparedStatement[] {
  const now = new Date().toISOString();
  return [
    env.DB.prepare(membersEvent('EXISTS')).bind(owner.tenant, group, members, now),
    env.DB.prepare(
      `DELETE FROM members WHERE tenant = ?1 AND group_id = ?2
       AND member_id IN (SELECT j.value ->> 'value' FROM json_each(?3) j)`,
    ).bind(owner.tenant, group, members),
    moveGroup(env, owner, group, now),
  ];
}

const membersEvent = (really: 'EXISTS' | 'NOT EXISTS') => `
  INSERT INTO events (tenant, sequence, type, subject, data, occurred_at)
  SELECT ?1, ${nextSequence}, 'group.members_changed', ?2, json_group_array(j.value ->> 'value'), ?4
  FROM json_each(?3) j WHERE ${really} (SELECT 1 FROM members m
    WHERE m.tenant = ?1 AND m.group_id = ?2 AND m.member_id = j.value ->> 'value') HAVING count(*) > 0`;

function moveGroup(env: Env, owner: Owner, group: string, now: string): D1PreparedStatement {
  return env.DB.prepare(
    'UPDATE groups SET version = version + 1, last_modified = ?3 WHERE tenant = ?1 AND id = ?2',
  ).bind(owner.tenant, group, now);
}

const nextSequence = '(SELECT 1 + coalesce(max(e.sequence), 0) FROM events e WHERE e.tenant = ?1)';

function event(
  env: Env,
  { tenant }: Owner,
  type: string,
  subject: string,
  data: string,
  now: string,
): D1PreparedStatement {
  return env.DB.prepare(
    `INSERT INTO events (tenant, sequence, type, subject, data, occurred_at)
     VALUES (?1, ${nextSequence}, ?2, ?3, ?4, ?5)`,
  ).bind(tenant, type, subject, data, now);
}

function userOf(base: string, { id, version, document }: Row): object {
  const meta = { location: `${base}/Users/${id}`, version: `W/"${version}"` };
  return { ...(JSON.parse(document) as object), id, meta };
}

function answer(status: number, body: object): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'Content-Type': 'application/scim+json' },
  });
}

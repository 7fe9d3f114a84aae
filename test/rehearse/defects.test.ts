// Classic defects of SCIM servers, each on a small fake that is right but for this one: the checks that must turn
// red do, and without the defect all are green. The fake knows what these steps send, and nothing more.

import { describe, expect, test } from 'vitest';
import type { Client } from '../../src/rehearse/client.ts';
import { entra } from '../../src/rehearse/entra/client.ts';
import type { Fetch } from '../../src/rehearse/fetch.ts';
import { oktaCatalog } from '../../src/rehearse/okta/catalog.ts';
import { rehearse } from '../../src/rehearse/player.ts';
import { ERROR, GROUP, LIST_RESPONSE, USER } from '../../src/rehearse/urns.ts';

interface Document {
  readonly [name: string]: unknown;
  readonly members?: readonly { readonly value: string }[];
}

interface Operation {
  readonly op: string;
  readonly path?: string;
  readonly value?: unknown;
}

/** Where a defect sits; what is left out is done right. */
interface Defect {
  readonly patch?: (document: Document, operation: Operation) => Document | undefined;
  readonly match?: (document: Document, name: string, value: string) => boolean | undefined;
  readonly page?: (all: readonly Document[], start: number, count: number) => readonly Document[];
  readonly refuseDuplicates?: false;
}

const defects: readonly { name: string; client: Client; defect: Defect; red: readonly string[] }[] = [
  {
    name: 'removing one member by a filter empties the group',
    client: oktaCatalog,
    defect: {
      patch: (group, { op, path }) =>
        isRemoval(op) && path !== 'members' ? { ...group, members: [] } : undefined,
    },
    red: ['Membership: remove one by a filter; the others stay'],
  },
  {
    name: 'removing members is answered 204 and ignored',
    client: oktaCatalog,
    defect: { patch: (group, { op }) => (isRemoval(op) ? group : undefined) },
    red: ['Membership: remove one by a filter; the others stay', 'Membership: remove the last one'],
  },
  {
    name: 'a removal with a list of members removes all',
    client: entra,
    defect: {
      patch: (group, { op, value }) =>
        isRemoval(op) && Array.isArray(value) ? { ...group, members: [] } : undefined,
    },
    red: ['Membership: "Remove" with a list takes only those listed'],
  },
  {
    name: 'adding replaces the list',
    client: oktaCatalog,
    defect: {
      patch: (group, { op, value }) => (op === 'add' ? { ...group, members: value as [] } : undefined),
    },
    red: ['Membership: add somebody new and somebody who is in already'],
  },
  {
    name: 'somebody added twice is a member twice',
    client: oktaCatalog,
    defect: {
      patch: (group, { op, value }) =>
        op === 'add' ? { ...group, members: [...(group.members ?? []), ...(value as [])] } : undefined,
    },
    red: ['Membership: add somebody new and somebody who is in already'],
  },
  {
    name: 'user names are matched with case',
    client: oktaCatalog,
    defect: { match: (document, name, value) => document[name] === value },
    red: ['Assign: the person is found by user name in capitals, and shown in their own case'],
  },
  {
    name: 'inactive people are not found',
    client: oktaCatalog,
    defect: { match: (document) => (document['active'] === false ? false : undefined) },
    red: ['Deactivate, by PATCH without a path: the inactive person is still found, with the same id'],
  },
  {
    name: 'a duplicate is created',
    client: oktaCatalog,
    defect: { refuseDuplicates: false },
    red: ['Assign again: a second person of that user name is refused', 'Assign again: also in capitals'],
  },
  {
    name: 'pages overlap by one',
    client: oktaCatalog,
    defect: { page: (all, start, count) => all.slice(Math.max(0, start - 2), start - 1 + count) },
    red: ['Import: the 256 are found in pages of 100, each exactly once and complete'],
  },
  {
    name: 'pages hold at most fifty',
    client: oktaCatalog,
    defect: { page: (all, start) => all.slice(start - 1, start + 49) },
    red: ['Import: the 256 are found in pages of 100, each exactly once and complete'],
  },
  {
    name: 'only the first page is ever answered',
    client: oktaCatalog,
    defect: { page: (all, _, count) => all.slice(0, count) },
    red: ['Import: the 256 are found in pages of 100, each exactly once and complete'],
  },
];

/** What the fake can answer. */
const played = [
  /^Assign/,
  /^(De|Re)activate, by (PATCH|a boolean)/,
  /^Import/,
  /^Group push/,
  /^Membership: "?(add|remove)/i,
];

describe('a defect turns its checks red', () => {
  test.each(defects)('$client.name: $name', async ({ client, defect, red }) => {
    const failed = await failedChecks(client, defect);
    expect(failed).toEqual(expect.arrayContaining([...red]));
  });
});

test.each([oktaCatalog, entra])(
  '$name passes all of these checks without a defect, and leaves nothing',
  async (client) => {
    const server = createFake({});
    expect(await failedChecks(client, {}, server)).toEqual([]);
    expect(server.documents.size).toBe(0);
  },
);

async function failedChecks(client: Client, defect: Defect, { fetch } = createFake(defect)) {
  const steps = client.steps.filter(({ name }) => played.some((known) => known.test(name)));
  const target = { baseUrl: 'https://scim.test', token: 't', fetch, run: 'run' };
  const { checks } = await rehearse({ ...client, steps }, target);
  return checks.filter(({ ok }) => !ok).map(({ name }) => name);
}

function isRemoval(op: string): boolean {
  return op.toLowerCase() === 'remove';
}

function createFake(defect: Defect) {
  const documents = new Map<string, Document>();
  let lastId = 0;

  const respond = (method: string, collection: string, id: string, query: string, body: Document) => {
    const inCollection = [...documents].filter(([path]) => path.startsWith(`/${collection}/`));
    const nameOf = (document: Document) =>
      String(document['userName'] ?? document['displayName']).toLowerCase();
    if (method === 'POST') {
      const isTaken = inCollection.some(([, document]) => nameOf(document) === nameOf(body));
      if (isTaken && defect.refuseDuplicates !== false) return refuse(409, 'uniqueness');
      lastId += 1;
      const schemas = [collection === 'Users' ? USER : GROUP];
      const location = `https://scim.test/${collection}/${lastId}`;
      const meta = { resourceType: collection.slice(0, -1), location };
      const { password: _, ...shown } = body;
      documents.set(`/${collection}/${lastId}`, { ...shown, schemas, id: String(lastId), meta });
      return { status: 201, body: documents.get(`/${collection}/${lastId}`), location };
    }
    const path = `/${collection}/${id}`;
    const document = documents.get(path);
    if (id === '')
      return {
        status: 200,
        body: listOf(
          inCollection.map(([, one]) => one),
          query,
        ),
      };
    if (document === undefined) return refuse(404);
    if (method === 'GET') return { status: 200, body: document };
    if (method === 'DELETE') documents.delete(path);
    else documents.set(path, (body['Operations'] as Operation[]).reduce(patched, document));
    return { status: 204 };
  };

  const listOf = (all: readonly Document[], query: string) => {
    const [, name = '', value = ''] = /(\w+) eq "([^"]*)"/.exec(query) ?? [];
    const isMatch = (one: Document) =>
      defect.match?.(one, name, value) ?? String(one[name]).toLowerCase() === value.toLowerCase();
    const found = name === '' ? all : all.filter(isMatch);
    const startIndex = Number(/startIndex=(\d+)/.exec(query)?.[1] ?? 1);
    const count = Number(/count=(\d+)/.exec(query)?.[1] ?? 100);
    const Resources =
      defect.page?.(found, startIndex, count) ?? found.slice(startIndex - 1, startIndex - 1 + count);
    const totals = { totalResults: found.length, startIndex, itemsPerPage: Resources.length };
    return { schemas: [LIST_RESPONSE], ...totals, Resources };
  };

  const patched = (document: Document, operation: Operation): Document => {
    const wrong = defect.patch?.(document, operation);
    if (wrong !== undefined) return wrong;
    const { op, path, value } = operation;
    if (path === undefined) return { ...document, ...(value as Document) };
    if (path === 'active') return { ...document, active: String(value).toLowerCase() === 'true' };
    const before = document.members ?? [];
    const named =
      path === 'members' ? (value as { value: string }[]) : [{ value: /"(.*)"/.exec(path)?.[1] ?? '' }];
    const others = before.filter((member) => !named.some((one) => one.value === member.value));
    if (op.toLowerCase() === 'replace') return { ...document, members: named };
    return { ...document, members: isRemoval(op) ? others : [...others, ...named] };
  };

  const fetch: Fetch = async (url, request) => {
    const [path = '', query = ''] = url.slice('https://scim.test/'.length).split('?');
    const [collection = '', id = ''] = path.split('/');
    const body: Document = JSON.parse(request.body ?? '{}');
    const decoded = decodeURIComponent(query.replaceAll('+', ' '));
    const answer: { status: number; body?: unknown; location?: string } = respond(
      request.method,
      collection,
      id,
      decoded,
      body,
    );
    const headers: Record<string, string> = {
      'Content-Type': 'application/scim+json',
      ...(answer.location === undefined ? {} : { Location: answer.location }),
    };
    return {
      status: answer.status,
      headers: { get: (name) => headers[name] ?? null },
      text: async () => (answer.body === undefined ? '' : JSON.stringify(answer.body)),
    };
  };

  return { fetch, documents };
}

function refuse(status: number, scimType?: string) {
  return { status, body: { schemas: [ERROR], status: String(status), detail: 'Refused.', scimType } };
}

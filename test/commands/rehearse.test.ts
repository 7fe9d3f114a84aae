// `npm run rehearse` against the real server: every client passes every check and leaves nothing. Then the same server
// with one defect put between: the checks of the protocol that must turn red do.

import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Connection } from '../../scripts/local/connection.ts';
import { clients } from '../../src/rehearse/clients.ts';
import type { Fetch, FetchRequest } from '../../src/rehearse/fetch.ts';
import { rehearse } from '../../src/rehearse/player.ts';
import type { Report } from '../../src/rehearse/report.ts';
import { rfc } from '../../src/rehearse/rfc/client.ts';
import { cleanUp, connectionIn, freePort, newFolder, npm } from './command.ts';

const folder = newFolder();
let connection: Connection;

beforeAll(async () => {
  const port = await freePort();
  const command = npm(['run', 'serve', '--', '--port', `${port}`, '--state', folder]);
  connection = await connectionIn(folder, command);
});

afterAll(cleanUp);

const PATIENCE_MILLISECONDS = 180_000;

it('every client passes every check, and leaves nothing', { timeout: PATIENCE_MILLISECONDS }, async () => {
  const { code, stdout } = await run([]);
  const reports: readonly Report[] = JSON.parse(stdout);
  expect(reports.flatMap(({ checks }) => checks.filter(({ ok }) => !ok))).toEqual([]);
  expect(reports.map(({ client }) => client)).toEqual(clients.map(({ name }) => name));
  expect(reports.map(({ checks }) => checks.length)).toEqual(clients.map(({ steps }) => steps.length + 1));
  expect(code).toBe(0);
  await expectNobody();
});

it('the protocol is rehearsed whole: this server offers all that it may leave out', async () => {
  const { reports } = await play(/^Discovery/, sendPlain);
  const said = reports.checks.map(({ detail }) => detail).join();
  expect(said).toContain('offered: patch, bulk, filter, sort, etag, cursor');
});

it('a server that answers {} to everything fails, with exit code 1', async () => {
  const server = createServer((request, response) => {
    request.resume().on('end', () => response.setHeader('Content-Type', 'application/scim+json').end('{}'));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const { code } = await run(['--url', `http://127.0.0.1:${port}/scim`, '--token', 't']);
  server.close();
  server.closeAllConnections();
  expect(code).toBe(1);
});

interface Defect {
  readonly name: string;
  /** The checks that must turn red. */
  readonly red: RegExp;
  /** Those among them that a server with this defect still passes. */
  readonly spared?: RegExp;
  readonly ask?: (asked: Asked) => Asked;
  readonly answer?: (answered: Answered, asked: Asked) => Answered;
}

interface Asked extends FetchRequest {
  readonly url: string;
}

interface Answered {
  readonly status: number;
  readonly text: string;
  readonly headers: Headers;
}

const defects: readonly Defect[] = [
  {
    name: 'PATCH is answered and ignored',
    ask: (asked) => (asked.method === 'PATCH' ? reading(asked) : asked),
    red: /^Patch|^Groups: (add|remove|replace|a new name)/,
    spared: /an unknown person|who is no member|a value that is there/,
  },
  {
    name: 'PUT is answered and ignored',
    ask: (asked) => (asked.method === 'PUT' ? reading(asked) : asked),
    red: /^Replace|^Groups: PUT|^Versions: PUT/,
    spared: /what GET has shown/,
  },
  {
    name: 'operations of a PATCH are carried out one by one',
    ask: (asked) => (asked.method === 'PATCH' ? withBody(asked, onlyFirstOperation) : asked),
    red: /^Patch: (operations are applied|.*takes the last value)|several operations whose last/,
  },
  {
    name: 'filters are ignored',
    ask: (asked) => without(asked, 'filter'),
    red: /^Filter|^Search: (a |on the root)/,
  },
  {
    name: 'filters are matched with case',
    ask: (asked) => ({ ...asked, url: asked.url.replace(/ACTOR|DIRECTOR|REHEARSE[^%]*/g, 'no-match') }),
    red: /^Filter: (title eq "ACTOR"|userName eq)/,
  },
  {
    name: 'startIndex and count are ignored',
    ask: (asked) => without(asked, 'startIndex', 'count'),
    red: /^Paging|^Search: paging/,
    spared: /without parameters/,
  },
  {
    name: 'sorting is ignored',
    ask: (asked) => without(asked, 'sortBy'),
    red: /^Sorting|^Cursors: a sorted/,
  },
  {
    name: 'cursors are ignored',
    ask: (asked) => without(asked, 'cursor'),
    red: /^Cursors/,
    spared: /holds all|asks for the total/,
  },
  {
    name: 'attributes and excludedAttributes are ignored',
    ask: (asked) => without(asked, 'attributes', 'excludedAttributes'),
    red: /^Projection/,
    spared: /excludedAttributes=id/,
  },
  {
    name: 'preconditions are ignored',
    ask: (asked) => ({
      ...asked,
      headers: Object.fromEntries(Object.entries(asked.headers).filter(([name]) => !name.startsWith('If-'))),
    }),
    red: /^Versions: (If-None-Match|.*412)/,
  },
  {
    name: 'failOnErrors is ignored',
    ask: (asked) => without(asked, 'failOnErrors'),
    red: /^Bulk: with failOnErrors/,
  },
  {
    name: 'the status of a bulk operation is a number',
    answer: (answered, { url }) => (url.endsWith('/Bulk') ? numbered(answered) : answered),
    red: /^Bulk: (a person|two groups|PUT|an operation|with|a reference)/,
  },
  {
    name: 'refusals are answered 200 and {}',
    // Not those of DELETE: the clean-up would believe it.
    answer: (answered, { method }) =>
      answered.status >= 400 && method !== 'DELETE' ? { ...answered, status: 200, text: '{}' } : answered,
    red: /^(Patch|Filter) refused|^Unknown|^Delete|refused with 4|is refused|refuses a filter|not found$|one of \/Sch/,
    spared: /read by itself|in no list|on the root|two groups|DELETE with an old/,
  },
  {
    name: 'errors have a number as status',
    answer: (answered) => (answered.status >= 400 ? numbered(answered) : answered),
    red: /^(Patch|Filter) refused|^Unknown|^Delete: 204|refuses a filter|is refused/,
    spared: /on the root/,
  },
  {
    name: 'Location is missing',
    answer: (answered) => ({ ...answered, headers: withoutHeader(answered.headers, 'Location') }),
    red: /^Create: 201|^Queries/,
  },
  {
    name: 'the password is shown',
    answer: (answered, { url }) => ({
      ...answered,
      text: url.includes('/Users/') ? answered.text.replace(/^\{/, '{"password":"x",') : answered.text,
    }),
    red: /^Create: a password/,
  },
  {
    name: 'answers are text/html',
    answer: (answered) => ({ ...answered, headers: withoutHeader(answered.headers, 'Content-Type') }),
    red: /^Messages: (answers are|an unknown|a wrong)|^Discovery/,
  },
  {
    name: 'schemas have no types, and other names when they are read alone',
    answer: (answered, { url }) => ({
      ...answered,
      text: answered.text
        .replaceAll('"type":', '"kind":')
        .replace(/"name":"\w+"/, url.includes('/Schemas/') ? '"name":"x"' : '$&'),
    }),
    red: /^Discovery: (\/Schemas describes|\/ServiceProviderConfig|each of \/Schemas)/,
  },
];

describe('a defect turns its checks red', () => {
  it.each(defects)('$name', async ({ red, spared, ask, answer }) => {
    const { named, failed } = await play(red, async (url, request) => {
      const asked = ask?.({ url, ...request }) ?? { url, ...request };
      const { method, headers, body } = asked;
      const response = await fetch(asked.url, { method, headers, ...(body === undefined ? {} : { body }) });
      const plain = { status: response.status, headers: response.headers, text: await response.text() };
      const answered = answer?.(plain, asked) ?? plain;
      return { ...answered, text: async () => answered.text };
    });
    const due = named.filter((name) => spared?.test(name) !== true);
    expect(due.length).toBeGreaterThan(0);
    expect(failed).toEqual(expect.arrayContaining(due));
  });
});

it('none of these runs has left anything', expectNobody);

/** What later steps need: the advertised features, the cast of the queries, others beside them. */
const PRELUDE =
  /^Discovery: \/(ServiceProviderConfig|ResourceTypes lists)|^Queries|^Groups: a group is created/;

/** Plays those of the protocol's checks that the pattern names. */
async function play(pattern: RegExp, send: Fetch) {
  const steps = rfc.steps.filter(({ name }) => PRELUDE.test(name) || pattern.test(name));
  const run = `run${Math.random().toString(36).slice(2, 10)}`;
  const target = { baseUrl: connection.scimUrl, token: connection.token, fetch: send, run };
  const reports = await rehearse({ ...rfc, steps }, target);
  return {
    reports,
    named: steps.map(({ name }) => name).filter((name) => pattern.test(name)),
    failed: reports.checks.filter(({ ok }) => !ok).map(({ name }) => name),
  };
}

const sendPlain: Fetch = (url, request) => fetch(url, request);

async function expectNobody(): Promise<void> {
  const response = await fetch(`${connection.origin}/api/v1/tenants/demo`, {
    headers: { Authorization: `Bearer ${connection.adminKey}` },
  });
  expect(await response.json()).toMatchObject({ users: 0, groups: 0 });
}

function reading({ url, headers }: Asked): Asked {
  const { 'Content-Type': _, ...others } = headers;
  return { url, headers: others, method: 'GET' };
}

/** The parameters are gone from the address and from the body. */
function without(asked: Asked, ...names: readonly string[]): Asked {
  const [path = '', query] = asked.url.split('?');
  const isKept = (pair: string) => !names.includes(pair.split('=')[0] ?? '');
  const url = query === undefined ? path : `${path}?${query.split('&').filter(isKept).join('&')}`;
  if (asked.body === undefined) return { ...asked, url };
  return withBody({ ...asked, url }, (body) =>
    Object.fromEntries(Object.entries(body).filter(([name]) => !names.includes(name))),
  );
}

function withBody(asked: Asked, change: (body: Readonly<Record<string, unknown>>) => unknown): Asked {
  try {
    return { ...asked, body: JSON.stringify(change(JSON.parse(asked.body ?? ''))) };
  } catch {
    return asked;
  }
}

function onlyFirstOperation(message: Readonly<Record<string, unknown>>): unknown {
  const { Operations } = message;
  return { ...message, Operations: Array.isArray(Operations) ? Operations.slice(0, 1) : Operations };
}

function numbered(answered: Answered): Answered {
  return { ...answered, text: answered.text.replace(/"status":"(\d+)"/g, '"status":$1') };
}

function withoutHeader(headers: Headers, name: string): Headers {
  const others = new Headers(headers);
  others.delete(name);
  return others;
}

function run(args: readonly string[]): Promise<{ code: number | null; stdout: string }> {
  const env = { ...process.env, ROLLCALL_STATE: folder };
  const command = ['scripts/rehearse.ts', '--client', 'all', '--json', ...args];
  return new Promise((resolve) => {
    const options = { env, maxBuffer: 64_000_000 };
    const child = execFile('node_modules/.bin/node', command, options, (_, stdout) =>
      resolve({ code: child.exitCode, stdout }),
    );
  });
}

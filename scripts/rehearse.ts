// `npm run rehearse`: plays identity providers' requests against a SCIM server and prints a checklist. Here the
// command line, the connection and the wire; what is played is in `src/rehearse`.
// Requests go through node:http, since the global `fetch` adds headers of its own (Entra sends no User-Agent).

import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type ClientRequest, type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { gunzipSync, inflateSync } from 'node:zlib';
import type { Client } from '../src/rehearse/client.ts';
import { clients } from '../src/rehearse/clients.ts';
import type { Fetch, FetchRequest } from '../src/rehearse/fetch.ts';
import { rehearse } from '../src/rehearse/player.ts';
import type { Check, Report } from '../src/rehearse/report.ts';

const NAMES = [...clients.map(({ name }) => name), 'all'].join('|');
const USAGE = `Usage: npm run rehearse -- [--url U --token T] --client ${NAMES} [--json]`;
const TIMEOUT_SECONDS = 60;
const LONGEST_WAIT_SECONDS = 60;
const REPEATS_WHEN_LIMITED = 3;

interface Connection {
  readonly baseUrl: string;
  readonly token: string;
}

/** The command cannot be carried out as it was given. */
class BadCommand extends Error {}

async function main(): Promise<number> {
  const { values } = readCommand();
  const chosen = clients.filter(({ name }) => values.client === 'all' || values.client === name);
  if (chosen.length === 0) {
    throw new BadCommand(`--client ${values.client ?? 'is missing'}: must be one of ${NAMES}`);
  }
  const connection = connectionFrom(values.url, values.token);
  const say = (text: string) => void (values.json || process.stdout.write(`${text}\n`));

  let isStopped = false;
  process.once('SIGINT', () => {
    isStopped = true;
    process.stderr.write('Cleaning up. Ctrl-C once more leaves everything as it is.\n');
  });

  const reports: Report[] = [];
  for (const client of chosen) {
    if (isStopped) break;
    say(`\n${client.title} → ${connection.baseUrl}`);
    reports.push(await play(client, connection, say, () => isStopped));
  }
  const checks = reports.flatMap((report) => report.checks);
  const failed = checks.filter(({ ok }) => !ok).length;
  if (values.json) process.stdout.write(`${JSON.stringify(reports, null, 2)}\n`);
  say(`\n${checks.length - failed} passed, ${failed} failed`);
  return failed > 0 ? 1 : 0;
}

function play(
  client: Client,
  connection: Connection,
  say: (text: string) => void,
  isStopped: () => boolean,
): Promise<Report> {
  const target = {
    ...connection,
    fetch: send,
    run: randomBytes(4).toString('hex'),
    password: `Aa1!${randomBytes(12).toString('base64url')}`,
  };
  const onCheck = ({ name, ok, detail }: Check) => say(ok ? `  ✓ ${name}` : `  ✗ ${name}\n      ${detail}`);
  return rehearse(client, target, { onCheck, isStopped });
}

function readCommand() {
  const text = { type: 'string' } as const;
  try {
    return parseArgs({
      options: { url: text, token: text, client: text, json: { type: 'boolean', default: false } },
    });
  } catch (error) {
    throw new BadCommand(error instanceof Error ? error.message : String(error));
  }
}

/** What was given; else what the running server has written down. */
function connectionFrom(url: string | undefined, token: string | undefined): Connection {
  if (url === undefined && token === undefined) return readConnection();
  if (!url || !token) throw new BadCommand('--url and --token belong together');
  if (!/^https?:$/.test(URL.parse(url)?.protocol ?? '')) {
    throw new BadCommand(`--url ${url}: must begin with http:// or https://`);
  }
  return { baseUrl: url, token };
}

function readConnection(): Connection {
  const file = join(process.env['ROLLCALL_STATE'] || '.dev', 'connection.json');
  const advice = 'Start the server with `npm start`, or give --url and --token.';
  let connection: { scimUrl?: unknown; token?: unknown };
  try {
    connection = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    throw new BadCommand(`No connection is known: ${file} cannot be read. ${advice}`);
  }
  const { scimUrl, token } = connection;
  if (typeof scimUrl !== 'string' || typeof token !== 'string') {
    throw new BadCommand(`${file} lacks scimUrl or token. ${advice}`);
  }
  return { baseUrl: scimUrl, token };
}

/** Sends a request; one that is refused for haste is repeated after the time that the server names, as clients do. */
const send: Fetch = async (url, request) => {
  for (let repeats = 0; ; repeats += 1) {
    const { response, text } = await exchange(url, request);
    const wait = response.headers['retry-after'];
    const isLimited = response.statusCode === 429 && /^\d+$/.test(wait ?? '');
    if (!isLimited || Number(wait) > LONGEST_WAIT_SECONDS || repeats === REPEATS_WHEN_LIMITED) {
      const get = (name: string) => response.headers[name.toLowerCase()]?.toString() ?? null;
      return { status: response.statusCode ?? 0, headers: { get }, text: async () => text };
    }
    await sleep(Number(wait) * 1000);
  }
};

async function exchange(url: string, request: FetchRequest) {
  const body = Buffer.from(request.body ?? '');
  const headers = {
    ...request.headers,
    ...(request.body === undefined ? {} : { 'Content-Length': body.length }),
  };
  const options = { method: request.method, headers, signal: AbortSignal.timeout(TIMEOUT_SECONDS * 1000) };
  const open = () => (url.startsWith('https:') ? requestHttps(url, options) : requestHttp(url, options));
  const response = await answerTo(open, body);
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk);
  return { response, text: inflated(response, Buffer.concat(chunks)).toString('utf8') };
}

/** The answer's head. A connection that was kept open and is closed by the server just then is opened anew. */
async function answerTo(open: () => ClientRequest, body: Buffer): Promise<IncomingMessage> {
  const request = open();
  try {
    return await new Promise((resolve, reject) => {
      request.on('response', resolve).on('error', reject).end(body);
    });
  } catch (error) {
    const isStale = request.reusedSocket && (error as NodeJS.ErrnoException).code === 'ECONNRESET';
    if (isStale) return answerTo(open, body);
    throw error;
  }
}

/** A 204 may name an encoding all the same; there is nothing to decode in it. */
function inflated(response: IncomingMessage, body: Buffer): Buffer {
  if (body.length === 0) return body;
  const encoding = response.headers['content-encoding'];
  if (encoding === 'gzip') return gunzipSync(body);
  return encoding === 'deflate' ? inflateSync(body) : body;
}

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof BadCommand)) throw error;
  process.stderr.write(`${error.message}\n${USAGE}\n`);
  process.exitCode = 2;
}

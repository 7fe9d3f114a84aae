// `npm run rehearse` as it is called: exit codes, and what stands on which output.

import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const state = mkdtempSync(join(tmpdir(), 'rehearse-'));
const received: IncomingHttpHeaders[] = [];
const server = createServer((request, response) => {
  received.push(request.headers);
  request.resume().on('end', () => response.setHeader('Content-Type', 'application/scim+json').end('{}'));
});
let url = '';

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/scim`;
});

afterAll(() => {
  server.close();
  server.closeAllConnections();
  rmSync(state, { recursive: true });
});

describe('rehearse', () => {
  test.each([
    [['--client', 'nobody'], 'must be one of okta-custom|okta-catalog|entra|jumpcloud|onelogin|rfc|all'],
    [[], '--client is missing'],
    [['--client', 'all', '--colour'], '--colour'],
    [['--client', 'all', '--url', 'http://127.0.0.1:1'], '--url and --token belong together'],
    [['--client', 'all', '--url', 'ftp://x', '--token', 't'], 'must begin with http:// or https://'],
    [['--client', 'all'], 'No connection is known'],
  ])('exits 2 and says why: %j', async (args, reason) => {
    const { code, stdout, stderr } = await run(args);
    expect(code).toBe(2);
    expect(stderr).toContain(reason);
    expect(stderr).toContain('Usage: npm run rehearse');
    expect(stdout).toBe('');
  });

  test('exits 1 with --json when lines fail, and prints the reports alone', async () => {
    const { code, stdout } = await run(['--client', 'all', '--json', '--url', url, '--token', 't']);
    expect(code).toBe(1);
    const reports: readonly { client: string; checks: readonly { ok: boolean }[] }[] = JSON.parse(stdout);
    const names = ['okta-custom', 'okta-catalog', 'entra', 'jumpcloud', 'onelogin', 'rfc'];
    expect(reports.map(({ client }) => client)).toEqual(names);
    expect(reports.every(({ checks }) => checks.every(({ ok }) => !ok))).toBe(true);
  });

  test('prints a checklist with a summary, from the connection that the running server wrote', async () => {
    writeFileSync(join(state, 'connection.json'), JSON.stringify({ scimUrl: url, token: 'from the file' }));
    const { code, stdout } = await run(['--client', 'okta-custom']);
    rmSync(join(state, 'connection.json'));
    expect(code).toBe(1);
    expect(stdout).toContain(`Okta, custom app → ${url}`);
    expect(stdout).toContain(
      '  ✗ Test connector: first page of users\n      GET /Users?startIndex=1&count=2 → 200, but',
    );
    expect(stdout.trimEnd()).toMatch(/\n0 passed, \d+ failed$/);
    expect(received.at(-1)?.authorization).toBe('Bearer from the file');
  });

  test('adds no header to those of the client', async () => {
    received.length = 0;
    await run(['--client', 'entra', '--url', url, '--token', 't']);
    const names = new Set(received.flatMap((headers) => Object.keys(headers)));
    const own = ['accept', 'authorization', 'content-type', 'content-length', 'host', 'connection'];
    expect([...names].filter((name) => !own.includes(name))).toEqual([]);
  });
});

function run(args: readonly string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const node = join(root, 'node_modules/.bin/node');
  const env = { ...process.env, ROLLCALL_STATE: state };
  return new Promise((resolve) => {
    const child = execFile(node, ['scripts/rehearse.ts', ...args], { cwd: root, env }, (_, stdout, stderr) =>
      resolve({ code: child.exitCode ?? -1, stdout, stderr }),
    );
  });
}

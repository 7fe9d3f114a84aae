// The player with steps made for the purpose: what it reports, what it skips, and what it deletes at the end.

import { describe, expect, test } from 'vitest';
import { create, read } from '../../src/rehearse/change.ts';
import type { Client, Step } from '../../src/rehearse/client.ts';
import { expect as expectAnswer } from '../../src/rehearse/expect.ts';
import type { Fetch, FetchRequest } from '../../src/rehearse/fetch.ts';
import { oktaCustom } from '../../src/rehearse/okta/custom.ts';
import { rehearse, type Watcher } from '../../src/rehearse/player.ts';
import type { Check } from '../../src/rehearse/report.ts';

interface Reply {
  readonly status: number;
  readonly body?: unknown;
}

type Handler = (call: string, request: FetchRequest) => Reply | undefined;

const CLEAN_UP = 'Clean up: all that was created is deleted again';

describe('rehearse', () => {
  test('reports one line per step in order, then the clean-up', async () => {
    const steps = [step('one', async () => {}), step('two', async () => {})];
    const { report } = await play(steps, () => undefined);
    expect(report.client).toBe('okta-custom');
    expect(report.checks.map(({ name }) => name)).toEqual(['one', 'two', CLEAN_UP]);
    expect(report.checks.map((check) => Object.keys(check))).toEqual(Array(3).fill(['name', 'ok', 'detail']));
  });

  test('tells what was asked, what came, what was expected, and what the server says', async () => {
    const { checks } = await play(
      [step('ask', async (stage) => expectAnswer(await stage.send('GET', '/Users/7'), [200]))],
      () => ({ status: 500, body: { detail: 'the disk is full' } }),
    );
    expect(checks['ask']).toEqual({
      name: 'ask',
      ok: false,
      detail: 'GET /Users/7 → 500, expected 200. The server says: the disk is full',
    });
  });

  test('says what a step that passes has remarked', async () => {
    const steps = [
      step('remark', async (stage) => stage.remark('not offered: sort')),
      step('silent', async (stage) => void (await stage.send('GET', '/Users/7'))),
    ];
    const { checks } = await play(steps, () => ({ status: 200, body: {} }));
    expect(checks['remark']).toMatchObject({ ok: true, detail: 'not offered: sort' });
    expect(checks['silent']).toMatchObject({ ok: true, detail: 'GET /Users/7 → 200' });
  });

  test('names the change before a reading that shows a wrong state', async () => {
    const steps = [
      step('change', async (stage) => {
        await stage.send('PATCH', '/Users/7', {});
        await read(stage, '/Users', '7');
      }),
    ];
    const { checks } = await play(steps, (call) =>
      call.startsWith('PATCH') ? { status: 204 } : { status: 200, body: {} },
    );
    expect(checks['change']?.detail).toContain('GET /Users/7 → 200, but ');
    expect(checks['change']?.detail).toContain('(read after PATCH /Users/7 → 204)');
  });

  test('does not try a step whose id an earlier step did not get, and goes on with the others', async () => {
    const steps = [
      step('make', (stage) => create(stage, 'user', '/Users', { userName: 'x' })),
      step('use', async (stage) => void (await read(stage, '/Users', stage.recall('user')))),
      step('else', async () => {}),
    ];
    const { checks } = await play(steps, () => ({ status: 400, body: {} }));
    expect(checks['make']?.ok).toBe(false);
    expect(checks['use']).toMatchObject({
      ok: false,
      detail: 'not tried: needs the user of an earlier step, which failed',
    });
    expect(checks['else']?.ok).toBe(true);
  });

  test('gives up after two steps in a row without any answer', async () => {
    const ask = (name: string) => step(name, async (stage) => void (await stage.send('GET', '/Users')));
    const { checks, calls } = await play([ask('a'), ask('b'), ask('c')], () => undefined);
    expect(checks['b']?.detail).toContain('GET /Users: no answer (Error: connection refused)');
    expect(checks['c']?.detail).toBe('not tried: the server does not answer');
    expect(calls).toHaveLength(2);
  });

  test('plays no further step once it is stopped, and still cleans up', async () => {
    let isStopped = false;
    const steps = [
      step('make', async (stage) => {
        await stage.send('POST', '/Users', { userName: 'x' });
        isStopped = true;
      }),
      step('more', async () => {}),
    ];
    const { checks, calls } = await play(steps, idOnPost, { isStopped: () => isStopped });
    expect(checks['more']?.detail).toBe('not tried: the rehearsal was stopped');
    expect(calls.at(-1)).toBe('DELETE /Users/id-1');
  });

  test('hands out each line as soon as it is known', async () => {
    const seen: Check[] = [];
    const { report } = await play([step('one', async () => {})], () => undefined, {
      onCheck: (check) => void seen.push(check),
    });
    expect(seen).toEqual(report.checks);
  });
});

describe('the clean-up', () => {
  test('deletes groups and users that a step made before it failed, groups first', async () => {
    const steps = [
      step('fail', async (stage) => {
        await stage.send('POST', '/Users', { userName: 'x' });
        await stage.send('POST', '/Groups', { displayName: 'y' });
        throw new Error('midway');
      }),
    ];
    const { checks, calls } = await play(steps, idOnPost);
    expect(checks['fail']).toMatchObject({ ok: false, detail: 'midway' });
    expect(calls.slice(2)).toEqual(['DELETE /Groups/id-2', 'DELETE /Users/id-1']);
    expect(checks[CLEAN_UP]).toMatchObject({ ok: true, detail: '2 deleted' });
  });

  test('deletes what a bulk job has created, looks for what it does not tell, and leaves what it refused', async () => {
    const job = ['a', 'b', 'c'].map((name) => ({
      ...{ method: 'POST', path: '/Users', bulkId: name },
      data: { userName: name },
    }));
    const told = [
      { method: 'POST', bulkId: 'a', status: '201', location: 'https://scim.test/Users/id-a' },
      { method: 'POST', bulkId: 'b', status: '409' },
    ];
    const steps = [
      step('bulk', async (stage) => void (await stage.send('POST', '/Bulk', { Operations: job }))),
    ];
    const { checks, calls } = await play(steps, (call) => {
      if (call.startsWith('POST')) return { status: 200, body: { Operations: told } };
      return call.startsWith('GET')
        ? { status: 200, body: { totalResults: 1, Resources: [{ id: 'id-c', userName: 'c' }] } }
        : { status: 204 };
    });
    expect(calls.filter((call) => call.startsWith('GET'))).toHaveLength(1);
    expect(calls.slice(-2)).toEqual(['DELETE /Users/id-a', 'DELETE /Users/id-c']);
    expect(checks[CLEAN_UP]).toMatchObject({ ok: true, detail: '2 deleted' });
  });

  test('deletes again what refuses to go, and names what stays', async () => {
    const { checks, calls } = await play([makeUser], (call) =>
      call.startsWith('DELETE') ? { status: 500 } : idOnPost(call),
    );
    expect(calls.slice(1)).toEqual(['DELETE /Users/id-1', 'DELETE /Users/id-1']);
    expect(checks[CLEAN_UP]).toMatchObject({ ok: false, detail: '1 may be left: /Users/id-1' });
  });

  test('does not delete twice what a step deleted itself', async () => {
    const steps = [makeUser, step('drop', async (stage) => void (await stage.send('DELETE', '/Users/id-1')))];
    const { calls } = await play(steps, idOnPost);
    expect(calls).toEqual(['POST /Users', 'DELETE /Users/id-1']);
  });

  test('finds by its name what a failed POST left behind, and touches nobody else', async () => {
    const { checks, calls } = await play([makeUser], (call) => {
      if (call.startsWith('POST')) return { status: 503 };
      const everybody = [
        { id: 'a', userName: 'somebody else' },
        { id: 'b', userName: 'x' },
      ];
      return call.startsWith('GET')
        ? { status: 200, body: { totalResults: 2, Resources: everybody } }
        : { status: 204 };
    });
    expect(calls.filter((call) => call.startsWith('DELETE'))).toEqual(['DELETE /Users/b']);
    expect(checks[CLEAN_UP]?.ok).toBe(true);
  });

  test('says so when it cannot tell what a failed POST left behind', async () => {
    const { checks } = await play([makeUser], () => ({ status: 502 }));
    expect(checks[CLEAN_UP]).toMatchObject({ ok: false, detail: '1 may be left: /Users "x"' });
  });
});

const makeUser = step('make', async (stage) => void (await stage.send('POST', '/Users', { userName: 'x' })));

function step(name: string, play: Step['play']): Step {
  return { name, play };
}

/** Plays the steps against a handler; where it returns nothing, no answer comes. */
async function play(steps: readonly Step[], handler: Handler, watcher: Watcher = {}) {
  const client: Client = { ...oktaCustom, steps };
  const calls: string[] = [];
  const fetch: Fetch = async (url, request) => {
    const call = `${request.method} ${url.slice('https://scim.test'.length)}`;
    calls.push(call);
    const reply = handler(call, request);
    if (reply === undefined) throw new Error('connection refused');
    const text = reply.body === undefined ? '' : JSON.stringify(reply.body);
    return { status: reply.status, headers: { get: () => 'application/scim+json' }, text: async () => text };
  };
  posted = 0;
  const target = { baseUrl: 'https://scim.test/', token: 't', fetch, run: 'run' };
  const report = await rehearse(client, target, watcher);
  const checks: Record<string, Check> = Object.fromEntries(report.checks.map((check) => [check.name, check]));
  return { report, checks, calls };
}

let posted = 0;

function idOnPost(call: string): Reply {
  if (!call.startsWith('POST')) return { status: 204 };
  posted += 1;
  return { status: 201, body: { id: `id-${posted}` } };
}

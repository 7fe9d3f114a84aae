// What the isolate remembers of tokens, and when it asks anew. That the database checks each remembered one again
// is shown over HTTP.

import { beforeEach, describe, expect, it, vi } from 'vitest';
import { ScimError } from '../../src/scim/error.ts';
import {
  type AccessPorts,
  authenticate,
  createAccessMemory,
  type LoadedAccess,
} from '../../src/tenancy/access.ts';
import { hashToken, mintToken } from '../../src/tenancy/token.ts';

const minute = 60_000;
const token = mintToken(new Uint8Array(32).fill(7));
const owner = { tenant: 'tenant-id', tokenId: 'token-id' };
const loaded: LoadedAccess = { ...owner, slug: 'acme', settings: {}, settingsVersion: 1 };

let memory = createAccessMemory();
let now = 0;
const recall = vi.fn<AccessPorts['recall']>();
const remember = vi.fn<AccessPorts['remember']>();
const load = vi.fn<AccessPorts['load']>();
const mayLookUp = vi.fn<AccessPorts['mayLookUp']>();
const ports: AccessPorts = { recall, remember, load, mayLookUp, now: () => now };

beforeEach(() => {
  memory = createAccessMemory();
  now = 1000 * minute;
  vi.resetAllMocks();
  recall.mockResolvedValue(owner);
  load.mockResolvedValue(loaded);
  mayLookUp.mockResolvedValue(true);
});

const ask = (authorization: string | undefined = `Bearer ${token}`, slug = 'acme', fresh = false) =>
  authenticate(memory, ports, { authorization, slug, clientAddress: 'address' }, fresh);

async function refusal(work: Promise<unknown>): Promise<number> {
  const error: unknown = await work.then(
    () => undefined,
    (cause: unknown) => cause,
  );
  if (error instanceof ScimError) return error.facts.status;
  throw new Error('Nothing was refused.');
}

describe('a living token', () => {
  it('opens its tenant, with the settings completed by the defaults', async () => {
    expect(await ask()).toMatchObject({ ...loaded, settings: { enabled: true, leniency: null } });
  });

  it('is looked up once in five minutes', async () => {
    await ask();
    now += 5 * minute - 1;
    await ask();
    expect([recall.mock.calls.length, load.mock.calls.length]).toEqual([1, 1]);
    now += 1;
    await ask();
    expect([recall.mock.calls.length, load.mock.calls.length]).toEqual([2, 2]);
  });

  it('is looked up anew where what is remembered is not good enough', async () => {
    await ask();
    load.mockResolvedValue({ ...loaded, settings: { enabled: false }, settingsVersion: 2 });
    expect(await ask(undefined, 'acme', true)).toMatchObject({ settingsVersion: 2 });
    expect(await ask()).toMatchObject({ settingsVersion: 2 });
  });

  it('does not open another tenant, remembered or not', async () => {
    expect(await refusal(ask(undefined, 'other'))).toBe(401);
    await ask();
    expect(await refusal(ask(undefined, 'other'))).toBe(401);
  });

  it('that KV does not know is looked up by its hash, counted, and told to KV', async () => {
    recall.mockResolvedValue(undefined);
    await ask();
    expect(mayLookUp).toHaveBeenCalledExactlyOnceWith('address');
    expect(load).toHaveBeenCalledExactlyOnceWith(await hashToken(token), undefined);
    expect(remember).toHaveBeenCalledExactlyOnceWith(await hashToken(token), owner);
  });

  it('that KV knows is neither counted nor told again', async () => {
    await ask();
    expect(load).toHaveBeenCalledExactlyOnceWith(await hashToken(token), owner);
    expect(mayLookUp).not.toHaveBeenCalled();
    expect(remember).not.toHaveBeenCalled();
  });

  it('opens its tenant although KV fails in reading and in writing, and that is logged', async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    recall.mockRejectedValue(new Error('KV GET failed: 503'));
    remember.mockRejectedValue(new Error('KV PUT failed: 429'));
    expect(await ask()).toMatchObject(owner);
    expect(load).toHaveBeenCalledExactlyOnceWith(await hashToken(token), undefined);
    expect(JSON.stringify(log.mock.calls)).toMatch(/KV GET failed.*KV PUT failed/);
    log.mockRestore();
  });

  it('is handed on as its hash only', async () => {
    recall.mockResolvedValue(undefined);
    await ask();
    const calls = [recall, remember, load, mayLookUp].flatMap((port): unknown[] => port.mock.calls);
    expect(JSON.stringify(calls)).not.toContain(token);
  });
});

describe('401 without asking anybody is the answer to', () => {
  it.each([
    ['no header', ''],
    ['something malformed', 'Bearer x'],
    ['a wrong checksum', `Bearer ${token.slice(0, -1)}${token.endsWith('A') ? 'Q' : 'A'}`],
  ])('%s', async (_what, header) => {
    expect(await refusal(ask(header))).toBe(401);
    for (const port of [recall, load, mayLookUp]) expect(port).not.toHaveBeenCalled();
  });
});

describe('a token that the database does not let in', () => {
  beforeEach(() => {
    load.mockResolvedValue(undefined);
  });

  it('is 401, although KV knows it', async () => {
    expect(await refusal(ask())).toBe(401);
    expect(remember).not.toHaveBeenCalled();
  });

  it('is not remembered: it opens its tenant as soon as it lives', async () => {
    await refusal(ask());
    load.mockResolvedValue(loaded);
    expect(await ask()).toMatchObject(owner);
  });

  it('is forgotten where it was remembered', async () => {
    load.mockResolvedValueOnce(loaded);
    await ask();
    expect(await refusal(ask(undefined, 'acme', true))).toBe(401);
    expect(await refusal(ask())).toBe(401);
  });

  it('is 429 where its address has asked too often, without asking the database', async () => {
    recall.mockResolvedValue(undefined);
    mayLookUp.mockResolvedValue(false);
    expect(await refusal(ask())).toBe(429);
    expect(load).not.toHaveBeenCalled();
  });
});

it('no more than 2,000 tokens are remembered, and the newest of them', async () => {
  for (let index = 0; index < 2005; index++) {
    const secret = new Uint8Array(32);
    new DataView(secret.buffer).setUint32(0, index);
    await ask(mintToken(secret));
  }
  expect(memory.entries.size).toBe(2000);
  load.mockClear();
  const newest = new Uint8Array(32);
  new DataView(newest.buffer).setUint32(0, 2004);
  await ask(mintToken(newest));
  expect(load).not.toHaveBeenCalled();
});

// What a step plays on: sends requests with the client's headers, hands ids from one step to the next, and keeps
// the account of what was made. It judges nothing.

import { type Answer, line } from './answer.ts';
import type { Client } from './client.ts';
import type { Fetch, FetchRequest } from './fetch.ts';
import { type JsonObject, parse, shorten } from './json.ts';
import { createLedger, type Ledger } from './ledger.ts';
import type { Naming } from './person.ts';

/** The server under rehearsal, and what the run needs from outside since nothing in here is random or has a clock. */
export interface Target {
  /** The SCIM base URL, with or without a slash at its end. */
  readonly baseUrl: string;
  readonly token: string;
  readonly fetch: Fetch;
  /** Unique for each run, of letters, digits and hyphens; part of each name that the run makes. */
  readonly run: string;
  /** The password of the people that are made; better not to be guessed from `run` where people can sign in. */
  readonly password?: string;
  /** What is mapped to user names; the address, if nothing is said. */
  readonly naming?: Naming;
  /** Attributes, and sub-attributes, whose later values the server passes over, as its settings say. */
  readonly createOnly?: readonly string[];
}

/** The ids that earlier steps have kept, by what they are of. */
export type Kept = Readonly<Record<string, readonly string[]>>;

/** Departures from the client's own habits in a single request. */
export interface Variant {
  readonly token?: string;
  readonly contentType?: string;
  /** Beside the client's own, such as `If-Match`. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** What a step may use. */
export interface Stage {
  readonly client: Client;
  readonly run: string;
  readonly password: string;
  readonly naming: Naming;
  /** Whether the server is known to keep the value that this attribute was created with. */
  readonly keepsFirst: (name: string) => boolean;
  /** Sends a request and reads the answer to its end; a string is sent as it is. Throws `NoAnswer`. */
  readonly send: (
    method: string,
    path: string,
    body?: JsonObject | string,
    variant?: Variant,
  ) => Promise<Answer>;
  /** Keeps ids for later steps. */
  readonly keep: (what: string, ids: readonly string[]) => void;
  /** The id that an earlier step kept. Throws `NotTried`. */
  readonly recall: (what: string) => string;
  /** All ids that an earlier step kept. Throws `NotTried`. */
  readonly recallAll: (what: string) => readonly string[];
  /** All that was kept, for a stage that goes on from here. */
  readonly kept: () => Kept;
  readonly ledger: Ledger;
  /** The exchanges since the last call, each in one line. */
  readonly takeLines: () => readonly string[];
  /** Says something about a step that passes. */
  readonly remark: (text: string) => void;
  /** What was remarked since the last call. */
  readonly takeRemarks: () => readonly string[];
  /** The last request since the last call that had a body, body included. */
  readonly takeSent: () => string | undefined;
}

/** The step cannot be played because an earlier one did not give what it needs. */
export class NotTried extends Error {
  constructor(reason: string) {
    super(`not tried: ${reason}`);
  }
}

/** The request got no answer at all. */
export class NoAnswer extends Error {}

/** A stage for one client and one run, empty unless an earlier one has kept something. */
export function createStage(client: Client, target: Target, before: Kept = {}): Stage {
  const base = target.baseUrl.replace(/\/+$/, '');
  const ledger = createLedger();
  const kept = new Map(Object.entries(before));
  const createOnly = new Set(target.createOnly?.map((name) => name.toLowerCase()));
  let lines: string[] = [];
  let remarks: string[] = [];
  let sent: string | undefined;

  const send: Stage['send'] = async (method, path, body, variant = {}) => {
    const headers = {
      ...client.headers,
      ...variant.headers,
      Authorization: `Bearer ${variant.token ?? target.token}`,
      ...(body === undefined ? {} : { 'Content-Type': variant.contentType ?? client.contentType }),
    };
    const text = typeof body === 'object' ? JSON.stringify(body) : body;
    if (text !== undefined) sent = `${method} ${path} ${shorten(text)}`;
    const request = { method, headers, ...(text === undefined ? {} : { body: text }) };
    const answer = await exchange(target.fetch, base, path, request).catch((error: unknown) => {
      ledger.note(method, path, body, undefined);
      throw new NoAnswer(`${method} ${path}: no answer (${shorten(String(error))})`);
    });
    lines.push(line(answer));
    ledger.note(method, path, body, answer);
    return answer;
  };

  const recallAll = (what: string) => {
    const ids = kept.get(what);
    if (ids === undefined) throw new NotTried(`needs the ${what} of an earlier step, which failed`);
    return ids;
  };

  return {
    client,
    run: target.run,
    password: target.password ?? `Aa1!-${target.run}`,
    naming: target.naming ?? 'address',
    keepsFirst: (name) => createOnly.has(name.toLowerCase()) || createOnly.has(wholeOf(name)),
    send,
    keep: (what, ids) => void kept.set(what, ids),
    recall: (what) => recallAll(what)[0] ?? '',
    recallAll,
    kept: () => Object.fromEntries(kept),
    ledger,
    takeLines: () => {
      const taken = lines;
      lines = [];
      return taken;
    },
    remark: (text) => void remarks.push(text),
    takeRemarks: () => {
      const taken = remarks;
      remarks = [];
      return taken;
    },
    takeSent: () => {
      const taken = sent;
      sent = undefined;
      return taken;
    },
  };
}

/** The attribute that a sub-attribute belongs to. */
function wholeOf(name: string): string {
  return name.toLowerCase().replace(/\..*/, '');
}

async function exchange(fetch: Fetch, base: string, path: string, request: FetchRequest): Promise<Answer> {
  const response = await fetch(`${base}${path}`, request);
  const text = await response.text();
  return {
    method: request.method,
    path,
    status: response.status,
    header: (name) => response.headers.get(name),
    text,
    body: parse(text),
  };
}

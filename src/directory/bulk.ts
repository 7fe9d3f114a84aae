// A bulk request, operation by operation (RFC 7644 §3.7). Resources to be created get their ids beforehand, so that
// references can be filled in whatever their order; what an operation refers to is created first. Groups that refer
// to one another in a circle are created without these members, which are added at the end.

import { invalidValue, quoted, ScimError } from '../scim/error.ts';
import {
  type BulkMethod,
  type BulkOperation,
  type BulkRequest,
  bulkIdIn,
  bulkIdsIn,
  withBulkIds,
} from '../scim/message/bulk.ts';
import { patchOpUrn } from '../scim/patch/message.ts';
import { isObject } from '../scim/resource/value.ts';
import type { StoredType } from '../scim/schema/resource-type.ts';
import { readCondition } from './condition.ts';
import { isRefused } from './create-users.ts';
import type { Directory } from './directory.ts';

/** What became of one operation. `id` is the resource's; absent when a POST failed. */
export interface BulkResult {
  readonly method?: BulkMethod;
  readonly bulkId?: string;
  readonly type?: StoredType;
  readonly id?: string;
  /** Of the resource after the operation, where it is still there. */
  readonly version?: number;
  readonly status: 200 | 201 | 204;
  readonly error?: ScimError;
  /** What was sent, where it was refused. */
  readonly data?: unknown;
}

type Verbs = Pick<Directory, 'create' | 'createUsers' | 'replace' | 'patch' | 'remove'>;

/** Users that stand one after another in the request are written together, so many at a time. */
const usersPerBatch = 250;

/**
 * The results in the order in which the operations were carried out; ends when `failOnErrors` have failed. Thrown is
 * only what is no operation's own fault.
 */
export async function runBulk(
  verbs: Verbs,
  { operations: sent, failOnErrors }: BulkRequest,
  newId: () => string,
): Promise<readonly BulkResult[]> {
  const posts = new Map<string, number>();
  const ids = sent.map((entry, index) => {
    if (entry.kind !== 'operation' || entry.operation.method !== 'POST') return '';
    posts.set(entry.operation.bulkId ?? '', index);
    return newId();
  });
  const results: BulkResult[] = [];
  const state: ('failed' | 'done' | 'busy' | undefined)[] = sent.map(() => undefined);
  const late: { readonly index: number; readonly bulkIds: readonly string[] }[] = [];
  let failures = 0;

  const idOf = (bulkId: string) => {
    const index = posts.get(bulkId);
    return index === undefined ? undefined : ids[index];
  };
  const settle = (index: number, result: BulkResult) => {
    state[index] = result.error ? 'failed' : 'done';
    if (result.error) failures++;
    results.push(result);
  };

  for (let index = 0; index < sent.length && failures < failOnErrors; index++) {
    const run = userRun(index);
    if (run.length > 1) await createRun(run);
    else await carryOut(index);
  }
  for (const { index, bulkIds } of late) await addLate(index, bulkIds);
  return results;

  /** New users from here on that refer to nothing. */
  function userRun(from: number): readonly number[] {
    const run: number[] = [];
    for (let index = from; index < sent.length && run.length < usersPerBatch; index++) {
      const entry = sent[index];
      if (entry?.kind !== 'operation' || state[index] !== undefined) break;
      const { method, type, data } = entry.operation;
      if (method !== 'POST' || type.name !== 'User' || bulkIdsIn(data).size > 0) break;
      run.push(index);
    }
    return run;
  }

  async function createRun(run: readonly number[]): Promise<void> {
    const operations = run.map((index) => operationAt(index));
    const users = operations.map((operation, place) => ({
      id: ids[run[place] ?? 0] ?? '',
      body: operation.data,
    }));
    const created = await verbs.createUsers(users, failOnErrors - failures);
    for (const [place, outcome] of created.entries()) {
      const { method, bulkId, type } = operationAt(run[place] ?? 0);
      const echo = { method, type, status: 201 as const, ...(bulkId !== undefined && { bulkId }) };
      settle(
        run[place] ?? 0,
        isRefused(outcome)
          ? { ...echo, error: outcome.error, data: operations[place]?.data }
          : { ...echo, id: outcome.stored.id, version: outcome.stored.version },
      );
    }
  }

  function operationAt(index: number): BulkOperation {
    const entry = sent[index];
    if (entry?.kind !== 'operation') throw new Error('Only readable operations are carried out.');
    return entry.operation;
  }

  async function carryOut(index: number): Promise<void> {
    const entry = sent[index];
    if (!entry || state[index] !== undefined) return;
    if (entry.kind === 'refused') {
      const { method, bulkId, error } = entry;
      settle(index, {
        status: 201,
        error,
        ...(method && { method }),
        ...(bulkId !== undefined && { bulkId }),
      });
      return;
    }
    const { operation } = entry;
    const { method, bulkId, type } = operation;
    state[index] = 'busy';
    const echo = { method, type, ...(bulkId !== undefined && { bulkId }) };
    try {
      const circular = await prepare(operation);
      settle(index, { ...echo, ...(await perform(index, operation, circular)) });
      if (circular.length > 0) late.push({ index, bulkIds: circular });
    } catch (error) {
      if (!(error instanceof ScimError)) throw error;
      const id = method === 'POST' ? undefined : filledIn(operation.id);
      const { data } = operation;
      settle(index, { ...echo, status: 201, error, data, ...(id !== undefined && { id }) });
    }
  }

  /** Sees to it that everything referred to is there. Answers the references that lead in a circle. */
  async function prepare({ type, method, id, data }: BulkOperation): Promise<readonly string[]> {
    const inPath = id === undefined ? undefined : bulkIdIn(id);
    const circular: string[] = [];
    for (const bulkId of [...(inPath === undefined ? [] : [inPath]), ...bulkIdsIn(data)]) {
      const index = posts.get(bulkId);
      if (index === undefined) {
        throw invalidValue(`No operation of the request creates a resource with bulkId "${quoted(bulkId)}".`);
      }
      if (state[index] === undefined && failures < failOnErrors) await carryOut(index);
      if (state[index] === 'failed' || state[index] === undefined) throw unresolved(bulkId);
      if (state[index] === 'busy') {
        const isMember = type.name === 'Group' && method === 'POST' && bulkId !== inPath;
        if (isMember) circular.push(bulkId);
        // A user's manager is stored by id, whether he is there yet or not.
        else if (type.name === 'Group' || bulkId === inPath) throw unresolved(bulkId);
      }
    }
    return circular;
  }

  async function perform(
    index: number,
    operation: BulkOperation,
    circular: readonly string[],
  ): Promise<Pick<BulkResult, 'id' | 'version' | 'status'>> {
    const { method, type, version } = operation;
    const data = withBulkIds(withoutMembers(operation.data, circular), idOf);
    const id = filledIn(operation.id) ?? '';
    const condition = readCondition(version);
    switch (method) {
      case 'POST': {
        const created = await verbs.create(type, data, {}, ids[index]);
        return { id: created.id, version: created.version, status: 201 };
      }
      case 'PUT':
      case 'PATCH': {
        const changed = await verbs[method === 'PUT' ? 'replace' : 'patch'](type, id, data, condition);
        // As a single request answers (RFC 7644 §3.7.3): a PATCH of a group has no body.
        const status = method === 'PATCH' && type.name === 'Group' ? 204 : 200;
        return { id, version: changed.version, status };
      }
      case 'DELETE':
        await verbs.remove(type, id, condition);
        return { id, status: 204 };
      default:
        return method satisfies never;
    }
  }

  /** Adds the members that were not there yet; a group that cannot have them is taken back. */
  async function addLate(index: number, bulkIds: readonly string[]): Promise<void> {
    const { type } = operationAt(index);
    const id = ids[index] ?? '';
    const place = results.findIndex((result) => result.id === id);
    const result = results[place];
    const missing = bulkIds.find((bulkId) => state[posts.get(bulkId) ?? -1] !== 'done');
    if (!result) return;
    try {
      if (missing !== undefined) throw unresolved(missing);
      const value = bulkIds.map((bulkId) => ({ value: idOf(bulkId) }));
      const body = { schemas: [patchOpUrn], Operations: [{ op: 'add', path: 'members', value }] };
      const { version } = await verbs.patch(type, id, body, undefined);
      results[place] = { ...result, version };
    } catch (error) {
      if (!(error instanceof ScimError)) throw error;
      await verbs.remove(type, id, undefined);
      const { id: _gone, version: _none, ...echo } = result;
      results[place] = { ...echo, error };
    }
  }

  function filledIn(id: string | undefined): string | undefined {
    const bulkId = id === undefined ? undefined : bulkIdIn(id);
    return bulkId === undefined ? id : idOf(bulkId);
  }
}

/** A new group's body without the members that refer to these bulkIds. */
function withoutMembers(data: unknown, bulkIds: readonly string[]): unknown {
  if (bulkIds.length === 0 || !isObject(data)) return data;
  const isLate = (member: unknown) => [...bulkIdsIn(member)].some((bulkId) => bulkIds.includes(bulkId));
  return Object.fromEntries(
    Object.entries(data).map(([name, value]) => [
      name,
      name.toLowerCase() === 'members' && Array.isArray(value)
        ? value.filter((member) => !isLate(member))
        : value,
    ]),
  );
}

/** 409: RFC 7644 §3.7.1, §3.7.3. */
function unresolved(bulkId: string): ScimError {
  return new ScimError({
    status: 409,
    detail: `The resource with bulkId "${quoted(bulkId)}" was not created, so that nothing can refer to it.`,
  });
}

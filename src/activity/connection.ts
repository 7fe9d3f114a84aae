// How far a tenant's connection has come: the first of each kind of request, and which client it is.

import type { Dialect } from './dialect.ts';

/** In the order in which they come. */
export const marks = ['accepted', 'lookedUp', 'userCreated', 'groupCreated'] as const;
export type Mark = (typeof marks)[number];

export interface Connection {
  readonly client: Dialect;
  /** When the first such request came: ISO 8601 UTC; null while there was none. */
  readonly marks: Readonly<Record<Mark, string | null>>;
}

export interface Progress {
  readonly method: string;
  /** Below the tenant's base URL. */
  readonly path: string;
  readonly status: number;
  readonly hasFilter: boolean;
}

/** What a request that was let in says about the connection. */
export function marksOf({ method, path, status, hasFilter }: Progress): readonly Mark[] {
  if (status >= 400) return [];
  const [, collection = '', rest = ''] = /^\/(Users|Groups|Bulk)(\/.*)?$/i.exec(path) ?? [];
  const isLookUp = (method === 'GET' && rest === '' && hasFilter) || rest === '/.search';
  const isUser = collection.toLowerCase() === 'users';
  const creates = method === 'POST' && status === 201;
  return [
    'accepted',
    ...(isLookUp ? (['lookedUp'] as const) : []),
    ...(creates && isUser ? (['userCreated'] as const) : []),
    ...(creates && collection.toLowerCase() === 'groups' ? (['groupCreated'] as const) : []),
  ];
}

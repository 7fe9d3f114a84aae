// A tenant's whole directory as JSON lines: a head, each user and group as a SCIM document, each account as the
// application sees it, and an end that says how many of each there are, so that a file that broke off shows it. Made
// while it is read: never more of it is there than one portion.

import { defaultProjection } from '../scim/resource/projection.ts';
import { groupType, type StoredType } from '../scim/schema/resource-type.ts';
import type { BrowsedAccount } from './browse.ts';
import { represent, representPieces } from './representation.ts';
import type { Found } from './stored.ts';

/** Everything that a tenant has, in portions that fit into memory. Errors of each: whatever storage throws. */
export interface WholeDirectory {
  /** With their groups, in creation order. */
  users(): AsyncIterable<readonly Found[]>;
  /** With their members: of a large group the first ones, and a way to the others. */
  groups(): AsyncIterable<readonly Found[]>;
  /** Those of leavers too, by id. */
  accounts(): AsyncIterable<readonly BrowsedAccount[]>;
}

export interface ExportedTenant {
  readonly slug: string;
  readonly name: string;
  /** The tenant's SCIM base URL. */
  readonly baseUrl: string;
  /** By which the tenant declares users: what it does not declare is left out. */
  readonly userType: StoredType;
}

/** In pieces, which together are the lines. `now`: ISO 8601 UTC. */
export async function* exportLines(
  directory: WholeDirectory,
  { slug, name, baseUrl, userType }: ExportedTenant,
  now: string,
): AsyncGenerator<string> {
  const counts = { users: 0, groups: 0, accounts: 0 };
  yield line({ kind: 'directory', tenant: slug, name, baseUrl, exportedAt: now });
  for await (const users of directory.users()) {
    counts.users += users.length;
    const document = (found: Found) => represent(baseUrl, userType, found, defaultProjection);
    yield users.map((found) => line({ kind: 'user', user: document(found) })).join('');
  }
  for await (const groups of directory.groups()) {
    counts.groups += groups.length;
    for (const found of groups) {
      yield '{"kind":"group","group":';
      yield* representPieces(baseUrl, groupType, found, defaultProjection);
      yield '}\n';
    }
  }
  for await (const accounts of directory.accounts()) {
    counts.accounts += accounts.length;
    yield accounts.map((account) => line({ kind: 'account', account })).join('');
  }
  yield line({ kind: 'end', ...counts });
}

const line = (value: object): string => `${JSON.stringify(value)}\n`;

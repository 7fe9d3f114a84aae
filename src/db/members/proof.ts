// The membership proof: how many members a group has, and an order-free hash of their ids, so that an application
// can compare its own copy without reading the list. Recipe: an id is a UUID of 32 hexadecimal digits; read them as
// four unsigned 32-bit numbers of eight digits each; add up the first numbers of all members, the second ones, and
// so on, each sum modulo 2^32; write the four sums as eight digits each. Nobody has the hash of 32 zeros.
// Ids are random and chosen here, so that their sums are as good as sums of digests (docs/decisions/016), and SQL
// can make them in the batch that changes the members.

import { type SQL, sql } from 'drizzle-orm';

/** The hash of an empty group. */
export const emptyHash = '0'.repeat(32);

/** Whether an id can be one of ours: all are UUIDs in lower case. The proof cannot be made of anything else. */
export const isId = (id: string): boolean => uuid.test(id);

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

const lanes = [0, 1, 2, 3] as const;
const modulus = 2 ** 32;
const mask = sql.raw(String(modulus - 1));

/** JSON5, which SQLite reads, has hexadecimal numbers. */
const number = (digits: SQL): SQL => sql`(('0x' || ${digits}) ->> '$')`;

const piece = (text: SQL, from: number, length: number): SQL =>
  sql`substr(${text}, ${sql.raw(String(from))}, ${sql.raw(String(length))})`;

/** The four numbers of an id. */
export const numbersOfId = (id: SQL): readonly SQL[] => [
  number(piece(id, 1, 8)),
  number(sql`${piece(id, 10, 4)} || ${piece(id, 15, 4)}`),
  number(sql`${piece(id, 20, 4)} || ${piece(id, 25, 4)}`),
  number(piece(id, 29, 8)),
];

/** The four sums of some ids, less those of others: what the hash moves by when all of them come and go. */
export function sumsOf(come: readonly string[], go: readonly string[]): readonly number[] {
  const sums = lanes.map(() => 0);
  const count = (id: string, sign: number) => {
    const digits = id.replaceAll('-', '');
    for (const lane of lanes) {
      sums[lane] =
        ((sums[lane] ?? 0) + sign * Number.parseInt(digits.slice(8 * lane, 8 * lane + 8), 16)) % modulus;
    }
  };
  for (const id of come) count(id, 1);
  for (const id of go) count(id, -1);
  return sums;
}

/** The hash of these sums. */
export function hashOf(sums: readonly number[]): string {
  return sums.map((sum) => ((sum + modulus) % modulus).toString(16).padStart(8, '0')).join('');
}

/** The hash after the four sums moved by so much. `hash`: the one before; `moved`: a number, by lane. */
export function movedHash(hash: SQL, moved: (lane: number) => SQL): SQL {
  const sums = lanes.map((lane) => sql`(${number(piece(hash, 1 + 8 * lane, 8))} + ${moved(lane)}) & ${mask}`);
  return sql`format('%08x%08x%08x%08x', ${sql.join(sums, sql`, `)})`;
}

/** The hash after one member left. */
export function hashWithout(hash: SQL, id: SQL): SQL {
  const numbers = numbersOfId(id);
  return movedHash(hash, (lane) => sql`-${numbers[lane]}`);
}

// The membership proof as an application computes it, by the recipe of docs/decisions/016.

/** 32 hexadecimal digits. */
export function hashOf(ids: readonly string[]): string {
  const lanes = [0, 0, 0, 0];
  for (const id of ids) {
    const digits = id.replaceAll('-', '');
    for (const [lane, sum] of lanes.entries()) {
      lanes[lane] = (sum + Number.parseInt(digits.slice(8 * lane, 8 * lane + 8), 16)) >>> 0;
    }
  }
  return lanes.map((lane) => lane.toString(16).padStart(8, '0')).join('');
}

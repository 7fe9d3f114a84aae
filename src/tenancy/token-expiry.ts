// When administrators are warned that a token is about to expire: while there is time to make another one, and again
// when there is little left.

/** Days before it expires. */
const warningDays = [30, 7, 1] as const;

const dayMilliseconds = 24 * 60 * 60 * 1000;

/** The next warning after `now`, null where none is left or needed. ISO 8601 UTC. */
export function nextWarning(expiresAt: string | null, now: string): string | null {
  if (expiresAt === null) return null;
  const warnings = warningDays.map((days) =>
    new Date(Date.parse(expiresAt) - days * dayMilliseconds).toISOString(),
  );
  return warnings.find((warning) => warning > now) ?? null;
}

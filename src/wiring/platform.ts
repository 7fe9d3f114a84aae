// The platform's ids and clock, as the ports want them.

export const newId = (): string => crypto.randomUUID();

/** ISO 8601 UTC with milliseconds. */
export const now = (): string => new Date().toISOString();

// Giving back what a freeze took: of some frozen accounts, which become active again.

/** An account that a freeze deactivated, and its user as he is now. */
export interface FrozenAccount {
  readonly id: string;
  readonly userId: string;
  /** The user's version; null when he is gone. */
  readonly version: number | null;
  readonly isUserActive: boolean;
}

export interface Thawed {
  /** Whoever may come back, as far as there are seats. */
  readonly back: readonly FrozenAccount[];
  /** Whose user is gone or inactive: the account stays as it is, and frozen no longer. */
  readonly notBack: readonly FrozenAccount[];
  /** For whom there is no seat: the account stays frozen. */
  readonly withoutSeat: readonly FrozenAccount[];
}

/** In their order. `seats`: how many are free; null: any number. */
export function thaw(frozen: readonly FrozenAccount[], seats: number | null): Thawed {
  const mayCome = frozen.filter(({ version, isUserActive }) => version !== null && isUserActive);
  const free = seats === null ? mayCome.length : Math.max(0, seats);
  return {
    back: mayCome.slice(0, free),
    notBack: frozen.filter((account) => !mayCome.includes(account)),
    withoutSeat: mayCome.slice(free),
  };
}

// Who does something by the management API or in the dashboard, by which request, and when: what each change there
// carries along, for the audit and for the versions of settings.

/** `operator` and `portal`: by a session in the dashboard. */
export const actorKinds = ['admin-key', 'api-key', 'operator', 'portal'] as const;

export interface Actor {
  readonly kind: (typeof actorKinds)[number];
  /** Of the key or the session. */
  readonly id: string;
  readonly name: string;
}

/** The deployment's own key has no row, and so no id of its own. */
export const adminActor: Actor = { kind: 'admin-key', id: 'admin-key', name: 'ADMIN_KEY' };

export interface Author {
  readonly actor: Actor;
  readonly requestId: string;
  /** ISO 8601 UTC. */
  readonly now: string;
}

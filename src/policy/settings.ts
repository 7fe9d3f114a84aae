// A tenant's settings: what the administrator may set, checked, and completed by the defaults. Only what was
// set is stored; `null` in a merge patch takes a setting back to its default.

import { z } from 'zod';
import { defaultLeniencies, type Leniencies, leniencyNames } from '../scim/leniency.ts';

const leniency = z
  .strictObject(Object.fromEntries(leniencyNames.map((name) => [name, z.boolean().optional()])))
  .nullable();

/** Roles, and entitlements, of one tenant. */
export const maxCatalogEntries = 1000;
/** Characters of an entry's id, its name and its type. */
export const maxCatalogNameLength = 200;
/** Characters of an entry's description. */
export const maxCatalogDescriptionLength = 1000;
/** Characters of all roles and entitlements of a tenant as JSON. They stand in one row, which D1 ends at 2 MB. */
export const maxCatalogLength = 500_000;

const catalogEntry = {
  id: z.string().min(1).max(maxCatalogNameLength),
  displayName: z.string().min(1).max(maxCatalogNameLength),
  description: z.string().max(maxCatalogDescriptionLength).optional(),
};

const idsTwice = 'each must have an id of its own';

function haveOwnIds(entries: readonly { readonly id: string }[]): boolean {
  return new Set(entries.map(({ id }) => id)).size === entries.length;
}

/** Every key with its default. Unknown keys are refused. */
export const settingsSchema = z.strictObject({
  /** Off: SCIM answers 403 and keeps everything. */
  enabled: z.boolean().default(true),
  /** What Okta's entitlement apps discover (`/Roles`, `/Entitlements`). */
  appRoles: z
    .array(z.strictObject(catalogEntry))
    .max(maxCatalogEntries)
    .refine(haveOwnIds, idsTwice)
    .default([]),
  entitlements: z
    .array(z.strictObject({ ...catalogEntry, type: z.string().max(maxCatalogNameLength).optional() }))
    .max(maxCatalogEntries)
    .refine(haveOwnIds, idsTwice)
    .default([]),
  groups: z
    .strictObject({
      /** Whether two groups may have the same name. Asked by the database as it writes (`db/guards`). */
      duplicateNames: z.boolean().default(false),
    })
    .prefault({}),
  /** Leniencies switched on or off by name; those not named are as they are by default (`scim/leniency`). */
  leniency: leniency.default(null),
});

export type Settings = z.output<typeof settingsSchema>;

/** What of it is stored: an object without defaults. */
export const storedSettingsSchema = settingsSchema
  .partial()
  .refine(
    ({ appRoles = [], entitlements = [] }) =>
      JSON.stringify([appRoles, entitlements]).length <= maxCatalogLength,
    `appRoles and entitlements together may have ${maxCatalogLength} characters as JSON`,
  );

/** The settings in force, from what is stored. */
export function settingsOf(stored: unknown): Settings {
  return settingsSchema.parse(stored);
}

/** The clients' habits that this tenant honours. */
export function leniencyOf(settings: Settings): Leniencies {
  const chosen = settings.leniency ?? {};
  return new Set(leniencyNames.filter((name) => chosen[name] ?? defaultLeniencies.has(name)));
}

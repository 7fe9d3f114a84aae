// A tenant's settings: what the administrator may set, checked, and completed by the defaults. Only what was
// set is stored; `null` in a merge patch takes a setting back to its default. What the single settings of a
// policy look like is `shapes`', what they mean is `policy`'s.

import { z } from 'zod';
import { defaultLeniencies, type Leniencies, leniencyNames } from '../scim/leniency.ts';
import { incoherences } from './coherence.ts';
import { maxSettingsLength } from './limits.ts';
import { policyShape } from './shapes.ts';

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
const shape = z.strictObject({
  enabled: z
    .boolean()
    .default(true)
    .describe('Off: SCIM answers 403 and keeps everything. Turned on, what was frozen is given back.'),
  ...policyShape,
  appRoles: z
    .array(z.strictObject(catalogEntry))
    .max(maxCatalogEntries)
    .refine(haveOwnIds, idsTwice)
    .default([])
    .describe("What Okta's entitlement apps discover as `/Roles`."),
  entitlements: z
    .array(z.strictObject({ ...catalogEntry, type: z.string().max(maxCatalogNameLength).optional() }))
    .max(maxCatalogEntries)
    .refine(haveOwnIds, idsTwice)
    .default([])
    .describe("What Okta's entitlement apps discover as `/Entitlements`."),
  groups: z
    .strictObject({
      /** Asked by the database as it writes (`db/guards`). */
      duplicateNames: z.boolean().default(false).describe('Whether two groups may have the same name.'),
    })
    .prefault({}),
  leniency: leniency
    .default(null)
    .describe(
      'Habits of identity providers, honoured or not by name; those not named are as they are by default.',
    ),
});

export type Settings = z.output<typeof shape>;

/** All settings, those that were left out by their defaults; refuses what contradicts itself. */
export const settingsSchema = shape.superRefine(refuseIncoherence);

/** What of it is stored: an object without defaults. */
export const storedSettingsSchema = shape
  .partial()
  .refine(
    ({ appRoles = [], entitlements = [] }) =>
      JSON.stringify([appRoles, entitlements]).length <= maxCatalogLength,
    `appRoles and entitlements together may have ${maxCatalogLength} characters as JSON`,
  )
  .refine(
    (stored) => JSON.stringify(stored).length <= maxSettingsLength,
    `The settings together may have ${maxSettingsLength} characters as JSON`,
  )
  .superRefine(refuseIncoherence);

/** The settings in force, from what is stored: it was checked as a whole when it was written. */
export function settingsOf(stored: unknown): Settings {
  return shape.parse(stored);
}

/** What each value is by itself comes first. */
function refuseIncoherence(stored: unknown, context: z.RefinementCtx): void {
  if (context.issues.length > 0) return;
  for (const { path, message } of incoherences(shape.parse(stored))) {
    context.addIssue({ code: 'custom', path: [...path], message });
  }
}

/** The clients' habits that this tenant honours. */
export function leniencyOf(settings: Settings): Leniencies {
  const chosen = settings.leniency ?? {};
  return new Set(leniencyNames.filter((name) => chosen[name] ?? defaultLeniencies.has(name)));
}

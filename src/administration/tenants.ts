// Making a tenant, with the settings of a product or with the defaults.

import { z } from 'zod';
import { blueprintNames, blueprints } from '../policy/blueprints.ts';
import type { Author } from '../tenancy/author.ts';
import { slugSchema, type TenantStore } from '../tenancy/tenant.ts';
import { maxNameLength } from './limits.ts';

export const newTenant = z.strictObject({
  slug: slugSchema,
  name: z.string().trim().min(1).max(maxNameLength),
  blueprint: z
    .enum(blueprintNames)
    .optional()
    .describe("The product that it begins as: its settings become the tenant's."),
});

export interface TenantPorts {
  readonly tenants: Pick<TenantStore, 'insert'>;
  readonly newId: () => string;
}

/** False when the slug is taken, be it by a tenant that is being erased. Errors: `DeadKey`. */
export function makeTenant(
  ports: TenantPorts,
  { slug, name, blueprint }: z.output<typeof newTenant>,
  author: Author,
): Promise<boolean> {
  const tenant = {
    id: ports.newId(),
    slug,
    name,
    epoch: ports.newId(),
    ...(blueprint && { blueprint: { name: blueprint, settings: blueprints[blueprint] } }),
  };
  return ports.tenants.insert(tenant, author);
}

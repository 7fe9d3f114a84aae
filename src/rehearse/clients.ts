// Every client that can be rehearsed, in the order of the checklist.

import type { Client } from './client.ts';
import { entra } from './entra/client.ts';
import { oktaCatalog } from './okta/catalog.ts';
import { oktaCustom } from './okta/custom.ts';

/** The registry: a new client is added here. */
export const clients: readonly Client[] = [oktaCustom, oktaCatalog, entra];

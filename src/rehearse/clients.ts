// Every client that can be rehearsed, in the order of the checklist.

import type { Client } from './client.ts';
import { entra } from './entra/client.ts';
import { jumpCloud } from './jumpcloud/client.ts';
import { oktaCatalog } from './okta/catalog.ts';
import { oktaCustom } from './okta/custom.ts';
import { oneLogin } from './onelogin/client.ts';
import { rfc } from './rfc/client.ts';

/** The registry: a new client is added here. */
export const clients: readonly Client[] = [oktaCustom, oktaCatalog, entra, jumpCloud, oneLogin, rfc];

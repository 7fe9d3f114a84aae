// Work that is decided by a tenant's settings, and begun anew when they change while it is under way.

import { StaleSettings } from './store.ts';

/** How often. */
const maxRenewals = 10;

/** What the work comes to; `contended` where the settings changed each time. It reads them itself, and afresh. */
export async function renewed<T>(work: () => Promise<T>): Promise<T | 'contended'> {
  for (let attempt = 1; attempt <= maxRenewals; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof StaleSettings)) throw error;
    }
  }
  return 'contended';
}

// A tenant's settings as the document of the API shows them: those in force, and what a patch of them may hold.

import { settingsSchema, storedSettingsSchema } from '../policy/settings.ts';

/** Settings in force. */
export const shownSettings = settingsSchema.meta({
  id: 'Settings',
  description: 'The settings in force: those that were not set, by their defaults.',
});

/** A merge patch: what it comes to is checked once it is merged. */
export const settingsPatch = { id: 'SettingsPatch', mergePatchOf: storedSettingsSchema };

// The products that a tenant can begin as: each a file of settings in `blueprints/`. That they are valid settings is
// proved by a test, not asked again.

import cloudBackup from '../../blueprints/cloud-backup.json';
import endpointBackup from '../../blueprints/endpoint-backup.json';
import fileSharing from '../../blueprints/file-sharing.json';
import lowCode from '../../blueprints/low-code.json';
import objectStorage from '../../blueprints/object-storage.json';

export const blueprintNames = [
  'object-storage',
  'low-code',
  'endpoint-backup',
  'file-sharing',
  'cloud-backup',
] as const;

export type BlueprintName = (typeof blueprintNames)[number];

/** Settings as they are stored: without defaults. */
export const blueprints: Readonly<Record<BlueprintName, Readonly<Record<string, unknown>>>> = {
  'object-storage': objectStorage,
  'low-code': lowCode,
  'endpoint-backup': endpointBackup,
  'file-sharing': fileSharing,
  'cloud-backup': cloudBackup,
};

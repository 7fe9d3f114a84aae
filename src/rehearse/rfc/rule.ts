// The protocol's assertions as steps: each with the rule that it asserts, and, for what a server may leave out, with
// the feature that it must advertise first. What is advertised is read in `discovery.ts`.

import type { Step } from '../client.ts';
import { at } from '../json.ts';
import type { Stage } from '../stage.ts';

/** What a server may leave out, as `/ServiceProviderConfig` names it; extensions are read from `/ResourceTypes`. */
export type Feature = 'patch' | 'bulk' | 'filter' | 'sort' | 'etag' | 'cursor' | 'enterprise';

/** What the stage keeps the advertised features under. */
export const FEATURES = 'service provider configuration';

/** What the stage keeps under the enterprise extension's presence. */
export const EXTENSIONS = 'resource types';

/** A step that asserts one rule, named with its section. */
export function rule(name: string, wanted: string, play: (stage: Stage) => Promise<void>): Step {
  return { name, rule: wanted, play };
}

/** The steps, each of them only where the server advertises all of the features. */
export function where(features: readonly Feature[], steps: readonly Step[]): readonly Step[] {
  return steps.map((step) => ({
    ...step,
    play: async (stage) => {
      const missing = features.filter((feature) => !isOffered(stage, feature));
      if (missing.length === 0) await step.play(stage);
      else stage.remark(`not offered: ${missing.join(', ')}`);
    },
  }));
}

/** Whether the server advertises the feature. Throws `NotTried` when what it advertises could not be read. */
export function isOffered(stage: Stage, feature: Feature): boolean {
  return stage.recallAll(feature === 'enterprise' ? EXTENSIONS : FEATURES).includes(feature);
}

/** A number that the server advertises as `bulk.maxOperations` and the like. */
export function advertised(stage: Stage, ...path: readonly string[]): number {
  const found = at(JSON.parse(stage.recall('whole configuration')), ...path);
  return typeof found === 'number' ? found : 0;
}

// What a page says instead of itself: why not, and what to do. Thrown by doors and pages, shown by `app`.

import type { SettingsOutcome } from '../administration/settings.ts';

export class Refusal extends Error {
  readonly status: 400 | 403 | 404 | 410 | 413 | 415 | 429 | 503;
  readonly heading: string;
  /** Where to go from here. */
  readonly link: { readonly href: string; readonly text: string } | undefined;
  constructor(status: Refusal['status'], heading: string, advice: string, link?: Refusal['link']) {
    super(advice);
    this.name = 'Refusal';
    this.status = status;
    this.heading = heading;
    this.link = link;
  }
}

/** Of pages, tenants and objects that are not there, and of those that are another's: all the same. */
export const notFound = (): Refusal =>
  new Refusal(
    404,
    'There is no such page',
    'The address may be mistyped, or what was here has been deleted.',
    { href: '/dashboard', text: 'Back to the start' },
  );

export const viewerMayNot = (): Refusal =>
  new Refusal(
    403,
    'You can look, but not change anything',
    'You entered as a viewer. Ask whoever sent you the link for one that makes you an administrator. Nothing was changed.',
  );

/** Of a form that comes from elsewhere, or from a session that has ended. */
export const foreignForm = (): Refusal =>
  new Refusal(
    403,
    'This form cannot be used any more',
    'It was not sent from a page of your present visit. Open the page again and repeat what you did. Nothing was changed.',
    { href: '/dashboard', text: 'Back to the start' },
  );

/** Of settings that could not be saved although each of the form's values is right by itself. */
export function settingsRefusal(
  outcome: Exclude<SettingsOutcome, { readonly kind: 'saved' | 'missing' }>,
): Refusal {
  if (outcome.kind === 'overtaken') {
    return new Refusal(
      503,
      'Others are changing the settings just now',
      'Go back, look at what they are now, and try again. Nothing was changed.',
    );
  }
  const reasons = outcome.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  return new Refusal(400, 'The settings do not go together', `${reasons.join(' ')} Nothing was changed.`);
}

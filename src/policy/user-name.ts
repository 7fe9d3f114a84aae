// What a tenant asks of user names: signs that are replaced, names that are refused, names that stay. The name as
// it was sent is remembered beside the stored one, so that an identity provider finds the user by either.

import { invalidValue, mutability, quoted, ScimError } from '../scim/error.ts';
import { fold } from '../scim/fold.ts';
import { maxKeyLength } from '../scim/limits.ts';
import { compilePattern, type Pattern } from './pattern.ts';
import type { UserNameSettings } from './shapes.ts';

export interface UserName {
  /** As it is stored. */
  readonly stored: string;
  /** As it was sent, folded. */
  readonly sent: string;
}

export interface UserNameRules extends UserNameSettings {
  /** `allowedPattern`, compiled. */
  readonly pattern: Pattern | undefined;
}

export function nameRulesOf(settings: UserNameSettings): UserNameRules {
  const { allowedPattern } = settings;
  return { ...settings, pattern: allowedPattern === null ? undefined : compilePattern(allowedPattern) };
}

/** Whether a new user may have this name, and in these very signs. */
export function takesName(rules: UserNameRules, name: string): boolean {
  try {
    return nameFor(rules, name, undefined).stored === name;
  } catch (error) {
    if (error instanceof ScimError) return false;
    throw error;
  }
}

/**
 * The name that a user gets. A client that echoes the stored name means no change, also where later rules would
 * have refused it. Throws 400 `invalidValue` for a name that is not allowed, 400 `mutability` for a change that is not.
 */
export function nameFor(rules: UserNameRules, sent: string, previous: UserName | undefined): UserName {
  if (previous && sent === previous.stored) return previous;
  const stored = replaced(rules, sent);
  const isEcho = previous !== undefined && fold(sent) === fold(previous.stored);
  const name = { stored, sent: isEcho ? previous.sent : fold(sent) };
  if (previous && !rules.changeable) {
    if (!isEcho && fold(stored) !== fold(previous.stored)) throw unchangeable(previous.stored, sent);
    return { ...name, stored: previous.stored };
  }
  if (stored !== previous?.stored) requireAllowed(rules, stored);
  return name;
}

function replaced({ replace }: UserNameRules, name: string): string {
  if (!replace) return name;
  const signs = new Set(replace.characters);
  return Array.from(name, (sign) => (signs.has(sign) ? replace.with : sign)).join('');
}

function requireAllowed({ emailAllowed, allowedPattern, pattern }: UserNameRules, name: string): void {
  if (name.trim() === '') throw invalidValue('"userName" is required and must not be empty.');
  if (name.length > maxKeyLength) {
    throw invalidValue(`"userName" has ${name.length} characters; ${maxKeyLength} are allowed.`);
  }
  // Folded, so that a wide "＠" is one as well.
  if (!emailAllowed && fold(name).includes('@')) {
    throw invalidValue(
      `"userName" is "${quoted(name)}", but user names of this application are not e-mail addresses. Map userName to the part before the "@" in the identity provider.`,
    );
  }
  if (pattern && !pattern.matches(name)) {
    throw invalidValue(
      `"userName" is "${quoted(name)}", but user names of this application match ${quoted(allowedPattern ?? '')} as a whole. Change what is mapped to userName in the identity provider.`,
    );
  }
}

function unchangeable(stored: string, sent: string) {
  return mutability(
    `"userName" is "${quoted(stored)}" and cannot be changed to "${quoted(sent)}"; nothing was changed. Set it back in the identity provider, or create a new user.`,
  );
}

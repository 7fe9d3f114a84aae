// Plays one client's steps, one after another, and returns a line for each. A step that fails ends itself only;
// whatever was made is deleted at the end.

import { cleanUp } from './cleanup.ts';
import type { Client, Step } from './client.ts';
import { Unmet } from './expect.ts';
import type { Check, Report } from './report.ts';
import { createStage, NoAnswer, NotTried, type Stage, type Target } from './stage.ts';

/** What came of one step. */
export interface Outcome {
  readonly check: Check;
  /** False when the server did not answer at all. */
  readonly hadAnswer: boolean;
  readonly requests: number;
  /** What a step that passes has to say. */
  readonly remarks: readonly string[];
  /** Why the server refused what had to be taken, in its own words. */
  readonly refusal?: string | undefined;
  /** Not tried, because an earlier step failed. */
  readonly isSkipped: boolean;
}

/** So many steps in a row without any answer, and the rest is not tried. */
const SILENT_STEPS = 2;

/** What the one who asks for a rehearsal may want to see or say while it runs. */
export interface Watcher {
  /** Called with each line as soon as it is known. */
  readonly onCheck?: (check: Check) => void;
  /** Asked before each step; once true, only the clean-up remains. */
  readonly isStopped?: () => boolean;
}

/** Plays the client's requests against the target. Never rejects because of what the server does. */
export async function rehearse(client: Client, target: Target, watcher: Watcher = {}): Promise<Report> {
  const stage = createStage(client, target);
  const checks: Check[] = [];
  const add = (check: Check) => {
    checks.push(check);
    watcher.onCheck?.(check);
  };
  let silent = 0;
  for (const step of client.steps) {
    if (watcher.isStopped?.() === true) add(notTried(step, 'the rehearsal was stopped'));
    else if (silent >= SILENT_STEPS) add(notTried(step, 'the server does not answer'));
    else {
      const { check, hadAnswer } = await playStep(step, stage);
      silent = hadAnswer ? 0 : silent + 1;
      add(check);
    }
  }
  add(await cleanUp(stage));
  return { client: client.name, checks };
}

/** Plays one step. Never rejects because of what the server does. */
export async function playStep(step: Step, stage: Stage): Promise<Outcome> {
  const { name } = step;
  stage.takeLines();
  stage.takeRemarks();
  stage.takeSent();
  try {
    await step.play(stage);
    const remarks = stage.takeRemarks();
    const lines = stage.takeLines();
    const detail = [...remarks, summary(lines)].filter(Boolean).join('; ');
    const check = { name, ok: true, detail };
    return { check, hadAnswer: true, requests: lines.length, remarks, isSkipped: false };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const lines = stage.takeLines();
    const isUnmet = error instanceof Unmet;
    const detail = `${message}${precedingChange(message, lines)}${isUnmet ? broken(step, stage.takeSent()) : ''}`;
    return {
      check: { name, ok: false, detail },
      hadAnswer: !(error instanceof NoAnswer),
      requests: lines.length,
      remarks: [],
      refusal: isUnmet ? error.refusal : undefined,
      isSkipped: error instanceof NotTried,
    };
  }
}

function notTried(step: Step, reason: string): Check {
  return { name: step.name, ok: false, detail: new NotTried(reason).message };
}

/** What was sent and what is wanted, for a step that asserts a rule. */
function broken({ rule }: Step, sent: string | undefined): string {
  if (rule === undefined) return '';
  return `${sent === undefined ? '' : `. Sent: ${sent}`}. Wanted: ${rule}`;
}

/** A wrong state shows itself when it is read; what was changed just before is then the thing to look at. */
function precedingChange(message: string, lines: readonly string[]): string {
  const [change, reading] = lines.slice(-2);
  const isAboutReading = reading?.startsWith('GET ') === true && message.includes(reading);
  return isAboutReading && change?.startsWith('GET ') === false ? ` (read after ${change})` : '';
}

function summary(lines: readonly string[]): string {
  const last = lines.at(-1) ?? '';
  return lines.length > 1 ? `${lines.length} requests, the last: ${last}` : last;
}

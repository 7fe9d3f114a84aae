// Before the browser tests: the Worker as `npm run serve` serves it, once for all files, and a Chromium, where one can be
// had. Without one each of them fails, and says so.

import type { TestProject } from 'vitest/node';
import { installChromium } from '../../scripts/local/browser.ts';
import type { Connection } from '../../scripts/local/connection.ts';
import { cleanUp, connectionIn, freePort, newFolder, npm } from '../commands/command.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    readonly connection: Connection;
  }
}

/** Characters of what a server said that has ended. */
const shownOutputLength = 2000;

export async function setup(project: TestProject): Promise<() => void> {
  installChromium();
  const folder = newFolder();
  const command = npm(['run', 'serve'], { PORT: String(await freePort()), ROLLCALL_STATE: folder });
  const connection = await connectionIn(folder, command);
  let isOver = false;
  void command.exitCode.then(() => {
    if (!isOver) console.error(`The server has ended: ${command.output().slice(-shownOutputLength)}`);
  });
  project.provide('connection', connection);
  return () => {
    isOver = true;
    cleanUp();
  };
}

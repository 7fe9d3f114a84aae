// `npm run check`: what can be said about the code without running it, in seconds.

import { runSteps } from './checks/run.ts';
import { architecture, steps } from './checks/steps.ts';

const { failed } = await runSteps([...steps, architecture]);
process.exitCode = failed > 0 ? 1 : 0;

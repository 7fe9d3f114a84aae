// What a command cannot do and can explain: its message is printed without a stack, and the exit code is 1.

export class Failure extends Error {}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

// CPU time of a server's workerd, as Linux accounts for it: steadier than the clock on a machine that is doing
// other things too. Elsewhere it is not known.

import { readdirSync, readFileSync } from 'node:fs';

/** Linux counts in hundredths of a second, whatever the machine. */
const ticksPerSecond = 100;

/** The workerd processes below this one, by process id. */
export function workerdProcesses(): readonly number[] {
  const all = new Map(processes().map((each) => [each.id, each]));
  const isBelow = (id: number): boolean => {
    const parent = all.get(id)?.parent;
    return parent !== undefined && (parent === process.pid || isBelow(parent));
  };
  return [...all.values()].filter(({ id, name }) => name === 'workerd' && isBelow(id)).map(({ id }) => id);
}

/** Seconds since the process began. */
export function cpuSecondsOf(id: number): number | undefined {
  const stat = statOf(String(id));
  return stat && (Number(stat.fields[11]) + Number(stat.fields[12])) / ticksPerSecond;
}

function processes(): readonly { readonly id: number; readonly parent: number; readonly name: string }[] {
  return readFolder('/proc').flatMap((id) => {
    const stat = /^\d+$/.test(id) ? statOf(id) : undefined;
    return stat ? [{ id: Number(id), parent: Number(stat.fields[1]), name: stat.name }] : [];
  });
}

/** The fields after the name, which stands in brackets and may hold spaces. */
function statOf(id: string): { readonly name: string; readonly fields: readonly string[] } | undefined {
  try {
    const text = readFileSync(`/proc/${id}/stat`, 'utf8');
    const close = text.lastIndexOf(')');
    return { name: text.slice(text.indexOf('(') + 1, close), fields: text.slice(close + 2).split(' ') };
  } catch {
    return undefined;
  }
}

function readFolder(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

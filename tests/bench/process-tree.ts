import { readdirSync, readFileSync } from 'node:fs';

/** A process and all it started, itself first. Linux only. */
export const processTree = (root: number): number[] => {
  const children = new Map<number, number[]>();
  for (const name of readdirSync('/proc')) {
    const pid = Number(name);
    if (!Number.isInteger(pid)) continue;
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
      children.set(parent, [...(children.get(parent) ?? []), pid]);
    } catch {
      // The process ended between the listing and the reading.
    }
  }
  const found: number[] = [];
  for (const waiting = [root]; waiting.length > 0; ) {
    const pid = waiting.pop()!;
    found.push(pid);
    waiting.push(...(children.get(pid) ?? []));
  }
  return found;
};

/** Memory of a process and all it started, MB: proportional set size, so that shared pages count once. Linux only. */
export const treeMemory = (root: number): number => {
  let total = 0;
  for (const pid of processTree(root)) {
    try {
      const pss = /^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'));
      total += Number(pss?.[1] ?? 0) / 1024;
    } catch {
      // The process ended between the listing and the reading.
    }
  }
  return total;
};

/** Processor time of a process and all it started so far, those included that have ended. Seconds. Linux only. */
export const treeProcessor = (root: number): number => {
  let total = 0;
  for (const pid of processTree(root)) {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      // Its own time, and that of what it started and waited for; hundredths of a second.
      total += fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0) / 100;
    } catch {
      // As above.
    }
  }
  return total;
};

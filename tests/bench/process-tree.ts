import { readdirSync, readFileSync } from 'node:fs';

/** Memory of a process and all it started, MB: proportional set size, so that shared pages count once. Linux only. */
export const treeMemory = (root: number): number => {
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
  let total = 0;
  for (const waiting = [root]; waiting.length > 0; ) {
    const pid = waiting.pop()!;
    waiting.push(...(children.get(pid) ?? []));
    try {
      const pss = /^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'));
      total += Number(pss?.[1] ?? 0) / 1024;
    } catch {
      // As above.
    }
  }
  return total;
};

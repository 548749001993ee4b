import { type Frames, frames, LAYER_ROLES, type LayerRole, type SessionSettings } from '../model/index.ts';
import type { Need } from './cuelist-needs.ts';

/** Sound that is held, or for which room is held. */
export interface Resident {
  readonly key: string;
  readonly role: LayerRole;
  /** Room that it holds: decoded and unplayed sound never exceeds it. */
  readonly reserved: Frames;
  /** `head`: opened for a cue that is to come; `playing`: its cue has been fired; `kept`: a head for repeats. */
  readonly state: 'head' | 'playing' | 'kept';
  /** When it was used last: what was not used for longest goes first. */
  readonly usedAt: Frames;
}

/** What to do now. Evictions come before what they make room for. */
export type Load =
  | { readonly kind: 'open'; readonly need: Need; readonly room: Frames }
  /** A head that found little room when it was opened may hold `room` in all now. */
  | { readonly kind: 'grow'; readonly key: string; readonly room: Frames }
  | { readonly kind: 'evict'; readonly key: string }
  | { readonly kind: 'defer'; readonly need: Need; readonly reason: 'buffer limit' };

/** Less than this, or than the whole sound, is no head: it would run dry before it is refilled. 250 ms. */
export const LEAST_HEAD = 12_000;

/** A head grows by no less: 100 ms. */
const LEAST_GROWTH = 4_800;

/**
 * What to open and to evict, as a pure function of what is needed (soonest first), what is held and the budget. Sound of
 * cues that are not needed any more goes; kept heads go when there is need of their room; a later cue gives way to a
 * sooner one; a playing sound never gives way. What finds no room is deferred: it is asked for again
 * each time. What found little grows when there is more.
 */
export const nextLoads = (
  needs: readonly Need[],
  residents: readonly Resident[],
  settings: SessionSettings,
): Load[] => {
  const loads: Load[] = [];
  const held = new Map(residents.map((resident) => [resident.key, resident]));
  const rank = new Map(needs.map(({ key }, place) => [key, place]));
  const evict = (key: string): void => {
    held.delete(key);
    loads.push({ kind: 'evict', key });
  };

  for (const { key, state } of residents) if (state === 'head' && !rank.has(key)) evict(key);
  for (const key of overBudget(held, rank, settings)) evict(key);
  const wanted = shares(needs, settings);
  for (const [place, need] of needs.entries()) {
    const there = held.get(need.key);
    if (there !== undefined) {
      const grown = Math.min(wanted.get(need.key)!, there.reserved + roomFor(need.role, held.values(), settings));
      if (there.state !== 'head' || grown < there.reserved + LEAST_GROWTH) continue;
      held.set(need.key, { ...there, reserved: frames(grown) });
      loads.push({ kind: 'grow', key: need.key, room: frames(grown) });
      continue;
    }
    const most = wanted.get(need.key)!;
    const least = Math.min(most, LEAST_HEAD);
    const later = [...held.values()]
      .filter(({ key, state }) => state === 'head' && rank.get(key)! > place)
      .sort((a, b) => rank.get(b.key)! - rank.get(a.key)!);
    const kept = [...held.values()].filter(({ state }) => state === 'kept').sort((a, b) => a.usedAt - b.usedAt);
    const room = (): number => roomFor(need.role, held.values(), settings);
    // Kept heads lie in nobody's role: they only make room in all.
    for (const { key } of kept)
      if (room() < most && roomInRole(need.role, held.values(), settings) > room()) evict(key);
    const pushed: Resident[] = [];
    for (const resident of later) {
      const { key, role } = resident;
      if (room() >= least) break;
      const inRole = roomInRole(need.role, held.values(), settings);
      if (role !== need.role && inRole < least) continue;
      held.delete(key);
      pushed.push(resident);
    }
    const granted = Math.min(most, room());
    if (granted > 0 && granted >= least) {
      for (const { key } of pushed) loads.push({ kind: 'evict', key });
      const resident = {
        key: need.key,
        role: need.role,
        reserved: frames(granted),
        state: 'head' as const,
        usedAt: frames(0),
      };
      held.set(need.key, resident);
      loads.push({ kind: 'open', need, room: resident.reserved });
    } else {
      for (const each of pushed) held.set(each.key, each);
      loads.push({ kind: 'defer', need, reason: 'buffer limit' });
    }
  }
  return loads;
};

/** What goes where the budget was lowered: kept heads, then what is needed last. */
const overBudget = (
  held: ReadonlyMap<string, Resident>,
  rank: ReadonlyMap<string, number>,
  settings: SessionSettings,
): string[] => {
  const staying = new Map(held);
  const gone: string[] = [];
  const all = [...held.values()];
  const isOverAny =
    sumOf(all, () => true) > settings.maxBufferTotal ||
    LAYER_ROLES.some((role) => roomInRole(role, all, settings) < 0) ||
    all.filter(({ state }) => state === 'kept').length > settings.keptHeads;
  if (!isOverAny) return gone;
  const kept = [...held.values()].filter(({ state }) => state === 'kept').sort((a, b) => a.usedAt - b.usedAt);
  const heads = [...held.values()]
    .filter(({ state }) => state === 'head')
    .sort((a, b) => rank.get(b.key)! - rank.get(a.key)!);
  for (const { key, role, state } of [...kept, ...heads]) {
    const inAll = settings.maxBufferTotal - sumOf(staying.values(), () => true);
    const inRole = state === 'kept' ? 0 : roomInRole(role, staying.values(), settings);
    const isOver = inAll < 0 || inRole < 0;
    const count = [...staying.values()].filter((each) => each.state === 'kept').length;
    if (!isOver && !(state === 'kept' && count > settings.keptHeads)) continue;
    staying.delete(key);
    gone.push(key);
  }
  return gone;
};

const sumOf = (residents: Iterable<Resident>, counts: (resident: Resident) => boolean): number => {
  let sum = 0;
  for (const resident of residents) if (counts(resident)) sum += resident.reserved;
  return sum;
};

/** Room in a role, whatever the other roles hold. Frames. */
export const roomInRole = (role: LayerRole, residents: Iterable<Resident>, { maxBuffer }: SessionSettings): number =>
  maxBuffer[role] - sumOf(residents, (each) => each.state !== 'kept' && each.role === role);

/** Room for a sound of a role, in its role and in all. Frames; may be negative where settings were lowered. */
export const roomFor = (role: LayerRole, residents: Iterable<Resident>, settings: SessionSettings): number => {
  const all = [...residents];
  return Math.min(roomInRole(role, all, settings), settings.maxBufferTotal - sumOf(all, () => true));
};

/** How much of the budget each need asks for: layers of one cue share what their roles, and all roles, have. */
const shares = (needs: readonly Need[], { maxBuffer, maxBufferTotal }: SessionSettings): Map<string, number> => {
  const wanted = new Map<string, number>();
  for (const cue of new Set(needs.map((need) => need.cue))) {
    const ofCue = needs.filter((need) => need.cue === cue);
    for (const role of LAYER_ROLES) {
      let room: number = maxBuffer[role];
      const sorted = ofCue
        .filter((need) => need.role === role)
        .sort((a, b) => (a.length ?? Infinity) - (b.length ?? Infinity));
      sorted.forEach((need, place) => {
        const share = Math.min(need.length ?? Number.POSITIVE_INFINITY, Math.floor(room / (sorted.length - place)));
        wanted.set(need.key, share);
        room -= share;
      });
    }
    const sum = ofCue.reduce((total, { key }) => total + wanted.get(key)!, 0);
    if (sum <= maxBufferTotal) continue;
    for (const { key } of ofCue) {
      const want = wanted.get(key)!;
      wanted.set(key, Math.max(Math.floor((want * maxBufferTotal) / sum), Math.min(want, LEAST_HEAD)));
    }
  }
  return wanted;
};

import { impliedKind } from './cuelist-checks.ts';
import type { CuePlace } from './cuelist-edit.ts';
import { everyCue, type NamedCue } from './cuelist-ids.ts';
import type { CuelistDocument } from './cuelist-schema.ts';
import { nextIds, refuse } from './edit-draft.ts';
import { describeValue } from './problem.ts';

/** A cuelist while edits are done to it: a copy of its own, changed in place, in which every cue has an id. */
export interface CuelistDraft {
  readonly document: CuelistDocument;
}

/** Where a cue is. */
export interface PlacedCue {
  readonly cue: NamedCue;
  /** What it stands in: the list's own cues, or a group's. */
  readonly siblings: NamedCue[];
  /** The group it is in; null: the list itself. */
  readonly group: PlacedCue | null;
}

/** Every cue by its id, in the order of the list: groups before what they hold. */
export const placesIn = ({ document }: CuelistDraft): ReadonlyMap<string, PlacedCue> => {
  const places = new Map<string, PlacedCue>();
  const walk = (siblings: NamedCue[], group: PlacedCue | null): void => {
    for (const cue of siblings) {
      const place = { cue, siblings, group };
      places.set(cue.id, place);
      if (cue.cues) walk(cue.cues as NamedCue[], place);
    }
  };
  walk(document.cues as NamedCue[], null);
  return places;
};

/** The cue of this id; refuses the edit where there is none. */
export const findCue = (places: ReadonlyMap<string, PlacedCue>, id: string): PlacedCue =>
  places.get(id) ?? refuse(`the id of a cue, got ${describeValue(id)}, which names none`, { id });

/** The cues of these ids in the order of the list, without those that come along in a group. */
export const outermost = (places: ReadonlyMap<string, PlacedCue>, ids: readonly string[]): PlacedCue[] => {
  const wanted = new Set(ids);
  for (const id of wanted) findCue(places, id);
  const comesAlong = ({ group }: PlacedCue): boolean =>
    group !== null && (wanted.has(group.cue.id) || comesAlong(group));
  return [...places.values()].filter((place) => wanted.has(place.cue.id) && !comesAlong(place));
};

/** Whether a cue is one of these, or in one of them. */
export const isWithin = (place: PlacedCue | null, cues: readonly PlacedCue[]): boolean =>
  place !== null && (cues.some(({ cue }) => cue === place.cue) || isWithin(place.group, cues));

/** Where cues go: a list, and the cue of it that comes after them; null: its end. */
export interface Spot {
  readonly siblings: NamedCue[];
  readonly before: NamedCue | null;
}

/** `leaving`: cues that will not be there any more. */
export const spotOf = (draft: CuelistDraft, to: CuePlace, leaving: readonly PlacedCue[] = []): Spot => {
  const places = placesIn(draft);
  const group = to.group === null ? null : findCue(places, to.group);
  if (group && impliedKind(group.cue) !== 'group')
    refuse(`a group for cues to go into, got “${nameOfCue(group.cue)}”, which is none`, { id: to.group });
  if (isWithin(group, leaving)) refuse(`a place outside of “${nameOfCue(group!.cue)}”, which is itself moved`, to);
  const siblings = (group ? group.cue.cues : draft.document.cues) as NamedCue[];
  if (to.before === null) return { siblings, before: null };
  const at = siblings.indexOf(findCue(places, to.before).cue);
  if (at < 0) {
    const where = group ? `of “${nameOfCue(group.cue)}”` : 'of the list itself, outside of every group';
    refuse(`a cue ${where} to go before, got “${nameOfCue(findCue(places, to.before).cue)}”`, to);
  }
  return { siblings, before: siblings.slice(at).find((cue) => leaving.every((place) => place.cue !== cue)) ?? null };
};

/** Puts cues there. Nothing else may have come between since the spot was found. */
export const insertAt = ({ siblings, before }: Spot, cues: readonly NamedCue[]): void => {
  siblings.splice(before === null ? siblings.length : siblings.indexOf(before), 0, ...cues);
};

export const takeOut = (cues: readonly PlacedCue[]): void => {
  for (const { cue, siblings } of cues) siblings.splice(siblings.indexOf(cue), 1);
};

/** A group that is left with nothing in it goes with its last cue, and the one around it too. */
export const dropEmptied = (left: readonly PlacedCue[]): void => {
  for (const { group } of left) {
    for (let emptied = group; emptied !== null && emptied.cue.cues?.length === 0; emptied = emptied.group)
      if (emptied.siblings.includes(emptied.cue)) takeOut([emptied]);
  }
};

/** The id of a cue that has none yet. */
export const NONE = '';

/**
 * Gives new cues, and what they hold, ids of their own: theirs where it is free (`keep`), else a new one. What acts on one
 * of them by an id that changed acts on it by its new one.
 */
export const nameNewCues = (draft: CuelistDraft, cues: readonly NamedCue[], keep: boolean): void => {
  const others = everyCue(draft.document.cues);
  const taken = new Set(others.map(({ id }) => id));
  const nameIt = nextIds('cue', others);
  const fresh = everyCue(cues);
  const renamed = new Map<string, string>();
  const without = fresh.filter((cue) => {
    if (!keep || cue.id === NONE || taken.has(cue.id)) return true;
    taken.add(nameIt(cue.id));
    return false;
  });
  const kept = new Set(fresh.filter((cue) => !without.includes(cue)).map(({ id }) => id));
  for (const cue of without) {
    const id = nameIt(null);
    if (cue.id !== NONE && !kept.has(cue.id) && !renamed.has(cue.id)) renamed.set(cue.id, id);
    cue.id = id;
  }
  for (const { control } of fresh)
    if (control?.target != null) control.target = renamed.get(control.target) ?? control.target;
};

/** What a sentence calls a cue. */
export const nameOfCue = ({ id, name }: { readonly id?: string | null; readonly name?: string | null }): string =>
  name?.trim() || id || '';

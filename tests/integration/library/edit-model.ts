import type { Library } from '../../../src/library/index.ts';
import { idOf, query, sound } from './sounds.ts';

/** What a library is asked to do, as data: it crosses from the process that dies to the one that checks. */
export type Deed =
  | { readonly do: 'add'; readonly name: string }
  | { readonly do: 'measure'; readonly id: string; readonly lufs: number }
  | { readonly do: 'edit'; readonly ids: string[]; readonly change: { title?: string; tags?: string[] } }
  | { readonly do: 'remove'; readonly ids: string[] }
  | { readonly do: 'undo' }
  | { readonly do: 'redo' }
  | { readonly do: 'workout'; readonly path: string; readonly at: number };

interface Known {
  title: string;
  tags: string[];
  lufs: number | null;
  removed: boolean;
}
type Fields = Partial<Pick<Known, 'title' | 'tags' | 'removed'>>;
type Step = { readonly id: string; readonly before: Fields; readonly after: Fields }[];

/** What a library should hold after some deeds, kept in the plainest way there is. */
export interface EditModel {
  readonly sounds: Map<string, Known>;
  done: Step[];
  undone: Step[];
  workouts: Map<string, number>;
}

const MOST = 500;

export const emptyModel = (): EditModel => ({ sounds: new Map(), done: [], undone: [], workouts: new Map() });

export const copyOf = (model: EditModel): EditModel => structuredClone(model);

/** Does a deed to the model. Deeds name sounds that are there. */
export const imagine = (model: EditModel, deed: Deed): void => {
  const set = (step: Step, side: 'before' | 'after'): void => {
    for (const change of step) Object.assign(model.sounds.get(change.id)!, change[side]);
  };
  const commit = (step: Step): void => {
    if (step.length === 0) return;
    set(step, 'after');
    model.undone = [];
    model.done = [...model.done, step].slice(-MOST);
  };
  switch (deed.do) {
    case 'add':
      model.sounds.set(idOf(deed.name), { title: deed.name, tags: [], lufs: null, removed: false });
      break;
    case 'measure':
      model.sounds.get(deed.id)!.lufs = deed.lufs;
      break;
    case 'edit':
      commit(
        deed.ids.flatMap((id) => {
          const sound = model.sounds.get(id)!;
          const fields = (Object.keys(deed.change) as ('title' | 'tags')[]).filter(
            (field) => JSON.stringify(sound[field]) !== JSON.stringify(deed.change[field]),
          );
          const before = Object.fromEntries(fields.map((field) => [field, sound[field]]));
          const after = Object.fromEntries(fields.map((field) => [field, deed.change[field]]));
          return fields.length === 0 ? [] : [{ id, before, after }];
        }),
      );
      break;
    case 'remove':
      commit(deed.ids.map((id) => ({ id, before: { removed: false }, after: { removed: true } })));
      break;
    case 'undo': {
      const step = model.done.pop()!;
      set(step, 'before');
      model.undone.unshift(step);
      break;
    }
    case 'redo': {
      const step = model.undone.shift()!;
      set(step, 'after');
      model.done.push(step);
      break;
    }
    case 'workout':
      model.workouts.set(deed.path, deed.at);
  }
};

/** Does a deed to a library. */
export const perform = async (library: Library, deed: Deed): Promise<void> => {
  switch (deed.do) {
    case 'add':
      await library.addFile(sound(deed.name));
      break;
    case 'measure':
      library.setAnalysis(deed.id, {
        ...{ seconds: 1, lra: 1, dbtp: -1, maxMomentary: -1, maxShortTerm: -1, samplePeak: -1, clipped: 0 },
        ...{ bpm: null, firstBeat: null, clips: [], silences: [], warnings: [], lufs: deed.lufs },
      });
      break;
    case 'edit':
      library.edit(deed.ids, deed.change);
      break;
    case 'remove':
      library.remove(deed.ids);
      break;
    case 'undo':
      library.undo();
      break;
    case 'redo':
      library.redo();
      break;
    case 'workout':
      library.rememberWorkout(deed.path, deed.at);
  }
};

/** What a person sees of a model: equal to `seen` of a library that holds the same. */
export const imagined = (model: EditModel): unknown => ({
  sounds: [...model.sounds]
    .filter(([, { removed }]) => !removed)
    .map(([id, { title, tags, lufs }]) => ({ id, title, tags, lufs }))
    .sort(byId),
  workouts: [...model.workouts].sort(),
  undo: model.done.length > 0,
  redo: model.undone.length > 0,
});

export const seen = (library: Library): unknown => {
  const sounds: { id: string; title: string; tags: string[]; lufs: number | null }[] = [];
  for (let offset = 0; ; offset += 500) {
    const { rows, total } = library.search(query({ offset, limit: 500 }));
    for (const { id, title, tags, lufs } of rows) sounds.push({ id, title, tags, lufs });
    if (offset + 500 >= total) break;
  }
  const { undo, redo } = library.history();
  return {
    sounds: sounds.sort(byId),
    workouts: library
      .workouts()
      .map(({ path, openedAt }) => [path, openedAt])
      .sort(),
    undo: undo !== null,
    redo: redo !== null,
  };
};

const byId = (a: { id: string }, b: { id: string }): number => (a.id < b.id ? -1 : 1);

/** A deed that the model allows. `random`: [0, 1). */
export const someDeed = (model: EditModel, random: () => number, number: number): Deed => {
  const there = [...model.sounds].filter(([, { removed }]) => !removed).map(([id]) => id);
  const pick = (): string => there[Math.floor(random() * there.length)];
  const some = (): string[] => [...new Set([pick(), pick(), pick()])];
  const kind = random();
  if (there.length < 3 || kind < 0.2) return { do: 'add', name: `Sound ${number}` };
  if (kind < 0.3) return { do: 'measure', id: pick(), lufs: -number / 8 };
  if (kind < 0.5) return { do: 'edit', ids: [pick()], change: { title: `Named ${number}` } };
  if (kind < 0.6)
    return { do: 'edit', ids: some(), change: { tags: ['climb', 'calm', 'warm'].filter(() => random() < 0.5) } };
  if (kind < 0.7) return { do: 'remove', ids: some() };
  if (kind < 0.85 && model.done.length > 0) return { do: 'undo' };
  if (kind < 0.95 && model.undone.length > 0) return { do: 'redo' };
  return { do: 'workout', path: `/w/${number % 7}.json`, at: number };
};

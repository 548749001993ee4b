import { anchorageOf, followAnchors } from './anchoring.ts';
import { changeFields, type EditDraft, find, listOf, newId, refuse, removeAll, tidyTime } from './edit-draft.ts';
import { copyJson } from './json-patches.ts';
import { gridOf } from './track-layout.ts';
import { toTracks } from './workout-document.ts';
import type { EditOf } from './workout-edit.ts';
import type { TrackDocument } from './workout-schema.ts';
import { slug } from './zwo.ts';

/** Edits of the music. Cues anchored to beats go along: after each of them they lie on the same beat of their track. */

export const addTracks = (draft: EditDraft, { tracks, index }: EditOf<'tracks.add'>): string[] =>
  changingTracks(draft, (list) => {
    const added: TrackDocument[] = [];
    for (const track of copyJson(tracks))
      added.push({ ...track, id: newId(track.id, slug(stemOf(track.file)), [...list, ...added, ...tracks]) });
    list.splice(index ?? list.length, 0, ...added);
    return added.map(({ id }) => id);
  });

/**
 * With another file a grid that a person set for the old one goes, unless the change brings one: the new file's counts,
 * and beats keep their numbers. Tempo and first beat are of use together only: the one that is not given is as measured.
 */
export const changeTrack = (draft: EditDraft, { id, change }: EditOf<'tracks.change'>): string[] =>
  changingTracks(draft, () => {
    const track = find(draft, 'tracks', id);
    const given = Object.keys(change).filter((key) => (change as Record<string, unknown>)[key] != null);
    const ofGrid = GRID_FIELDS.some((key) => given.includes(key));
    if (change.file !== undefined && change.file !== track.file) for (const key of GRID_FIELDS) delete track[key];
    changeFields(track, change);
    const grid = ofGrid ? gridOf({ file: track.file, grid: null }, draft.facts) : null;
    if (ofGrid && track.bpm == null && grid !== null) track.bpm = grid.bpm;
    if (ofGrid && track.bpm != null) track.first_beat_ms ??= tidyTime((grid?.firstBeat ?? 0) * 1000);
    return [id];
  });

const GRID_FIELDS = ['bpm', 'first_beat_ms', 'beats_per_bar'] as const;

export const removeTracks = (draft: EditDraft, { ids }: EditOf<'tracks.remove'>): string[] =>
  changingTracks(draft, () => {
    removeAll(draft, 'tracks', ids);
    return [];
  });

export const orderTracks = (draft: EditDraft, { ids }: EditOf<'tracks.order'>): string[] =>
  changingTracks(draft, (list) => {
    const ordered = [...new Set(ids)].map((id) => find(draft, 'tracks', id));
    if (ordered.length !== list.length || ids.length !== list.length)
      refuse(`every track once: ${list.map(({ id }) => id).join(', ')}; got ${ids.join(', ')}`);
    draft.document.tracks = ordered;
    return ids;
  });

/** Where the document names its music in one line, that becomes the track `music` first. */
const changingTracks = (draft: EditDraft, change: (list: TrackDocument[]) => string[]): string[] => {
  const { document } = draft;
  const before = anchorageOf(draft);
  if (document.tracks === undefined && document.music_url != null) {
    document.tracks = toTracks(document).map(({ id, file }) => ({ id, file }));
    delete document.music_url;
  }
  const ids = change(listOf(draft, 'tracks'));
  followAnchors(draft, before);
  return ids;
};

/** The name of a file without folders and ending: `Neon Divide` of `music/Neon Divide.mp3`. */
const stemOf = (file: string): string => {
  const name = file.split(/[/\\]/).findLast((part) => part !== '') ?? '';
  return name.replace(/\.[^.]*$/, '') || 'track';
};

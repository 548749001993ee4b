import type {
  AudioSettingsDocument,
  CuelistDocument,
  LayerDocument,
  SessionCueDocument,
  TransitionDocument,
} from './cuelist-schema.ts';
import { entriesOf, type Fields, isRecord } from './document-entries.ts';
import { freeId } from './implied-ids.ts';
import { describeValue, error, formatPath, type Problem, warning } from './problem.ts';
import { slug } from './zwo.ts';

/**
 * Session files of the field's open tools: `cuelists → cues`, each cue timed, with sounds by role (`hypno` is our `voice`)
 * and volumes 0..1. They become cuelist documents; keys that are not known here are kept, those of the file as a whole
 * under `session`. A timed cue follows by itself.
 */
export interface ImportedSession {
  /** In the order of the file; the one that was active last comes first. */
  readonly documents: readonly { readonly key: string; readonly document: CuelistDocument }[];
  readonly problems: readonly Problem[];
}

/** True for what `importSession` reads: several cuelists, or one that has no id, as those tools write it. */
export const isSessionFile = (value: unknown): value is Fields =>
  isRecord(value) && ('cuelists' in value || ('cues' in value && value.id === undefined));

export const importSession = (file: Fields): ImportedSession => {
  const problems: Problem[] = [];
  const settings = importSettings(file, problems);
  const lists = listsOf(file, problems);
  const { cuelists, cues, settings: _, ...session } = file;
  const taken = new Set<string>();
  const documents = lists.map(({ key, keys, fields }) => {
    const id = freeId(slug(key, 'cuelist'), taken);
    taken.add(id);
    const document = importList(id, keys, fields, problems);
    const kept = cuelists === undefined ? {} : { session };
    const own = isRecord(fields.settings) ? fields.settings : {};
    return { key, document: { ...document, ...(settings && { settings: { ...own, ...settings } }), ...kept } };
  });
  const active = isRecord(file.runtime) ? file.runtime.active_cuelist : null;
  documents.sort((a, b) => Number(b.key === active) - Number(a.key === active));
  return { documents, problems };
};

interface NamedList {
  readonly key: string;
  readonly keys: readonly PropertyKey[];
  readonly fields: Fields;
}

const listsOf = (file: Fields, problems: Problem[]): NamedList[] => {
  const { cuelists } = file;
  if (cuelists === undefined) return [{ key: nameOf(file, 'cuelist'), keys: [], fields: file }];
  if (!isRecord(cuelists) && !Array.isArray(cuelists)) {
    problems.push(error('cuelists', `expected cuelists by name, or an array of them, got ${describeValue(cuelists)}`));
    return [];
  }
  const named = Array.isArray(cuelists)
    ? cuelists.map((fields: unknown, index): [PropertyKey, unknown] => [index, fields])
    : Object.entries(cuelists);
  if (named.length === 0) problems.push(error('cuelists', 'expected at least one cuelist, got none'));
  return named.flatMap(([key, fields], index) => {
    const keys = ['cuelists', key];
    if (isRecord(fields))
      return [{ key: typeof key === 'string' ? key : nameOf(fields, `cuelist-${index + 1}`), keys, fields }];
    problems.push(error(formatPath(keys), `expected a cuelist, got ${describeValue(fields)}`));
    return [];
  });
};

const nameOf = ({ name }: Fields, otherwise: string): string =>
  typeof name === 'string' && name.trim() !== '' ? name : otherwise;

const importList = (id: string, keys: readonly PropertyKey[], fields: Fields, problems: Problem[]): CuelistDocument => {
  const read = reader(problems);
  const { cues: _, loop_mode, transition_mode, transition_duration_ms, version: __, ...rest } = fields;
  const at = (...more: PropertyKey[]): PropertyKey[] => [...keys, ...more];
  if (!Array.isArray(fields.cues))
    problems.push(error(formatPath(at('cues')), `expected an array of cues, got ${describeValue(fields.cues)}`));
  if (loop_mode === 'ping_pong')
    problems.push(
      warning(
        formatPath(at('loop_mode')),
        'expected once or loop, got "ping_pong"; the list begins again instead of turning round',
      ),
    );
  else read.word(loop_mode, at('loop_mode'), ['once', 'loop']);
  const fade = read.word(transition_mode, at('transition_mode'), ['snap', 'fade']) === 'fade';
  const length = read.quantity(transition_duration_ms, at('transition_duration_ms'), 'milliseconds', 0, 600_000);
  const cues = entriesOf(fields, 'cues');
  const outs = cues.map(({ index, fields: cue }) =>
    fadeOf(cue.transition_out, at('cues', index, 'transition_out'), read),
  );
  const ins = cues.map(({ index, fields: cue }) => fadeOf(cue.transition_in, at('cues', index, 'transition_in'), read));
  return {
    ...rest,
    id,
    name: nameOf(fields, id),
    loop_mode: loop_mode === 'once' || loop_mode == null ? 'once' : 'loop',
    transition: fade ? { type: 'crossfade', duration_ms: length ?? 2000 } : { type: 'snap' },
    cues: cues.map(({ index, fields: cue }, place) =>
      importCue(cue, at('cues', index), longer(outs[place], ins[(place + 1) % ins.length]), read, problems),
    ),
  };
};

/** A fade a cue asks for; null: as the list says. */
const fadeOf = (transition: unknown, keys: readonly PropertyKey[], read: Reader): number | null => {
  if (!isRecord(transition)) return null;
  const type = read.word(transition.type, [...keys, 'type'], ['none', 'fade', 'interpolate']);
  const length = read.quantity(transition.duration_ms, [...keys, 'duration_ms'], 'milliseconds', 0, 600_000) ?? 500;
  return type === undefined || type === 'none' || length === 0 ? null : length;
};

const longer = (a: number | null, b: number | null): TransitionDocument | null =>
  a === null && b === null ? null : { type: 'crossfade', duration_ms: Math.max(a ?? 0, b ?? 0) };

const importCue = (
  cue: Fields,
  keys: readonly PropertyKey[],
  transition: TransitionDocument | null,
  read: Reader,
  problems: Problem[],
): SessionCueDocument => {
  const { audio, audio_tracks, transition_in: _, transition_out: __, duration_seconds, duration, ...rest } = cue;
  const given = duration_seconds ?? duration;
  const length = read.quantity(given, [...keys, 'duration_seconds'], 'seconds', Number.MIN_VALUE, 86_400);
  const layers = importLayers(audio, audio_tracks, keys, read, problems);
  // A timed cue without sound of ours (theirs show pictures) still takes its time.
  const silent = layers.length === 0 && length !== undefined ? { kind: 'placeholder' as const } : {};
  return {
    ...rest,
    ...silent,
    ...(layers.length > 0 && { layers }),
    duration_seconds: length ?? (layers.some(({ role }) => role === 'voice') ? 'voice' : null),
    follow: given == null ? 'stop' : 'auto-follow',
    ...(transition && { transition }),
  };
};

const ROLES: Readonly<Record<string, 'voice' | 'background' | 'generic'>> = {
  hypno: 'voice',
  voice: 'voice',
  background: 'background',
  generic: 'generic',
};

const importLayers = (
  audio: unknown,
  tracks: unknown,
  keys: readonly PropertyKey[],
  read: Reader,
  problems: Problem[],
): LayerDocument[] => {
  const byRole = isRecord(audio) ? Object.entries(audio).filter(([, sound]) => sound != null) : [];
  const layers = byRole.flatMap(([name, sound]) => {
    const at = [...keys, 'audio', name];
    const role = Object.hasOwn(ROLES, name) ? ROLES[name] : null;
    if (role !== null && isRecord(sound)) return [importLayer(sound, role, at, read)];
    const what = role === null ? 'hypno, voice, background or generic' : 'an object with a file';
    problems.push(
      warning(
        formatPath(at),
        `expected ${what}, got ${describeValue(role === null ? name : sound)}, which is left out`,
      ),
    );
    return [];
  });
  if (layers.length > 0) return layers; // Their files repeat the same sounds in `audio_tracks`.
  return (Array.isArray(tracks) ? tracks : []).flatMap((track: unknown, index) => {
    const at = [...keys, 'audio_tracks', index];
    if (!isRecord(track)) {
      problems.push(error(formatPath(at), `expected a track object, got ${describeValue(track)}`));
      return [];
    }
    // Without a role the first is the spoken one, the second lies under it.
    const implied = (['voice', 'background'] as const)[index] ?? 'generic';
    const written = read.word(track.role, [...at, 'role'], Object.keys(ROLES));
    return [importLayer(track, written === undefined ? implied : ROLES[written], at, read)];
  });
};

const importLayer = (
  sound: Fields,
  role: 'voice' | 'background' | 'generic',
  keys: readonly PropertyKey[],
  read: Reader,
): LayerDocument => {
  const { volume, role: _, ...rest } = sound;
  const level = read.quantity(volume, [...keys, 'volume'], 'times', 0, 4);
  const gain = level === undefined || level === 1 ? {} : { gain_db: Math.max(-200, 20 * Math.log10(level)) };
  return { ...rest, ...gain, role, file: sound.file as string };
};

const SETTINGS = [
  ['prefetch_lead_seconds', 'prefetch_lead_seconds', 'seconds', 600],
  ['prefetch_block_limit_ms', 'prefetch_block_limit_ms', 'milliseconds', 500],
  ['slow_decode_stream_ms', 'slow_decode_stream_ms', 'milliseconds', 2000],
  ['stream_threshold_mb', 'stream_over_mb', 'megabytes', 1_000_000],
  ['stream_over_mb', 'stream_over_mb', 'megabytes', 1_000_000],
  ['max_buffer_seconds_hypno', 'max_buffer_seconds_voice', 'seconds', 600],
  ['max_buffer_seconds_voice', 'max_buffer_seconds_voice', 'seconds', 600],
  ['max_buffer_seconds_background', 'max_buffer_seconds_background', 'seconds', 600],
  ['max_buffer_seconds_generic', 'max_buffer_seconds_generic', 'seconds', 600],
  ['max_buffer_seconds_total', 'max_buffer_seconds_total', 'seconds', 600],
] as const;

/** `settings`, of which `audio` is what we know. */
const importSettings = ({ settings }: Fields, problems: Problem[]): CuelistDocument['settings'] => {
  if (!isRecord(settings)) return null;
  const { audio, ...rest } = settings;
  return { ...rest, ...(isRecord(audio) && { audio: importAudioSettings(audio, problems) }) };
};

/** With the seconds of `max_buffer_seconds` by role as well. */
const importAudioSettings = (audio: Fields, problems: Problem[]): AudioSettingsDocument => {
  const read = reader(problems);
  const byRole = isRecord(audio.max_buffer_seconds) ? audio.max_buffer_seconds : {};
  const flat: Fields = {
    ...Object.fromEntries(Object.entries(byRole).map(([role, s]) => [`max_buffer_seconds_${role}`, s])),
    ...audio,
  };
  const found = SETTINGS.flatMap(([theirs, ours, unit, most]) => {
    const value = read.quantity(flat[theirs], ['settings', 'audio', theirs], unit, 0, most);
    return value === undefined ? [] : [[ours, value] as const];
  });
  const known = new Set<string>([...SETTINGS.map(([theirs]) => theirs), 'max_buffer_seconds']);
  const kept = Object.entries(audio).filter(([key]) => !known.has(key));
  return Object.fromEntries([...kept, ...found]);
};

interface Reader {
  /** A number in min..max of a unit; undefined where there is none, or where it was refused. */
  quantity(value: unknown, keys: readonly PropertyKey[], unit: string, min: number, max: number): number | undefined;
  word(value: unknown, keys: readonly PropertyKey[], words: readonly string[]): string | undefined;
}

const reader = (problems: Problem[]): Reader => ({
  quantity(value, keys, unit, min, max) {
    if (value == null) return undefined;
    if (typeof value === 'number' && value >= min && value <= max) return value;
    const range = min === Number.MIN_VALUE ? `over 0 and up to ${max}` : `in ${min}..${max}`;
    problems.push(error(formatPath(keys), `expected ${unit} ${range}, got ${describeValue(value)}`));
    return undefined;
  },
  word(value, keys, words) {
    if (value == null) return undefined;
    if (typeof value === 'string' && words.includes(value)) return value;
    const choice = `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
    problems.push(error(formatPath(keys), `expected ${choice}, got ${describeValue(value)}`));
    return undefined;
  },
});

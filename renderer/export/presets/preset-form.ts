import type { InputOf, ListedPreset } from '../../../src/contract/index.ts';
import type { AudioFormat } from '../../../src/model/index.ts';
import { plainNumber } from '../../ui/figures.ts';

/** A preset as it is sent to be kept. */
type Preset = InputOf<'exports.savePreset'>['preset'];

export const FORMATS: readonly (readonly [AudioFormat, string])[] = [
  ['mp3', 'MP3'],
  ['m4a', 'M4A'],
  ['opus', 'Opus'],
  ['flac', 'FLAC'],
  ['wav', 'WAV 24'],
  ['wav16', 'WAV 16'],
  ['wav32', 'WAV 32'],
];
export const MP3_RATES = [64, 80, 96, 112, 128, 160, 192, 224, 256, 320] as const;
export const DUCKINGS = ['punchy', 'standard', 'calm', 'off'] as const;

/** A preset as it stands in its fields: words that are typed. */
export interface PresetForm {
  readonly name: string;
  /** Empty: as each variant says. */
  readonly formats: readonly AudioFormat[];
  /** Empty: as the settings say; so are those below. */
  readonly mp3: string;
  readonly m4a: string;
  readonly opus: string;
  readonly target: string;
  readonly ceiling: string;
  /** Empty: as each variant says. `own`: figures that came with the preset. */
  readonly ducking: '' | 'own' | (typeof DUCKINGS)[number];
  readonly stems: boolean;
  readonly naming: string;
  /** Empty: where the settings have exports go. */
  readonly folder: string;
}

const text = (value: number | null | undefined): string => (value == null ? '' : plainNumber(value));

export const formOf = (preset: ListedPreset, name = preset.name): PresetForm => ({
  ...{ name, formats: preset.formats ?? [], stems: preset.stems, naming: preset.naming, folder: preset.folder ?? '' },
  ...{ mp3: text(preset.bitrates.mp3), m4a: text(preset.bitrates.m4a), opus: text(preset.bitrates.opus) },
  ...{ target: text(preset.target), ceiling: text(preset.ceiling) },
  ducking: preset.ducking === null ? '' : typeof preset.ducking === 'string' ? preset.ducking : 'own',
});

/** A number that was typed, with either minus; null: none was. NaN: it is no number. */
const numberIn = (typed: string): number | null =>
  typed.trim() === '' ? null : Number(typed.trim().replace('−', '-').replace(',', '.'));

/** What is wrong with a field, by its name. */
export type PresetProblems = Partial<Record<keyof PresetForm, string>>;

export const problemsOf = (form: PresetForm): PresetProblems => {
  const problems: PresetProblems = {};
  const within = (field: 'target' | 'ceiling', low: number, high: number, what: string): void => {
    const value = numberIn(form[field]);
    if (value !== null && !(value >= low && value <= high)) problems[field] = what;
  };
  if (form.name.trim() === '') problems.name = 'Give it a name.';
  within('target', -40, -5, 'From −40 to −5 LUFS.');
  within('ceiling', -12, 0, 'From −12 to 0 dBTP.');
  for (const field of ['m4a', 'opus'] as const) {
    const value = numberIn(form[field]);
    if (value !== null && !Number.isInteger(value)) problems[field] = 'A whole number of kb/s.';
  }
  if (form.naming.trim() === '') problems.naming = 'Say what files are called, as {workout}_{variant}.';
  return problems;
};

/** An id of a name, that no other preset has. */
export const idFor = (name: string, taken: ReadonlySet<string>): string => {
  const letters = name
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '');
  const id = (letters === '' ? 'preset' : letters).slice(0, 70);
  if (!taken.has(id)) return id;
  for (let n = 2; ; n++) if (!taken.has(`${id}-${n}`)) return `${id}-${n}`;
};

/** The preset that the fields say. `before`: what it was made from, whose variants and own figures it keeps. */
export const presetFrom = (form: PresetForm, id: string, before: ListedPreset): Preset => {
  const bitrates = Object.fromEntries(
    (['mp3', 'm4a', 'opus'] as const).flatMap((format) => {
      const value = numberIn(form[format]);
      return value === null ? [] : [[format, value]];
    }),
  );
  return {
    ...{ id, name: form.name.trim(), bitrates, stems: form.stems, naming: form.naming.trim() },
    ...{ variants: before.variants, coachingBitrate: before.coachingBitrate },
    formats: form.formats.length === 0 ? null : [...form.formats],
    target: numberIn(form.target),
    ceiling: numberIn(form.ceiling) ?? -1,
    ducking: form.ducking === '' ? null : form.ducking === 'own' ? before.ducking : form.ducking,
    folder: form.folder.trim() === '' ? null : form.folder.trim(),
  };
};

/** A preset in a line: `MP3 320 · −14 LUFS · −1 dBTP`. */
export const presetText = ({ formats, bitrates, target, ceiling }: ListedPreset): string =>
  [
    formats === null
      ? null
      : formats
          .map((format) => {
            const rate = format === 'mp3' || format === 'm4a' || format === 'opus' ? bitrates[format] : undefined;
            return rate === undefined ? format.toUpperCase() : `${format.toUpperCase()} ${rate}`;
          })
          .join(', '),
    target === null ? null : `${plainNumber(target)} LUFS`,
    `${plainNumber(ceiling)} dBTP`,
  ]
    .filter(Boolean)
    .join(' · ');

import type { MadeExport, OneSound } from '../../../src/contract/index.ts';

/** What a file can be compared with, in the order it is offered. */
export const GROUPS = ['music', 'source', 'now', 'variant', 'format', 'earlier'] as const;
export type Group = (typeof GROUPS)[number];

/** What a group is called in the list. */
export const GROUP_NAMES: Record<Group, string> = {
  music: 'Without the coach',
  source: 'Before any mixing',
  now: 'As the workout is now',
  variant: 'Other variants',
  format: 'Other formats',
  earlier: 'Made before',
};

/** A sound that can be heard against a file. */
export interface Listenable {
  /** Names it among the others. */
  readonly id: string;
  readonly group: Group;
  readonly name: string;
  readonly sound: OneSound;
  /** Measured integrated loudness; null: silent, or not measured. */
  readonly lufs: number | null;
}

/** Two files that a player of both starts on one frame: music, and the coach to go with it. */
export interface TwoTracks {
  readonly id: 'package' | 'stems';
  readonly name: string;
  readonly music: MadeExport;
  readonly coaching: MadeExport;
}

/** What there is to hear of a file. */
export interface Choices {
  readonly file: MadeExport;
  readonly others: readonly Listenable[];
  readonly tracks: readonly TwoTracks[];
}

/** What a variant is called, stems too. `names`: of the workout's own variants, by id. */
export const variantName = (variant: string, names: ReadonlyMap<string, string>): string => {
  if (variant === 'music') return 'Music';
  if (variant === 'coaching') return 'Coaching';
  const [of, stem] = variant.split(':');
  const name = names.get(of) ?? of;
  return stem === undefined ? name : `${name}, ${stem === 'ducked' ? 'ducked music' : stem}`;
};

/** What a file is called: `Anna · MP3`. */
export const fileTitle = ({ variant, format }: MadeExport, names: ReadonlyMap<string, string>): string =>
  `${variantName(variant, names)} · ${format.toUpperCase()}`;

/** The file that stands for a variant beside another file: of its preset, of its format, made last. */
const nearest = (files: readonly MadeExport[], { preset, format }: MadeExport): MadeExport | undefined => {
  const far = (each: MadeExport): number => (each.preset === preset ? 0 : 2) + (each.format === format ? 0 : 1);
  return [...files].sort((a, b) => far(a) - far(b) || b.madeAt - a.madeAt)[0];
};

/** What is known of a workout, as far as it can be heard. */
export interface Heard {
  /** What was made of it and is still there. */
  readonly files: readonly MadeExport[];
  /** Its music as the files have it. */
  readonly music: { readonly tracks: number; readonly lufs: number | null };
}

/**
 * What a file can be heard against. Null: it is not among those that are there, or another lies in its place. `when`: says
 * when something was made.
 */
export const choicesOf = (
  { files, music }: Heard,
  { path, sha256, madeAt }: Pick<MadeExport, 'path' | 'sha256' | 'madeAt'>,
  names: ReadonlyMap<string, string>,
  when: (milliseconds: number) => string,
): Choices | null => {
  // What is older than the file was there before it: it is soon listed itself.
  const file = files.find((each) => each.path === path && (each.sha256 === sha256 || each.madeAt < madeAt));
  if (file === undefined) return null;
  const of = (variant: string): MadeExport | undefined =>
    nearest(
      files.filter((each) => each.variant === variant),
      file,
    );
  const made = (group: Group, each: MadeExport, name: string): Listenable => ({
    ...{ id: each.path, group, name, lufs: each.lufs },
    sound: { kind: 'made', path: each.path },
  });
  const variants = [...new Set(files.map(({ variant }) => variant))].filter((each) => each !== file.variant);
  const own = files.filter((each) => each.variant === file.variant && each !== file);
  const formats = [...new Set(own.map(({ format }) => format))].filter((format) => format !== file.format);
  const others = [
    ...variants.flatMap((variant) => {
      const found = of(variant);
      return found ? [made(variant === 'music' ? 'music' : 'variant', found, fileTitle(found, names))] : [];
    }),
    ...(music.tracks > 0 ? [sourceOf(file, music)] : []),
    ...(file.variant.includes(':') ? [] : [asItIsNow(file, names)]),
    ...formats.flatMap((format) => {
      const found = nearest(
        own.filter((each) => each.format === format),
        file,
      );
      return found ? [made('format', found, fileTitle(found, names))] : [];
    }),
    ...own
      .filter(({ format }) => format === file.format)
      .map((each) => made('earlier', each, `${fileTitle(each, names)}, ${when(each.madeAt)}`)),
  ];
  const [whole] = file.variant.split(':');
  const tracks = [
    ...both('package', 'Music and coaching', of('music'), of('coaching')),
    ...both('stems', `${variantName(whole, names)}: its stems`, of(`${whole}:ducked`), of(`${whole}:voice`)),
  ];
  return { file, others: others.sort((a, b) => GROUPS.indexOf(a.group) - GROUPS.indexOf(b.group)), tracks };
};

const sourceOf = ({ workout }: MadeExport, { tracks, lufs }: Heard['music']): Listenable => ({
  ...{ id: 'source', group: 'source', name: tracks === 1 ? 'Source music' : `Source music, ${tracks} tracks`, lufs },
  sound: { kind: 'music', workout },
});

/** The mix as an export would make it of the workout as it is edited: never measured before it is made. */
const asItIsNow = ({ workout, variant }: MadeExport, names: ReadonlyMap<string, string>): Listenable => ({
  ...{ id: 'now', group: 'now', name: `${variantName(variant, names)}, not exported`, lufs: null },
  sound: { kind: 'mix', workout, variant },
});

const both = (
  id: TwoTracks['id'],
  name: string,
  music: MadeExport | undefined,
  coaching: MadeExport | undefined,
): TwoTracks[] => (music && coaching ? [{ id, name, music, coaching }] : []);

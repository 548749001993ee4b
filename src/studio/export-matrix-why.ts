import { type CuePart, type ExportParts, GONE } from './export-matrix-parts.ts';

/** Of more cues than this that something happened to, the number is told. */
const MOST_NAMED = 3;

/** What differs between what a file was made from and what there is now, a sentence each. Empty: it is fresh. */
export const whatDiffers = (made: ExportParts, now: ExportParts): string[] => {
  if (made.version !== now.version) return ['It was made by a Cueforge that kept other facts of it'];
  const why: string[] = [];
  if (made.engine !== now.engine) why.push(`It was made by Cueforge ${made.engine}; this is ${now.engine}`);
  why.push(...musicDiffers(made, now), ...cuesDiffer(made, now));
  if (made.coachingTrack !== now.coachingTrack) why.push(fileDiffers('The coaching track', now.coachingTrack));
  if (made.ducking !== now.ducking) why.push('The ducking is another');
  if (made.voiceLevel !== now.voiceLevel)
    why.push(`The voice's level was ${decibels(made.voiceLevel)}, is ${decibels(now.voiceLevel)}`);
  if (made.length !== now.length) why.push('The workout has another length');
  if (made.target !== now.target) why.push(`The target was ${signed(made.target)}, is ${signed(now.target)} LUFS`);
  if (made.ceiling !== now.ceiling) why.push(`The ceiling was ${signed(made.ceiling)}, is ${signed(now.ceiling)} dBTP`);
  if (made.encoding !== now.encoding) why.push(`The encoding was ${made.encoding}, is ${now.encoding}`);
  else if (made.beside !== now.beside) why.push(`The workout's formats were ${made.beside}, are ${now.beside}`);
  if (made.title !== now.title) why.push(`The title was “${made.title}”, is “${now.title}”`);
  if (made.name !== now.name) why.push(`The variant was called “${made.name}”, is “${now.name}”`);
  if (made.segments !== now.segments) why.push('The segments are others');
  return why;
};

const signed = (value: number): string => String(value).replace('-', '−');
const decibels = (value: number): string => `${signed(value)} dB`;

const fileDiffers = (what: string, content: string | null): string =>
  content === GONE ? `${what} is not there any more` : `${what} is another file`;

const musicDiffers = (made: ExportParts, now: ExportParts): string[] => {
  const single = made.music.length <= 1 && now.music.length <= 1;
  const nameOf = (index: number): string => (single ? 'The music' : `Track ${index + 1}`);
  const ids = (parts: ExportParts): string => JSON.stringify(parts.music.map(({ id }) => id));
  if (ids(made) !== ids(now)) return ['The music has other tracks, or another order'];
  return now.music.flatMap((track, index) => {
    const before = made.music[index];
    return [
      ...(before.content === track.content ? [] : [fileDiffers(nameOf(index), track.content)]),
      ...(before.sound === track.sound ? [] : [`${nameOf(index)} is trimmed, faded or levelled in another way`]),
    ];
  });
};

/** What may have happened to a cue: how one is told, and how many are. */
const CHANGES: readonly { differs(made: CuePart, now: CuePart): boolean; one: string; many: string }[] = [
  { differs: (made, now) => made.at !== now.at, one: 'was moved', many: 'were moved' },
  {
    differs: (made, now) => made.said !== now.said && (made.recorded || now.recorded),
    ...{ one: 'has another take', many: 'have other takes' },
  },
  {
    differs: (made, now) => made.said !== now.said && !made.recorded && !now.recorded,
    ...{ one: 'says something else', many: 'say something else' },
  },
  {
    differs: (made, now) => made.said === now.said && made.text !== now.text,
    ...{ one: 'is written in other words', many: 'are written in other words' },
  },
  { differs: (made, now) => made.gain !== now.gain, one: 'has another level', many: 'have other levels' },
  { differs: (made, now) => made.speed !== now.speed, one: 'has another speed', many: 'have other speeds' },
  { differs: (made, now) => made.duck !== now.duck, one: 'ducks in another way', many: 'duck in another way' },
];

const cuesDiffer = (made: ExportParts, now: ExportParts): string[] => {
  if (made.coach !== now.coach && Object.keys(now.cues).length > 0)
    return [`${now.coach ?? 'A voice without a name'} speaks, not ${made.coach ?? 'a voice without a name'}`];
  const whose = now.coach === null ? 'Cue' : `${now.coach}'s cue`;
  const tell = (parts: readonly CuePart[], one: string, many: string): string[] => {
    const numbers = parts.map(({ number }) => number).sort((a, b) => a - b);
    return numbers.length > MOST_NAMED
      ? [`${numbers.length} of ${whose === 'Cue' ? 'the' : `${now.coach}'s`} cues ${many}`]
      : numbers.map((number) => `${whose} ${number} ${one}`);
  };
  const both = Object.entries(now.cues).flatMap(([id, cue]) => {
    const before = made.cues[id];
    return before ? [{ before, cue }] : [];
  });
  const fresh = Object.entries(now.cues).flatMap(([id, cue]) => (made.cues[id] ? [] : [cue]));
  const gone = Object.entries(made.cues).flatMap(([id, cue]) => (now.cues[id] ? [] : [cue]));
  return [
    ...tell(fresh, 'is new', 'are new'),
    ...tell(gone, 'is gone', 'are gone'),
    ...CHANGES.flatMap(({ differs, one, many }) =>
      tell(
        both.flatMap(({ before, cue }) => (differs(before, cue) ? [cue] : [])),
        one,
        many,
      ),
    ),
  ];
};

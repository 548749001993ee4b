import { describeValue, error, isUsable, type Problem, warning } from './problem.ts';
import { LONGEST_SECONDS, type SegmentDocument, type WorkoutDocument } from './workout-schema.ts';
import { parseXmlText, type XmlElement } from './xml-text.ts';

/**
 * Zwift workout files (`.zwo`, XML). A block becomes a segment, an IntervalsT one segment for each effort and rest, and
 * the texts on screen become cues. Power is a fraction of FTP (functional threshold power) and gives the intensity:
 * under 0.6 low, under 0.9 medium, under 1.06 high, else max; ramps count by their middle. MaxEffort is max, FreeRide
 * says nothing. Cadence is not tempo and is left out.
 */
export const parseZwo = (text: string): { document: WorkoutDocument | null; problems: Problem[] } => {
  const { root, problem } = parseXmlText(text);
  if (problem !== null) return { document: null, problems: [problem] };
  const problems: Problem[] = [];
  const workout = child(root, 'workout');
  if (root.name.toLowerCase() !== 'workout_file' || workout === null)
    return {
      document: null,
      problems: [error(root.path, 'expected a workout_file with a workout in it, got something else')],
    };
  if (child(root, 'durationType')?.text.toLowerCase() === 'distance')
    problems.push(error(`${root.path}/durationType`, 'expected durations in seconds, got a workout by distance'));

  const { segments, texts, end } = readBlocks(workout, problems);
  if (!isUsable(problems)) return { document: null, problems };
  const title = child(root, 'name')?.text ?? '';
  return {
    document: {
      id: slug(title),
      ...(title === '' ? {} : { title }),
      ...copied(root, 'author'),
      ...copied(root, 'description'),
      duration_seconds: tidy(end),
      segments,
      cues: toCues(texts, end, problems),
    },
    problems,
  };
};

interface TimedText {
  readonly element: XmlElement;
  /** Seconds from the start of the workout. */
  readonly at: number;
  readonly text: string;
}

const TITLES: Readonly<Record<string, string>> = {
  warmup: 'Warm-up',
  cooldown: 'Cool-down',
  steadystate: 'Steady',
  solidstate: 'Steady',
  ramp: 'Ramp',
  freeride: 'Free ride',
  maxeffort: 'Max effort',
};
const TEXTS = ['textevent', 'textnotification'];

const readBlocks = (workout: XmlElement, problems: Problem[]) => {
  const segments: SegmentDocument[] = [];
  const texts: TimedText[] = [];
  let end = 0;
  for (const block of workout.children) {
    const kind = block.name.toLowerCase();
    if (TEXTS.includes(kind)) {
      texts.push(...readText(block, 0, problems));
      continue;
    }
    if (!Object.hasOwn(TITLES, kind) && kind !== 'intervalst' && !block.attributes.has('duration')) {
      problems.push(warning(block.path, `expected a block, got ${block.name}, which is left out`));
      continue;
    }
    texts.push(...textsIn(block).flatMap((element) => readText(element, end, problems)));
    for (const part of kind === 'intervalst' ? intervals(block, problems) : steady(block, kind, problems)) {
      segments.push({ ...part, start_time: tidy(end), duration_seconds: tidy(part.duration_seconds) });
      end += part.duration_seconds;
    }
  }
  if (segments.length === 0 && isUsable(problems)) problems.push(error(workout.path, 'expected blocks, got none'));
  if (end > LONGEST_SECONDS)
    problems.push(error(workout.path, `expected a workout of up to ${LONGEST_SECONDS} seconds, got ${tidy(end)}`));
  return { segments, texts, end };
};

type Part = Omit<SegmentDocument, 'start_time'> & { duration_seconds: number };

const steady = (block: XmlElement, kind: string, problems: Problem[]): Part[] => {
  const duration = quantity(block, 'Duration', 0, LONGEST_SECONDS, problems);
  const power = kind === 'freeride' ? null : powerOf(block, ['Power'], ['PowerLow', 'PowerHigh'], problems);
  if (duration === null || duration === 0) return [];
  const intensity = kind === 'maxeffort' ? 'max' : intensityOf(power);
  return [
    {
      title: Object.hasOwn(TITLES, kind) ? TITLES[kind] : block.name,
      duration_seconds: duration,
      ...intensityField(intensity),
    },
  ];
};

const intervals = (block: XmlElement, problems: Problem[]): Part[] => {
  const repeat = block.attributes.has('repeat') ? quantity(block, 'Repeat', 1, 1000, problems) : 1;
  const on = quantity(block, 'OnDuration', 0, LONGEST_SECONDS, problems);
  const off = block.attributes.has('offduration') ? quantity(block, 'OffDuration', 0, LONGEST_SECONDS, problems) : 0;
  const onPower = powerOf(block, ['OnPower'], ['PowerOnLow', 'PowerOnHigh'], problems);
  const offPower = powerOf(block, ['OffPower'], ['PowerOffLow', 'PowerOffHigh'], problems);
  if (repeat === null || on === null || off === null) return [];
  const parts: Part[] = [];
  for (let n = 1; n <= Math.floor(repeat); n += 1) {
    const of = repeat === 1 ? '' : ` ${n} of ${Math.floor(repeat)}`;
    if (on > 0) parts.push({ title: `Interval${of}`, duration_seconds: on, ...intensityField(intensityOf(onPower)) });
    if (off > 0)
      parts.push({ title: `Recovery${of}`, duration_seconds: off, ...intensityField(intensityOf(offPower)) });
  }
  return parts;
};

/** Power as a fraction of FTP: of one attribute, or the middle of two. Null where the block says none. */
const powerOf = (block: XmlElement, one: string[], two: string[], problems: Problem[]): number | null => {
  for (const names of [one, two]) {
    const given = names.filter((name) => block.attributes.has(name.toLowerCase()));
    const powers = given.flatMap((name) => quantity(block, name, 0, 100, problems) ?? []);
    if (powers.length > 0) return powers.reduce((sum, power) => sum + power, 0) / powers.length;
  }
  return null;
};

const intensityOf = (power: number | null): string | null => {
  if (power === null) return null;
  if (power < 0.6) return 'low';
  if (power < 0.9) return 'medium';
  return power < 1.06 ? 'high' : 'max';
};

const intensityField = (intensity: string | null) => (intensity === null ? {} : { intensity });

/** A number from an attribute; null and an error where it is none or out of range. */
const quantity = (
  { attributes, path }: XmlElement,
  name: string,
  min: number,
  max: number,
  problems: Problem[],
): number | null => {
  const written = attributes.get(name.toLowerCase());
  const value =
    written === undefined || !/^\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*$/.test(written)
      ? Number.NaN
      : Number(written);
  if (value >= min && value <= max) return value;
  problems.push(error(`${path}/@${name}`, `expected a number in ${min}..${max}, got ${describeValue(written)}`));
  return null;
};

const textsIn = (element: XmlElement): XmlElement[] =>
  element.children.flatMap((inner) => (TEXTS.includes(inner.name.toLowerCase()) ? [inner] : textsIn(inner)));

/** A text on screen; `start`: of its block, in seconds. */
const readText = (element: XmlElement, start: number, problems: Problem[]): TimedText[] => {
  const text = (element.attributes.get('message') ?? element.attributes.get('text') ?? element.text).trim();
  if (text === '') return [];
  if (!element.attributes.has('timeoffset') && element.attributes.has('distoffset')) {
    problems.push(warning(element.path, 'expected a timeoffset, got a distance; the text is left out'));
    return [];
  }
  const offset = element.attributes.has('timeoffset')
    ? quantity(element, 'timeoffset', 0, LONGEST_SECONDS, problems)
    : 0;
  return offset === null ? [] : [{ element, at: start + offset, text }];
};

const toCues = (texts: readonly TimedText[], end: number, problems: Problem[]) => {
  const cues = texts.flatMap(({ element, at, text }) => {
    const time_ms = Math.round(at * 1000);
    if (time_ms < tidy(end) * 1000) return [{ time_ms, text }];
    problems.push(
      warning(
        `${element.path}/@timeoffset`,
        `expected a time before the end of the workout at ${tidy(end)} s, got ${tidy(at)} s; the text is left out`,
      ),
    );
    return [];
  });
  return cues.sort((a, b) => a.time_ms - b.time_ms);
};

const child = (element: XmlElement, name: string): XmlElement | null =>
  element.children.find((inner) => inner.name.toLowerCase() === name.toLowerCase()) ?? null;

const copied = (root: XmlElement, name: string): Record<string, string> => {
  const text = child(root, name)?.text ?? '';
  return text === '' ? {} : { [name]: text };
};

/** To the millisecond. */
const tidy = (s: number): number => Math.round(s * 1000) / 1000;

/** A name as an id: `Été: 4×4!` is `ete-4-4`. `otherwise` where nothing is left. */
export const slug = (name: string, otherwise = 'workout'): string => {
  const letters = name
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase();
  const id = letters
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 81)
    .replace(/^-|-$/g, '')
    .slice(0, 80)
    .replace(/-$/, '');
  return id === '' ? otherwise : id;
};

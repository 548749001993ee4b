import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Frames, frames, LAYER_ROLES } from '../../../src/model/index.ts';
import { junctions, UNKNOWN_FACTS } from '../../../src/plan/index.ts';
import type { SessionEvent } from '../../../src/session/index.ts';
import { expectedSample, type Happening, lengthHeard, openStage, play, type Stage, TICK } from './stage.ts';

/** `SESSION_RUNS=10000` asks as often as the figures of the note were measured with. */
const RUNS = Number(process.env.SESSION_RUNS ?? 40);

const ms = (max: number) => fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.integer({ min: 0, max }));
/** A file is called by its length in milliseconds; `gone` cannot be read, though nobody knew. */
const file = fc.oneof(
  { weight: 9, arbitrary: fc.integer({ min: 1, max: 1500 }).map(String) },
  { weight: 1, arbitrary: fc.constant('gone') },
);
const layer = fc.record(
  {
    file,
    role: fc.constantFrom('voice', 'background', 'generic'),
    fade_in_ms: ms(200),
    fade_out_ms: ms(200),
    loop: fc.oneof(
      { weight: 4, arbitrary: fc.constant(false) },
      fc.constant(true),
      fc.record({ times: fc.integer({ min: 1, max: 3 }) }),
      fc.record({
        crossfade_ms: fc.integer({ min: 1, max: 900 }),
        crossfade_curve: fc.constantFrom('linear', 'equal-power', 'raised-cosine-db'),
        times: fc.option(fc.integer({ min: 1, max: 4 })),
      }),
    ),
  },
  { requiredKeys: ['file', 'role'] },
);
const transition = fc.record({
  type: fc.constantFrom('snap', 'crossfade', 'gap'),
  duration_ms: fc.integer({ min: 0, max: 600 }),
});
const plainCue = fc.record(
  {
    layers: fc.array(layer, { minLength: 1, maxLength: 3 }),
    duration_seconds: fc.double({ min: 0.05, max: 1.5, noNaN: true }),
    pre_wait_ms: ms(150),
    post_wait_ms: ms(150),
    follow: fc.constantFrom('stop', 'auto-continue', 'auto-follow', 'auto-follow', 'auto-follow'),
    transition,
  },
  { requiredKeys: ['layers', 'follow'] },
);
const groupCue = fc.record({
  kind: fc.constant('group'),
  mode: fc.constantFrom('sequence', 'together', 'playlist'),
  cues: fc.array(plainCue, { minLength: 1, maxLength: 3 }),
  follow: fc.constantFrom('stop', 'auto-follow'),
});
/** Does something to the first cue, or to all. */
const controlOf = (...does: readonly string[]) =>
  fc.record(
    {
      control: fc.record(
        { does: fc.constantFrom(...does), target: fc.constant('first'), duration_ms: ms(300) },
        { requiredKeys: ['does'] },
      ),
      pre_wait_ms: ms(300),
      follow: fc.constantFrom('stop', 'auto-continue', 'auto-follow'),
    },
    { requiredKeys: ['control', 'follow'] },
  );
/** Back to the first cue. */
const jumpCue = fc.record(
  {
    control: fc.constant({ does: 'jump', target: 'first' }),
    pre_wait_ms: ms(300),
    follow: fc.constantFrom('stop', 'auto-follow'),
  },
  { requiredKeys: ['control', 'follow'] },
);
const first = plainCue.map((cue) => ({ ...cue, id: 'first' }));
const memo = fc.record({ kind: fc.constant('memo'), follow: fc.constantFrom('stop', 'auto-follow') });
const documentOf = (control: ReturnType<typeof controlOf>) => {
  const more = fc.oneof({ weight: 6, arbitrary: plainCue }, groupCue, memo, { weight: 2, arbitrary: control }, jumpCue);
  return fc.record({
    id: fc.constant('l'),
    cues: fc.tuple(first, fc.array(more, { maxLength: 5 })).map(([one, rest]) => [one, ...rest]),
    loop_mode: fc.constantFrom('once', 'once', 'loop'),
    settings,
  });
};
const settings = fc.record({
  audio: fc.record({
    prefetch_lead_seconds: fc.double({ min: 0, max: 3, noNaN: true }),
    max_buffer_seconds_voice: fc.double({ min: 0.3, max: 2, noNaN: true }),
    max_buffer_seconds_background: fc.double({ min: 0.3, max: 2, noNaN: true }),
    max_buffer_seconds_generic: fc.double({ min: 0.3, max: 2, noNaN: true }),
    max_buffer_seconds_total: fc.double({ min: 0.3, max: 4, noNaN: true }),
  }),
});
/** What is told ahead of its time. */
const exact = documentOf(controlOf('fade', 'stop', 'stop'));
/** A cue that pauses is told at its time: what it pauses goes on a little longer, and is late by less than nothing. */
const any = documentOf(controlOf('fade', 'stop', 'pause', 'resume'));
const press = fc.record({
  at: fc.integer({ min: 0, max: 5000 }),
  what: fc.constantFrom<SessionEvent['kind']>(
    'go',
    'go',
    'go',
    'back',
    'pause',
    'resume',
    'devamp',
    'stop',
    'panic',
    'jump',
  ),
  run: fc.option(fc.integer({ min: 0, max: 8 })),
  fade: fc.integer({ min: 0, max: 300 }),
});

/** What becomes of the mixer, of the way to it, and of the studio. */
const blows = fc.array(
  fc.oneof(
    fc.record({ at: fc.integer({ min: 0, max: 5000 }), mixer: fc.integer({ min: 0, max: 5 }) }),
    fc.record({ at: fc.integer({ min: 0, max: 5000 }), crash: fc.constant(0) }),
    fc.record({ at: fc.integer({ min: 0, max: 5000 }), slow: fc.boolean() }),
  ),
  { minLength: 1, maxLength: 4 },
);
/** How much later a stop may be where the way to the mixer is slow. */
const SLOW = 2 * TICK;

const eventOf = ({
  what,
  run,
  fade,
}: {
  what: SessionEvent['kind'];
  run: number | null;
  fade: number;
}): SessionEvent => {
  if (what === 'jump') return { kind: 'jump', cue: run ?? 0, fire: fade % 2 === 0 };
  if (what === 'stop') return { kind: 'stop', run, fade: { length: frames(fade * 48), curve: 'linear' } };
  return (
    what === 'pause' || what === 'resume' || what === 'devamp' ? { kind: what, run } : { kind: what }
  ) as SessionEvent;
};

/** What was read ahead of a devamp is not taken back: where passes cross, and it came in between, it is heard as it was read. */
const pressesFor = <Press extends { readonly what: SessionEvent['kind'] }>(
  written: unknown,
  presses: readonly Press[],
): readonly Press[] =>
  JSON.stringify(written).includes('crossfade_ms') ? presses.filter(({ what }) => what !== 'devamp') : presses;

/** Plays a list with an operator for six seconds, then panics; everything that was seen of it. */
const perform = async (written: unknown, script: readonly Happening[], each?: (stage: Stage) => void) => {
  const stage = openStage(written, { identify: (file) => file });
  const see = each ?? (() => undefined);
  await stage.send({ kind: 'arm' });
  await play(stage, script, 6000, see);
  const panicAt = stage.now();
  await stage.send({ kind: 'resume', run: null });
  await stage.send({ kind: 'panic' });
  while (stage.now() < panicAt + 49_000) {
    await stage.tick();
    see(stage);
  }
  const runsLeft = stage.session().state().runs.length;
  const playingLeft = stage
    .session()
    .residents()
    .filter(({ state }) => state === 'playing').length;
  await stage.session().close();
  return { ...stage, cuelist: stage.session().show().list, show: stage.session().show(), runsLeft, playingLeft };
};
type Performed = Awaited<ReturnType<typeof perform>>;

/** An `expect` takes its time: what is looked at millions of times is only given to one where it fails. */
const holdsMost = (value: number, most: number): void => {
  if (!(value <= most)) expect(value).toBeLessThanOrEqual(most);
};
const holdsSame = (name: string, value: number, wanted: number): void => {
  if (value !== wanted) expect(`${name}: ${value}`).toBe(`${name}: ${wanted}`);
};

const holdsBudget = (stage: Stage): void => {
  const held = stage.session().held();
  const limits = stage.session().show().list.settings;
  for (const role of LAYER_ROLES) holdsMost(held[role], limits.maxBuffer[role]);
  holdsMost(
    LAYER_ROLES.reduce((sum, role) => sum + held[role], held.kept),
    limits.maxBufferTotal,
  );
  // What is on its way from a source has its room.
  const residents = stage.session().residents();
  const reserved = (of: typeof residents): number => of.reduce((sum, each) => sum + each.reserved, 0);
  for (const role of LAYER_ROLES) {
    const room = reserved(residents.filter((each) => each.role === role && each.state !== 'kept'));
    holdsMost(room, limits.maxBuffer[role]);
    holdsMost(held[role], room);
  }
  holdsMost(reserved(residents), limits.maxBufferTotal);
  holdsMost(residents.filter(({ state }) => state === 'kept').length, 16);
};
/** Every cue that started ends, once, not before it started. */
const endsAll = ({ lines, runsLeft, playingLeft, opened }: Performed): void => {
  expect([runsLeft, playingLeft, opened()]).toEqual([0, 0, 0]);
  const started = new Map<number, Frames>();
  for (const { event, run, at } of lines)
    if (event === 'cue.start') {
      expect(started.has(run!)).toBe(false);
      started.set(run!, at);
    } else if (event === 'cue.end') {
      expect(started.get(run!)).toBeLessThanOrEqual(at);
      started.set(run!, Number.POSITIVE_INFINITY as Frames);
    }
  expect([...started.values()].filter(Number.isFinite)).toEqual([]);
};
/** What is heard of a layer goes on where it was left, and is what its file has there. */
const losesNothing = ({ heard, layers, commands }: Performed): void => {
  for (const [key, pieces] of heard) {
    let next = 0;
    const ends = commands.flatMap((each) => (each.kind === 'end' && `${each.run}/${each.layer}` === key ? [each] : []));
    // What is heard past an end that came too late is what had been told before it.
    const passes = (frame: number): number | null => ends.findLast(({ after }) => after > frame)?.passes ?? null;
    for (const { from, length, samples } of pieces) {
      holdsSame(`${key} goes on from`, from, next);
      next = from + length;
      for (const at of [0, length >> 1, length - 1])
        holdsSame(
          `${key} at ${from + at}`,
          samples[2 * at],
          expectedSample(layers.get(key)!, from + at, passes(from + at)),
        );
    }
  }
};
describe('any list, any operator', () => {
  it('holds the budget, keeps the order, ends every cue, and loses or doubles no frame', {
    timeout: 14_400_000,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(exact, fc.array(press, { maxLength: 12 }), async (written, presses) => {
        const script = [
          { at: 0, event: { kind: 'go' } as SessionEvent },
          ...pressesFor(written, presses).map((each) => ({ at: each.at, event: eventOf(each) })),
        ];
        const seen = await perform(written, script, holdsBudget);
        const { lines, commands, heard } = seen;
        endsAll(seen);
        // Cues are fired in their order: the number of a run never starts before a lower one of the same list by itself.
        const times = lines.flatMap(({ event, at }) => (event === 'cue.start' || event === 'cue.end' ? [at] : []));
        expect(times).toEqual([...times].sort((a, b) => a - b));
        losesNothing(seen);
        // What was not stopped or paused is heard from its start to its end, to the frame.
        const touched = new Set(
          commands.flatMap((each) => (each.kind === 'stop' || each.kind === 'pause' ? [each.run] : [])),
        );
        const brokenRuns = new Set(lines.flatMap(({ event, run }) => (event === 'cue.broken' ? [run] : [])));
        for (const begin of commands) {
          if (begin.kind !== 'sound' || touched.has(begin.run) || brokenRuns.has(begin.run)) continue;
          const end = commands.findLast(
            (each) => each.kind === 'end' && each.run === begin.run && each.layer === begin.layer,
          );
          if (end?.kind === 'end') expect(lengthHeard(heard.get(`${begin.run}/${begin.layer}`))).toBe(end.after);
        }
        // After a stop and its fade nothing of the run is heard.
        for (const stop of commands)
          if (stop.kind === 'stop')
            for (const [key, pieces] of heard)
              if (key.startsWith(`${stop.run}/`))
                for (const { at, loud } of pieces) if (loud > 0) holdsMost(at + loud, stop.at + stop.fade.length);
        expect(lines.filter(({ event }) => event === 'underrun' || event === 'late')).toEqual([]);
      }),
      { numRuns: RUNS, endOnFailure: RUNS > 100 },
    );
  });

  it('goes on at the same sample whatever becomes of its mixer, and of itself', { timeout: 14_400_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(any, fc.array(press, { maxLength: 6 }), blows, async (written, presses, given) => {
        const script: Happening[] = [
          { at: 0, event: { kind: 'go' } },
          ...pressesFor(written, presses).map((each) => ({ at: each.at, event: eventOf(each) })),
          ...given,
        ];
        const seen = await perform(written, script, holdsBudget);
        const { lines, commands, heard } = seen;
        endsAll(seen);
        losesNothing(seen);
        // What was not stopped, and not broken, is heard from its start to its end, however late.
        const touched = new Set([
          ...commands.flatMap((each) => (each.kind === 'stop' ? [each.run] : [])),
          ...lines.flatMap(({ event, run }) => (event === 'cue.broken' ? [run!] : [])),
        ]);
        for (const begin of commands) {
          if (begin.kind !== 'sound' || touched.has(begin.run)) continue;
          const { decided, reached } = seen.endsOf(`${begin.run}/${begin.layer}`);
          if (decided === undefined) continue;
          // It is heard to the last end that came to its mixer, which is the last there was; or, where that one had passed
          // when it came, to where it was then.
          const length = lengthHeard(heard.get(`${begin.run}/${begin.layer}`));
          expect(length).toBe(reached === undefined ? decided.place : Math.max(reached.after, reached.place));
          if (reached?.after !== decided.after) expect(decided.place).toBe(length);
          expect(length).toBeGreaterThanOrEqual(decided.after);
        }
        for (const stop of commands) {
          if (stop.kind !== 'stop') continue;
          const pieces = [...heard].filter(([key]) => key.startsWith(`${stop.run}/`)).flatMap(([, of]) => of);
          for (const { at, length } of pieces) holdsMost(at + length, stop.at + stop.fade.length + SLOW);
        }
      }),
      { numRuns: RUNS, endOnFailure: RUNS > 100 },
    );
  });

  it('joins at the frame, and pauses only while its mixer is changed', { timeout: 14_400_000 }, async () => {
    const lengths = fc.array(fc.integer({ min: 120, max: 900 }), { minLength: 2, maxLength: 5 });
    const changes = fc.array(
      fc.oneof(
        fc.record({ at: fc.integer({ min: 100, max: 2500 }), mixer: fc.integer({ min: 0, max: 3 }) }),
        fc.record({ at: fc.integer({ min: 100, max: 2500 }), crash: fc.constant(0) }),
      ),
      { maxLength: 3 },
    );
    await fc.assert(
      fc.asyncProperty(lengths, changes, async (files, given) => {
        const cues = files.map((each) => ({
          layers: [{ file: String(each), role: 'generic' }],
          follow: 'auto-follow',
        }));
        const { heard, began } = await perform({ id: 'l', cues }, [{ at: 20, event: { kind: 'go' } }, ...given]);
        const pieces = [...heard.values()].flat().sort((a, b) => a.at - b.at);
        expect(lengthHeard(pieces)).toBe(files.reduce((sum, each) => sum + each * 48, 0));
        const seams = pieces.slice(1).map(({ at }, i) => at - pieces[i].at - pieces[i].length);
        expect(Math.min(0, ...seams)).toBe(0);
        expect(seams.filter((seam) => seam > 0).length).toBeLessThanOrEqual(given.length);
        // Another mixer has the next sample at the very frame it goes on at.
        for (const [i, seam] of seams.entries()) if (seam > 0) expect(began).toContain(pieces[i + 1].at);
      }),
      { numRuns: RUNS, endOnFailure: RUNS > 100 },
    );
  });

  it('joins what it said it would join, at that frame', { timeout: 14_400_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(plainCue, { minLength: 2, maxLength: 5 }), async (cues) => {
        const written = { id: 'l', cues: cues.map((cue) => ({ ...cue, follow: 'auto-follow' })) };
        const { show, cuelist, lines, commands } = await perform(written, [{ at: 0, event: { kind: 'go' } }]);
        const known = (cue: number, place: number) => {
          const { action } = show.steps[cue].cue;
          const name = action.kind === 'sound' ? action.layers[place].file : '';
          const broken = lines.some((line) => line.event === 'cue.broken' && line.cue === cue && line.layer === place);
          return {
            ...UNKNOWN_FACTS,
            frames: name === 'gone' ? null : frames(Number(name) * 48),
            broken: broken ? 'gone' : null,
          };
        };
        // A cue shorter than the time there is to read what follows it cannot be joined; it says so.
        const late = new Set(
          lines.flatMap(({ event, cue }) => (event === 'stream.start' || event === 'cue.broken' ? [cue] : [])),
        );
        const readAhead = (cue: number, by: number): boolean => {
          const { action } = show.steps[cue].cue;
          const ready = lines.filter(
            (line) => line.event === 'prefetch.ready' && line.cue === cue && line.at <= by - 4800,
          );
          return action.kind === 'sound' && ready.length === action.layers.length;
        };
        const at = (event: string, cue: number): number | undefined =>
          lines.find((line) => line.event === event && line.cue === cue)?.at;
        let judged = 0;
        for (const { from, to, kind, length } of junctions(cuelist, known)) {
          const end = at('cue.end', from);
          const begin = at('cue.start', to);
          if (end === undefined || begin === undefined || begin > 5 * 48_000 || late.has(from) || late.has(to))
            continue;
          if (!readAhead(to, Math.min(begin, end))) continue;
          judged += 1;
          if (kind === 'gapless') expect(begin).toBe(end);
          if (kind === 'crossfade') expect(begin).toBe(end - length);
          if (kind === 'gap') expect(begin).toBeGreaterThanOrEqual(end);
          // The mixer was told of both before either came.
          const run = lines.find((line) => line.event === 'cue.start' && line.cue === to)!.run;
          for (const sound of commands) if (sound.kind === 'sound' && sound.run === run) expect(sound.at).toBe(begin);
        }
        fc.pre(judged > 0);
      }),
      { numRuns: RUNS, endOnFailure: RUNS > 100 },
    );
  });
});

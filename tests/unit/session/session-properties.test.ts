import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Frames, frames, LAYER_ROLES, readCuelistDocument } from '../../../src/model/index.ts';
import { junctions, UNKNOWN_FACTS } from '../../../src/plan/index.ts';
import {
  createSession,
  createShow,
  createTimedMixer,
  type SessionCommand,
  type SessionEvent,
  type SessionLine,
} from '../../../src/session/index.ts';
import { countingSource } from './counting-source.ts';

const RUNS = Number(process.env.SESSION_RUNS ?? 100);
const TICK = 960;

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
const memo = fc.record({ kind: fc.constant('memo'), follow: fc.constantFrom('stop', 'auto-follow') });
const document = fc.record({
  id: fc.constant('l'),
  cues: fc.array(fc.oneof({ weight: 6, arbitrary: plainCue }, groupCue, memo), { minLength: 1, maxLength: 6 }),
  loop_mode: fc.constantFrom('once', 'once', 'loop'),
  settings: fc.record({
    audio: fc.record({
      prefetch_lead_seconds: fc.double({ min: 0, max: 3, noNaN: true }),
      max_buffer_seconds_voice: fc.double({ min: 0.3, max: 2, noNaN: true }),
      max_buffer_seconds_background: fc.double({ min: 0.3, max: 2, noNaN: true }),
      max_buffer_seconds_generic: fc.double({ min: 0.3, max: 2, noNaN: true }),
      max_buffer_seconds_total: fc.double({ min: 0.3, max: 4, noNaN: true }),
    }),
  }),
});
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

interface Heard {
  readonly at: number;
  readonly from: number;
  readonly length: number;
}

/** Plays a list with an operator for six seconds, then panics; everything that was seen of it. */
const perform = async (
  written: unknown,
  script: readonly { at: number; event: SessionEvent }[],
  each?: (held: Record<string, number>) => void,
) => {
  const { cuelist, problems } = readCuelistDocument(written);
  if (cuelist === null) throw new Error(JSON.stringify(problems));
  const show = createShow(cuelist, 3);
  const { open, opened } = countingSource((name) => (name === 'gone' ? null : Number(name) * 48));
  const lines: SessionLine[] = [];
  const commands: SessionCommand[] = [];
  const heard = new Map<string, Heard[]>();
  let now = 0;
  const session = createSession(show, {
    openSource: open,
    clock: () => 0,
    onLine: (line) => lines.push(line),
    onCommand: (command) => commands.push(command),
  });
  const owners = new Map<number, string>();
  const mixer = createTimedMixer(({ voice, at, from, samples }) => {
    const key = owners.get(voice)!;
    heard.set(key, [...(heard.get(key) ?? []), { at, from, length: samples.length / 2 }]);
  });
  for (const { index, cue } of show.steps)
    if (cue.action.kind === 'sound')
      for (const [place, { file: name }] of cue.action.layers.entries())
        session.send(
          {
            kind: 'facts',
            cue: index,
            layer: place,
            facts: { frames: name === 'gone' ? null : frames(Number(name) * 48) },
          },
          frames(0),
        );
  const send = async (event: SessionEvent): Promise<void> => {
    for (const { voice, run, layer: place } of session.sounds()) owners.set(voice!, `${run}/${place}`);
    for (const said of mixer.advance(now))
      if (said.kind === 'heard' || said.kind === 'late') session.heard(said, frames(now));
    session.send(event, frames(now));
    each?.(session.held() as never);
    // Sources answer at once: a few turns let all of them read as far as they may.
    for (let turn = 0; turn < 3; turn += 1) {
      await session.settled();
      await new Promise((resolve) => setImmediate(resolve));
    }
    each?.(session.held() as never);
  };
  session.attach(mixer, frames(0));
  await send({ kind: 'arm' });
  const presses = [...script].sort((a, b) => a.at - b.at);
  while (now < 6 * 48_000) {
    for (; presses[0] && presses[0].at * 48 <= now; presses.shift()) await send(presses[0].event);
    now += TICK;
    await send({ kind: 'tick' });
    if (session.state().runs.length === 0 && presses.length === 0) break;
  }
  const panicAt = now;
  await send({ kind: 'resume', run: null });
  await send({ kind: 'panic' });
  const soundedBeforePanic = [...heard.values()].flat().length;
  while (now < panicAt + 49_000) {
    now += TICK;
    await send({ kind: 'tick' });
  }
  const runsLeft = session.state().runs.length;
  const playingLeft = session.residents().filter(({ state }) => state === 'playing').length;
  await session.close();
  return { show, cuelist, lines, commands, heard, runsLeft, playingLeft, opened, soundedBeforePanic };
};

describe('any list, any operator', () => {
  it('holds the budget, keeps the order, ends every cue, and loses or doubles no frame', {
    timeout: 120_000,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(document, fc.array(press, { maxLength: 12 }), async (written, presses) => {
        const script = [
          { at: 0, event: { kind: 'go' } as SessionEvent },
          ...presses.map((each) => ({ at: each.at, event: eventOf(each) })),
        ];
        const limits = readCuelistDocument(written).cuelist!.settings;
        const { lines, commands, heard, runsLeft, playingLeft, opened } = await perform(written, script, (held) => {
          for (const role of LAYER_ROLES) expect(held[role]).toBeLessThanOrEqual(limits.maxBuffer[role]);
          expect(LAYER_ROLES.reduce((sum, role) => sum + held[role], held.kept)).toBeLessThanOrEqual(
            limits.maxBufferTotal,
          );
        });
        expect(runsLeft).toBe(0);
        expect(playingLeft).toBe(0);
        expect(opened()).toBe(0);
        // Every cue that started ends, once, not before it started.
        const notes = lines.filter(({ event }) => event === 'cue.start' || event === 'cue.end');
        const started = new Map<number, Frames>();
        for (const { event, run, at } of notes)
          if (event === 'cue.start') {
            expect(started.has(run!)).toBe(false);
            started.set(run!, at);
          } else {
            expect(started.get(run!)).toBeLessThanOrEqual(at);
            started.set(run!, Number.POSITIVE_INFINITY as Frames);
          }
        expect([...started.values()].filter(Number.isFinite)).toEqual([]);
        // Cues are fired in their order: the number of a run never starts before a lower one of the same list by itself.
        const times = notes.map(({ at }) => at);
        expect(times).toEqual([...times].sort((a, b) => a - b));
        // What is heard of a layer goes on where it was left.
        for (const pieces of heard.values()) {
          let next = 0;
          for (const { from, length } of pieces) {
            expect(from).toBe(next);
            next = from + length;
          }
        }
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
          const pieces = heard.get(`${begin.run}/${begin.layer}`) ?? [];
          // One that is shorter than a tick and began late is over before anybody could play it.
          if (end?.kind === 'end' && end.at - begin.at > TICK)
            expect(pieces.reduce((sum, { length }) => sum + length, 0)).toBe(end.at - begin.at);
        }
        // After a stop and its fade nothing of the run is heard.
        for (const stop of commands)
          if (stop.kind === 'stop')
            for (const [key, pieces] of heard)
              if (key.startsWith(`${stop.run}/`))
                expect(Math.max(0, ...pieces.map(({ at }) => at))).toBeLessThanOrEqual(
                  stop.at + stop.fade.length + TICK,
                );
        expect(lines.filter(({ event }) => event === 'underrun' || event === 'late')).toEqual([]);
      }),
      { numRuns: RUNS },
    );
  });

  it('joins what it said it would join, at that frame', { timeout: 120_000 }, async () => {
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
      { numRuns: RUNS },
    );
  });
});

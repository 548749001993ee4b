import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MIXER_CEILING } from '../../../../renderer/mixer/mixing.ts';
import { LIMITER_LOOKAHEAD } from '../../../../src/audio/index.ts';
import { decibels, type FadeCurve, frames, type MixerAct } from '../../../../src/model/index.ts';
import { expectedOf } from '../../audio/live-mixer-reference.ts';
import type { Scene } from '../../audio/live-mixer-scene.ts';
import { noise } from '../../audio/signals.ts';
import { openMixer } from './mixer-bench.ts';

const QUANTUM = 128;
const LENGTH = 60 * QUANTUM;
const VOICES = 3;
const fades = fc.record({
  length: fc.constantFrom(0, 1, 300, 900).map(frames),
  curve: fc.constantFrom<FadeCurve[]>('linear', 'equal-power', 'raised-cosine-db'),
});
const acts = fc.record({
  quantum: fc.nat(50),
  lead: fc.integer({ min: -300, max: 900 }),
  voice: fc.nat(VOICES - 1),
  over: fades,
  level: fc.constantFrom(Number.NEGATIVE_INFINITY, -6, 0, 3),
  kind: fc.constantFrom<MixerAct['kind'][]>('sound', 'end', 'fade', 'stop', 'pause', 'resume', 'release'),
});
const scripts = fc.record({
  lengths: fc.array(fc.integer({ min: 500, max: 6_000 }), { minLength: VOICES, maxLength: VOICES }),
  /** Quanta between two pieces of sound that arrive; pieces are 700 frames. */
  apart: fc.constantFrom(0, 4, 7),
  starts: fc.array(acts, { minLength: VOICES, maxLength: VOICES }),
  more: fc.array(acts, { maxLength: 12 }),
});
type Script = typeof scripts extends fc.Arbitrary<infer T> ? T : never;

const actOf = ({ quantum, lead, voice, over, level, kind }: Script['more'][number]): MixerAct => {
  const at = frames(Math.max(0, quantum * QUANTUM + lead));
  switch (kind) {
    case 'sound':
      return { kind, voice, at, gain: decibels(level), fadeIn: over };
    case 'end':
      return { kind, voice, after: at, fadeOut: over };
    case 'fade':
      return { kind, voice, at, to: decibels(level), fade: over };
    case 'stop':
      return { kind, voice, at, fade: over };
    case 'release':
      return { kind, voice };
    default:
      return { kind, voice, at };
  }
};
const sceneOf = ({ lengths, apart, starts, more }: Script): Scene => ({
  length: LENGTH,
  ceiling: MIXER_CEILING,
  voices: lengths.map((length, i) => ({ from: 0, length, pcm: noise(length, 0.5, 3 + i) })),
  messages: [...starts.map((one, voice) => ({ ...one, voice, kind: 'sound' as const })), ...more]
    .map((one) => ({ arrives: one.quantum * QUANTUM, acts: [actOf(one)] }))
    .sort((a, b) => a.arrives - b.arrives),
  sent: lengths.flatMap((length, voice) =>
    Array.from({ length: Math.ceil(length / 700) }, (_, i) => ({
      arrives: i * apart * QUANTUM,
      voice,
      upTo: Math.min(length, (i + 1) * 700),
    })),
  ),
});

test('what is told over the studio’s connection sounds as the plain mix does', () => {
  fc.assert(
    fc.property(scripts, (script) => {
      const scene = sceneOf(script);
      const expected = expectedOf(scene);
      const mixer = openMixer();
      mixer.connect();
      const [first] = mixer.of('heard');
      const start = first.frame;
      const from = mixer.out.length;
      /** Acts at frames of the scene as those of the mixer, which has mixed a quantum before. */
      const shifted = (act: MixerAct): MixerAct => ('at' in act ? { ...act, at: frames(act.at + start) } : act);
      for (const voice of scene.voices.keys()) mixer.tell({ kind: 'voice', voice, from: frames(0) });
      const sent = scene.voices.map(() => 0);
      for (let n = 0; n < LENGTH; n += QUANTUM) {
        for (const { arrives, voice, upTo } of scene.sent) {
          if (arrives !== n) continue;
          const { pcm, length } = scene.voices[voice];
          const samples = pcm.slice(2 * sent[voice], 2 * upTo);
          mixer.tell({ kind: 'pcm', voice, frame: frames(sent[voice]), samples });
          if (upTo === length) mixer.tell({ kind: 'over', voice, length: frames(length) });
          sent[voice] = upTo;
        }
        for (const message of scene.messages)
          if (message.arrives === n) mixer.acts(...message.acts.map((act) => shifted(act)));
        mixer.render(QUANTUM);
      }
      let most = 0;
      for (let i = 2 * LIMITER_LOOKAHEAD; i < 2 * LENGTH; i++)
        most = Math.max(most, Math.abs(mixer.out[from + i] - expected.pcm[i]));
      expect(most).toBeLessThan(1e-6);
      mixer.render(9_600);
      const told = mixer.of('late').flatMap(({ voices, by }) => voices.map((voice) => `${voice} by ${by}`));
      const due = expected.late.map(([voice, by]) => `${voice} by ${by}`);
      for (const late of told) expect(due).toContain(late);
      // Of a voice that was released meanwhile nobody wants to know.
      const open = mixer
        .of('heard')
        .at(-1)!
        .voices.map(({ voice }) => voice);
      for (const [i, [voice]] of expected.late.entries()) if (open.includes(voice)) expect(told).toContain(due[i]);
    }),
    { numRuns: 40 },
  );
});

import { afterAll, describe, expect, it } from 'vitest';
import { createLimiter, fadeGain, LIMITER_LOOKAHEAD } from '../../../../src/audio/index.ts';
import { findFfmpeg } from '../../../../src/media/index.ts';
import {
  CueforgeError,
  decibels,
  type Fade,
  type FadeCurve,
  frames,
  parseCuelistFile,
  type SessionCue,
  toLinear,
} from '../../../../src/model/index.ts';
import { createSourcePool, type OpenSource } from '../../../../src/session/index.ts';
import { openAudition } from '../../../../src/studio/run/audition.ts';
import { writeFloatWav } from '../../export/material.ts';
import { scratch } from '../../media/sound-files.ts';

/** Noise that is the same in every run. */
const noise = (seed: number, length: number, level: number): Float32Array => {
  const samples = new Float32Array(length * 2);
  let state = seed;
  for (let i = 0; i < samples.length; i++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    samples[i] = Math.fround((level * state) / 2 ** 31);
  }
  return samples;
};
const SOUNDS: Record<string, Float32Array> = {
  'voice.wav': noise(1, 100_003, 0.3),
  'bed.wav': noise(2, 60_000, 0.2),
  'loud.wav': noise(3, 30_000, 1),
  'short.wav': noise(4, 5_000, 0.4),
};
let opened = 0;
let open = 0;
const openSource: OpenSource = (file, from) => {
  const sound = SOUNDS[file];
  let at = from * 2;
  opened += 1;
  open += 1;
  let isOpen = true;
  return {
    async next(most) {
      if (sound === undefined) throw new CueforgeError('file-missing', `"${file}" does not exist`);
      const piece = sound.slice(at, at + Math.min(most, 1_777) * 2);
      at += piece.length;
      return piece.length === 0 ? null : piece;
    },
    async close() {
      if (isOpen) open -= 1;
      isOpen = false;
    },
  };
};
const known = (file: string) => ({
  frames: SOUNDS[file] === undefined ? null : frames(SOUNDS[file].length / 2),
  broken: SOUNDS[file] === undefined ? `"${file}" does not exist` : null,
});
const unknown = () => ({ frames: null, broken: null });

const cueOf = (written: object): SessionCue => {
  const { cuelist, problems } = parseCuelistFile(JSON.stringify({ id: 'list', cues: [written] }), {
    name: 'list.json',
  });
  if (cuelist === null) throw new Error(JSON.stringify(problems));
  return cuelist.cues[0];
};
const listen = async (cue: SessionCue, from = 0, piece = 4_800, fileOf = known, most = Number.POSITIVE_INFINITY) => {
  const stream = await openAudition(cue, { openSource, fileOf }, frames(from));
  const heard: number[] = [];
  while (heard.length / 2 < most) {
    const samples = await stream.next(piece);
    if (samples === null) break;
    expect(samples.length).toBeLessThanOrEqual(piece * 2);
    for (const sample of samples) heard.push(sample);
  }
  await stream.close();
  expect(open).toBe(0);
  return { samples: Float32Array.from(heard), length: stream.length() };
};

/** The plain way: each part as an array, all summed, one limiter over the whole. */
interface Part {
  readonly samples: Float32Array;
  readonly at: number;
  readonly gain?: number;
  readonly fadeIn?: Fade;
  readonly fadeOut?: Fade;
}
const fade = (length: number, curve: FadeCurve = 'equal-power'): Fade => ({ length: frames(length), curve });
const plainMix = (parts: readonly Part[], length: number): Float32Array => {
  const sum = new Float64Array(length * 2);
  for (const { samples, at, gain = 0, fadeIn = fade(0), fadeOut = fade(0) } of parts) {
    const count = samples.length / 2;
    for (let n = 0; n < count; n++) {
      const shape = fadeGain(fadeIn, n) * fadeGain(fadeOut, count - 1 - n) * toLinear(decibels(gain));
      for (const side of [0, 1]) sum[(at + n) * 2 + side] += samples[n * 2 + side] * shape;
    }
  }
  const limiter = createLimiter(decibels(-1));
  const output = new Float32Array((length + LIMITER_LOOKAHEAD) * 2);
  const written = limiter.process(Float32Array.from(sum), output);
  limiter.flush(output.subarray(written * 2));
  return output.slice(0, length * 2);
};
const cut = (file: string, from: number, to?: number): Float32Array => SOUNDS[file].slice(from * 2, to && to * 2);
const times = (samples: Float32Array, count: number): Float32Array =>
  Float32Array.from(Array.from({ length: count }, () => [...samples]).flat());

/** Alike but for the last bit of a float: gains are multiplied in another order. */
const expectAlike = (heard: Float32Array, meant: Float32Array): void => {
  expect(heard.length).toBe(meant.length);
  expect(heard.findIndex((sample, at) => !(Math.abs(sample - meant[at]) <= 1e-7))).toBe(-1);
};
const ms = (length: number): number => length * 48;

const layered = cueOf({
  name: 'Layers',
  pre_wait_ms: 5000,
  layers: [
    { role: 'voice', file: 'voice.wav', gain_db: -3, fade_in_ms: 100, trim_start_ms: 250 },
    { role: 'background', file: 'bed.wav', loop: true, fade_in_ms: 20, fade_out_ms: 300 },
    { role: 'generic', file: 'loud.wav', gain_db: 3 },
  ],
});
const layeredPlain = (() => {
  const voice = cut('voice.wav', ms(250));
  const length = voice.length / 2;
  return plainMix(
    [
      { samples: voice, at: 0, gain: -3, fadeIn: fade(ms(100)) },
      {
        samples: times(cut('bed.wav', 0), 2).slice(0, length * 2),
        at: 0,
        fadeIn: fade(ms(20)),
        fadeOut: fade(ms(300)),
      },
      { samples: cut('loud.wav', 0), at: 0, gain: 3 },
    ],
    length,
  );
})();

describe('a cue as it sounds alone', () => {
  it('has its layers with gains, fades and loops, for as long as its voice, limited', async () => {
    const { samples, length } = await listen(layered);
    expect(length).toBe(layeredPlain.length / 2);
    expectAlike(samples, layeredPlain);
    expect(samples.reduce((top, x) => Math.max(top, Math.abs(x)), 0)).toBeLessThan(0.9);
  });

  it.each([1, 4_799, 60_001, 88_002])('is the same from frame %i on, in pieces of any length', async (from) => {
    for (const piece of [1_000, 4_800, 50_000]) {
      const { samples } = await listen(layered, from, piece);
      expectAlike(samples, layeredPlain.slice(from * 2));
    }
  });

  it('is over at its end, and behind it', async () => {
    expect((await listen(layered, layeredPlain.length / 2)).samples).toHaveLength(0);
    expect((await listen(layered, 10_000_000)).samples).toHaveLength(0);
  });

  it('keeps its own length: what is longer fades out there, what is shorter leaves silence', async () => {
    const cue = cueOf({
      duration_seconds: 1.5,
      layers: [
        { role: 'voice', file: 'voice.wav', fade_out_ms: 200 },
        { role: 'generic', file: 'short.wav' },
      ],
    });
    const voice = { samples: cut('voice.wav', 0, 72_000), at: 0, fadeOut: fade(ms(200)) };
    const meant = plainMix([voice, { samples: cut('short.wav', 0), at: 0 }], 72_000);
    expectAlike((await listen(cue)).samples, meant);
  });

  it('is measured where the length of its files is not known', async () => {
    opened = 0;
    const { samples, length } = await listen(layered, 0, 4_800, unknown);
    expect(length).toBe(layeredPlain.length / 2);
    expectAlike(samples, layeredPlain);
    // The two that do not loop were read once more.
    expect(opened).toBe(2 + 4);
  });

  it('repeats a part of a file under a crossfade, and goes on behind it, from any frame', async () => {
    const loop = { start_ms: 300, end_ms: 900, crossfade_ms: 50, times: 4 };
    const cue = cueOf({ layers: [{ role: 'voice', file: 'voice.wav', trim_start_ms: 100, loop }] });
    const { samples, length } = await listen(cue);
    expect(length).toBe(100_003 - ms(100) + 3 * ms(550));
    expect(samples).toHaveLength(length! * 2);
    expectAlike(samples.slice(0, ms(750) * 2), cut('voice.wav', ms(100), ms(850)));
    expectAlike(samples.slice(-ms(1_000) * 2), cut('voice.wav', 100_003 - ms(1_000)));
    for (const from of [ms(750) + 1, ms(790), ms(1_000), ms(1_350) + 7, ms(2_400) + 1, length! - 500])
      expectAlike((await listen(cue, from)).samples, samples.slice(from * 2));
  });

  it('plays a loop without end for ten minutes at most, and lets go of it when it is closed', async () => {
    const cue = cueOf({ layers: [{ role: 'background', file: 'short.wav', loop: true }] });
    const { samples, length } = await listen(cue, 0, 4_800, known, 48_000);
    expect(length).toBe(600 * 48_000);
    expectAlike(
      samples,
      plainMix([{ samples: times(SOUNDS['short.wav'], 12), at: 0 }], 60_000).slice(0, samples.length),
    );
    const end = await listen(cue, 600 * 48_000 - 100);
    expect(end.samples).toHaveLength(200);
    expect(Math.abs(end.samples[198])).toBe(0);
  });
});

describe('a group alone', () => {
  const sound = (file: string, more: object = {}) => ({ layers: [{ role: 'generic', file }], ...more });

  it('plays its cues one after the other, with waits, gaps and crossfades', async () => {
    const group = cueOf({
      mode: 'sequence',
      cues: [
        sound('bed.wav', { transition: { type: 'crossfade', duration_ms: 250 } }),
        sound('voice.wav', { transition: { type: 'gap', duration_ms: 100 } }),
        { kind: 'memo', name: 'Note' },
        sound('short.wav', { pre_wait_ms: 40 }),
      ],
    });
    const cross = fade(ms(250));
    const second = 60_000 - cross.length;
    const third = second + 100_003 + ms(100) + ms(40);
    const meant = plainMix(
      [
        { samples: SOUNDS['bed.wav'], at: 0, fadeOut: cross },
        { samples: SOUNDS['voice.wav'], at: second, fadeIn: cross },
        { samples: SOUNDS['short.wav'], at: third },
      ],
      third + 5_000,
    );
    expectAlike((await listen(group)).samples, meant);
    expectAlike((await listen(group, second + 17)).samples, meant.slice((second + 17) * 2));
  });

  it('plays them together, and leaves out what cannot be played', async () => {
    const group = cueOf({
      mode: 'together',
      cues: [sound('bed.wav', { pre_wait_ms: 10 }), sound('short.wav'), sound('nowhere.wav')],
    });
    const meant = plainMix(
      [
        { samples: SOUNDS['bed.wav'], at: 480 },
        { samples: SOUNDS['short.wav'], at: 0 },
      ],
      60_480,
    );
    expectAlike((await listen(group)).samples, meant);
  });

  it('stays with a cue that has no end', async () => {
    const endless = { layers: [{ role: 'background', file: 'short.wav', loop: true }] };
    const group = cueOf({ mode: 'sequence', cues: [sound('short.wav'), endless, sound('voice.wav')] });
    const { samples, length } = await listen(group, 0, 4_800, known, 30_000);
    expect(length).toBe(600 * 48_000);
    expectAlike(
      samples,
      plainMix([{ samples: times(SOUNDS['short.wav'], 9), at: 0 }], 45_000).slice(0, samples.length),
    );
  });
});

describe('what cannot be heard alone', () => {
  const sentenceOf = (cue: SessionCue): Promise<string> =>
    openAudition(cue, { openSource, fileOf: known }, frames(0)).then(
      () => 'it can',
      (error) => (error as CueforgeError).failure.message,
    );
  it('says why', async () => {
    expect(await sentenceOf(cueOf({ name: 'Lights', kind: 'memo' }))).toBe('“Lights” is a note: it has no sound');
    expect(await sentenceOf(cueOf({ name: 'Out', control: { does: 'stop' } }))).toMatch(/^“Out” acts on other cues/);
    expect(await sentenceOf(cueOf({ name: 'Gone', layers: [{ role: 'voice', file: 'nowhere.wav' }] }))).toBe(
      '“Gone” cannot be heard: "nowhere.wav" does not exist',
    );
  });
});

describe('with real files', () => {
  const files = scratch();
  afterAll(() => files.remove());
  it('has the same samples', async () => {
    for (const [name, samples] of Object.entries(SOUNDS)) writeFloatWav(files.at(name), samples);
    const ffmpeg = await findFfmpeg(null);
    const pool = createSourcePool({ ffmpeg, resolve: files.at, cached: async () => null });
    const stream = await openAudition(layered, { openSource: pool.open, fileOf: unknown }, frames(7));
    const heard: number[] = [];
    for (let piece = await stream.next(4_800); piece !== null; piece = await stream.next(4_800)) heard.push(...piece);
    await stream.close();
    await pool.close();
    expectAlike(Float32Array.from(heard), layeredPlain.slice(14));
  });
});

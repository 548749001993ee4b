import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { captureMemory, readCapture } from '../../../../renderer/mixer/capture.ts';
import { actCommand, openCommandReader, openCommandWriter } from '../../../../renderer/mixer/command-ring.ts';
import { COMMANDS, FLOAT, mixerMemory, WORD } from '../../../../renderer/mixer/mixer-memory.ts';
import { openVoiceReader, openVoiceRing } from '../../../../renderer/mixer/voice-ring.ts';
import { LIMITER_LOOKAHEAD, PAUSE_FADE } from '../../../../src/audio/index.ts';
import { fromMixer } from '../../../../src/contract/index.ts';
import { frames, MIXER_RING, MIXER_VOICES, type MixerAct } from '../../../../src/model/index.ts';
import { noise } from '../../audio/signals.ts';
import { openMixer, soundAct } from './mixer-bench.ts';

const stereo = (from: number, count: number): Float32Array =>
  Float32Array.from({ length: 2 * count }, (_, i) => from + (i >> 1) + (i % 2 === 0 ? 0 : 0.5));
const release = (voice: number): MixerAct => ({ kind: 'release', voice });
const bytesOf = ({ buffer, byteOffset, byteLength }: Float32Array): Buffer =>
  Buffer.from(buffer, byteOffset, byteLength);
const isSame = (a: Float32Array, b: Float32Array): boolean => bytesOf(a).equals(bytesOf(b));
/** Where output of frame 0 stands in what was given out since a frame. */
const heardFrom = (out: readonly number[], start: number, at: number, count: number): Float32Array =>
  Float32Array.from(out.slice(2 * (start + at + LIMITER_LOOKAHEAD), 2 * (start + at + LIMITER_LOOKAHEAD + count)));

describe('a voice’s ring', () => {
  test('gives every frame once, in order, whatever is written and read, voice after voice', () => {
    const memory = mixerMemory();
    const ring = openVoiceRing(memory, 3);
    const reader = openVoiceReader(memory, 3);
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            writes: fc.array(fc.nat(MIXER_RING), { minLength: 1, maxLength: 6 }),
            reads: fc.array(fc.nat(MIXER_RING), { minLength: 1, maxLength: 6 }),
          }),
          { minLength: 1, maxLength: 3 },
        ),
        (voices) => {
          for (const { writes, reads } of voices) {
            ring.begin();
            expect(reader.available()).toBe(0);
            expect(reader.length()).toBe(-1);
            let written = 0;
            let read = 0;
            for (const [i, count] of writes.entries()) {
              const took = ring.write(stereo(written, count), 0);
              expect(took).toBe(Math.min(count, MIXER_RING - (written - read)));
              written += took;
              expect(reader.available()).toBe(written - read);
              const take = Math.min(reads[i % reads.length], written - read);
              const ahead = Math.min(5, take);
              const into = new Float32Array(2 * take);
              reader.peek(into, ahead, take - ahead);
              expect(isSame(into.subarray(0, 2 * (take - ahead)), stereo(read + ahead, take - ahead))).toBe(true);
              reader.peek(into, 0, take);
              expect(isSame(into, stereo(read, take))).toBe(true);
              reader.consume(take);
              read += take;
              expect(ring.played()).toBe(read);
            }
            ring.end(written);
            expect(reader.length()).toBe(written);
          }
        },
      ),
      { numRuns: 10 },
    );
  });
});

describe('commands', () => {
  test('are seen together or not at all, in order, and wait where there is no room', () => {
    const memory = mixerMemory();
    const writer = openCommandWriter(memory);
    const reader = openCommandReader(memory);
    const message = (from: number, count: number) =>
      Array.from({ length: count }, (_, i) => actCommand(soundAct(0, from + i), (from + i) % MIXER_VOICES));
    writer.push(message(0, 600));
    writer.push(message(600, 600));
    writer.push(message(1_200, 3));
    let seen = 0;
    const takeAll = (): number => {
      const before = seen;
      for (let next = reader.next(); next !== null; next = reader.next()) {
        expect(next.act).toMatchObject({ kind: 'sound', at: seen, slot: seen % MIXER_VOICES, level: 1 });
        seen++;
        reader.taken();
      }
      return seen - before;
    };
    expect(takeAll()).toBe(600);
    expect(writer.waits()).toBe(true);
    writer.flush();
    expect(takeAll()).toBe(603);
    expect(writer.waits()).toBe(false);
    writer.push(message(1_203, COMMANDS));
    expect(takeAll()).toBe(COMMANDS);
  });
});

describe('the mixer between the studio and the device', () => {
  test('is ready at frame 0 once it is as new, and says what it heard in the contract’s words', () => {
    const mixer = openMixer();
    mixer.render(1_000);
    mixer.connect();
    expect(mixer.said[0]).toEqual({ kind: 'ready', voices: MIXER_VOICES });
    mixer.render(48_000);
    const heard = mixer.of('heard');
    expect(heard.length).toBeLessThan(4);
    expect(heard.at(-1)!.frame).toBeLessThanOrEqual(48_128);
    for (const message of mixer.said) expect(fromMixer.parse(message)).toEqual(message);
  });

  test('says what was played when it counted, also where the device takes frames meanwhile', () => {
    const mixer = openMixer();
    mixer.connect();
    mixer.voice(7, noise(60_000, 0.3, 1));
    mixer.acts(soundAct(7, 1_000));
    mixer.render(20_000);
    const { load } = Atomics;
    let takes = 1;
    const spy = vi.spyOn(Atomics, 'load').mockImplementation(((array: Int32Array, index: number) => {
      const value = load(array, index);
      if (array === mixer.memory.words && index === WORD.frame && takes-- > 0)
        for (let n = 0; n < 8; n++) mixer.mixing.render(new Float32Array(128), new Float32Array(128));
      return value;
    }) as typeof Atomics.load);
    mixer.render(9_600);
    spy.mockRestore();
    expect(takes).toBeLessThan(1);
    const { frame, voices } = mixer.of('heard').at(-1)!;
    expect(frame - voices.find(({ voice }) => voice === 7)!.played).toBe(1_000);
  });

  test('joins two voices at the exact frame, and grants what was played', () => {
    const mixer = openMixer();
    mixer.connect();
    const start = mixer.out.length / 2 - 128;
    const [a, b] = [noise(5_000, 0.3, 1), noise(4_000, 0.3, 2)];
    mixer.voice(7, a);
    mixer.voice(8, b);
    mixer.acts(soundAct(7, 1_000), soundAct(8, 6_000));
    mixer.render(7_000);
    expect(heardFrom(mixer.out, start, 1_000, 5_000)).toEqual(a);
    mixer.render(9_600);
    expect(
      mixer
        .of('heard')
        .at(-1)!
        .voices.find(({ voice }) => voice === 7),
    ).toMatchObject({
      played: 5_000,
      granted: 5_000 + MIXER_RING,
    });
    mixer.render(200);
    expect(heardFrom(mixer.out, start, 6_000, 4_000)).toEqual(b);
    expect(mixer.of('late')).toEqual([]);
    expect(mixer.of('heard').at(-1)!.missing).toBe(0);
    const peaks = mixer.of('heard').flatMap(({ voices }) => voices.map(({ peak }) => peak));
    expect(Math.max(...peaks)).toBeGreaterThan(0.29);
    expect(mixer.memory.floats[FLOAT.peakLeft]).toBeGreaterThanOrEqual(0);
  });

  test('tells less often what nobody sees', () => {
    const mixer = openMixer();
    mixer.connect();
    mixer.voice(7, noise(120_000, 0.3, 1));
    mixer.render(9_600);
    const count = (length: number): number => {
      const before = mixer.of('heard').length;
      mixer.render(length);
      return mixer.of('heard').length - before;
    };
    expect(count(48_000)).toBeGreaterThanOrEqual(4);
    mixer.feeder.seen(false);
    expect([1, 2]).toContain(count(48_000));
    mixer.feeder.seen(true);
    expect(count(48_000)).toBeGreaterThanOrEqual(4);
  });

  test('tells soon after acts, and which voices began late, together', () => {
    const mixer = openMixer();
    mixer.connect();
    mixer.render(4_800);
    const before = mixer.of('heard').length;
    mixer.voice(1, noise(9_000, 0.2));
    mixer.voice(2, noise(9_000, 0.2));
    const now = mixer.of('heard').at(-1)!.frame;
    mixer.acts(soundAct(1, 100), soundAct(2, 100));
    mixer.render(4_800);
    const [late] = mixer.of('late');
    expect(late.voices).toEqual([1, 2]);
    expect(late.by).toBeGreaterThan(now - 100);
    expect(mixer.of('late').length).toBe(1);
    expect(mixer.of('heard').length - before).toBeGreaterThanOrEqual(7);
    const after = mixer.of('heard').length;
    mixer.render(48_000);
    expect(mixer.of('heard').length - after).toBeLessThanOrEqual(21);
  });

  test('gives voices that find no slot one as soon as there is one, with all that was told of them', () => {
    const mixer = openMixer();
    mixer.connect();
    for (let voice = 0; voice < MIXER_VOICES + 1; voice++) mixer.voice(voice, noise(2_000, 0.01, voice + 1));
    mixer.acts(soundAct(MIXER_VOICES, 0));
    mixer.render(2_400);
    const waiting = mixer
      .of('heard')
      .at(-1)!
      .voices.find(({ voice }) => voice === MIXER_VOICES);
    expect(waiting).toMatchObject({ played: 0, granted: 0 });
    mixer.acts(release(5));
    mixer.render(4_800);
    expect(mixer.of('late')[0].voices).toEqual([MIXER_VOICES]);
    const placed = mixer.of('heard').at(-1)!.voices;
    expect(placed.find(({ voice }) => voice === MIXER_VOICES)).toMatchObject({ played: 2_000 });
    expect(placed.length).toBe(MIXER_VOICES);
  });

  test('uses a slot again without a sample of the voice before', () => {
    const mixer = openMixer();
    mixer.connect();
    const start = mixer.out.length / 2 - 128;
    for (let round = 0; round < 5; round++) {
      const samples = noise(3_000, 0.3, round + 1);
      const at = 4_000 * round + 500;
      mixer.voice(round, samples);
      mixer.acts(soundAct(round, at));
      mixer.render(4_000);
      expect(heardFrom(mixer.out, start, at, 2_900)).toEqual(samples.subarray(0, 5_800));
      mixer.acts(release(round));
    }
    // Two take turns: the audio thread has not seen yet that a voice was released when the next one comes.
    expect(mixer.memory.slots[8]).toBeGreaterThan(0);
    expect(mixer.memory.slots.filter((_, i) => i % 8 === 0 && i > 8).every((written) => written === 0)).toBe(true);
  });

  test('fades out when the connection is gone, and is then another mixer', () => {
    const mixer = openMixer();
    mixer.connect();
    mixer.voice(1, noise(40_000, 0.3));
    mixer.acts(soundAct(1, 0));
    mixer.render(4_800);
    mixer.feeder.disconnected();
    const from = mixer.out.length / 2;
    mixer.render(4_800);
    const after = mixer.out.slice(2 * (from + LIMITER_LOOKAHEAD + PAUSE_FADE));
    expect(after.every((sample) => sample === 0)).toBe(true);
    const told = mixer.said.length;
    mixer.connect();
    expect(mixer.said[told]).toEqual({ kind: 'ready', voices: MIXER_VOICES });
    mixer.render(960);
    expect(mixer.of('heard').at(-1)).toMatchObject({ voices: [], missing: 0, underruns: 0 });
    expect(mixer.of('heard').at(-1)!.frame).toBeLessThan(7_000);
    const start = mixer.out.length / 2 - mixer.of('heard').at(-1)!.frame;
    const again = noise(2_000, 0.3, 9);
    mixer.voice(1, again);
    mixer.acts(soundAct(1, 20_000));
    mixer.render(24_000);
    const begins = mixer.out.findIndex((sample, i) => i >= 2 * (start + 10_000) && sample !== 0);
    expect(Float32Array.from(mixer.out.slice(begins, begins + 4_000))).toEqual(again);
  });

  test('refuses sound that does not follow', () => {
    const mixer = openMixer();
    mixer.connect();
    mixer.voice(1, noise(100, 0.3));
    const apart = { kind: 'pcm', voice: 1, frame: frames(101), samples: noise(10, 0.3) } as const;
    expect(() => mixer.tell(apart)).toThrow('does not follow');
    expect(() => mixer.tell({ kind: 'voice', voice: 1, from: frames(0) })).toThrow('open already');
  });

  test('says what is missing while a voice waits, and plays on where it was', () => {
    const mixer = openMixer();
    mixer.connect();
    const samples = noise(6_000, 0.3);
    mixer.tell({ kind: 'voice', voice: 1, from: frames(0) });
    mixer.tell({ kind: 'pcm', voice: 1, frame: frames(0), samples: samples.slice(0, 2 * 3_000) });
    mixer.acts(soundAct(1, 128));
    mixer.render(4_800);
    const { missing, underruns } = mixer.of('heard').at(-1)!;
    expect(missing).toBeGreaterThan(1_000);
    expect(underruns).toBeGreaterThan(8);
    mixer.tell({ kind: 'pcm', voice: 1, frame: frames(3_000), samples: samples.slice(2 * 3_000) });
    mixer.tell({ kind: 'over', voice: 1, length: frames(6_000) });
    mixer.render(9_600);
    expect(mixer.of('heard').at(-1)!.voices[0].played).toBe(6_000);
  });

  test('is captured sample by sample, with the frame that each was', () => {
    const mixer = openMixer();
    const memory = captureMemory(1);
    mixer.render(256);
    mixer.mixing.capture(memory);
    const reader = readCapture(memory);
    const from = mixer.out.length;
    mixer.connect();
    mixer.voice(1, noise(6_000, 0.3));
    mixer.acts(soundAct(1, 128));
    mixer.render(3_000);
    const first = reader.take();
    mixer.render(3_000);
    expect([...first, ...reader.take()]).toEqual(mixer.out.slice(from));
    expect(reader.marks()).toEqual([{ captured: 0, frame: 256 }]);
    mixer.render(50_000);
    expect(reader.dropped()).toBeGreaterThan(0);
  });
});

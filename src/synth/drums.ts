import { type Decibels, toLinear } from '../model/index.ts';
import { decayPerFrame, fadeTail } from './envelopes.ts';
import { NoteFilter } from './filters.ts';
import type { InstrumentOf } from './instruments.ts';
import { bothSides, type NoteSound, type OneShot, toLength } from './one-shot.ts';
import { cyclesPerFrame, squareAt } from './oscillators.ts';
import { noiseFrom, seedOf } from './random.ts';
import { addRoom, type Room } from './room.ts';

/** Frames at a drum's end over which what is left of it fades: 10 ms. */
const TAIL = 480;

type RoomSettings = { level_decibels: number; seconds: number } | null;

/** A room as instruments say it, and the frames its tail takes. */
export const roomOf = (settings: RoomSettings): Room & { tail: number } =>
  settings === null
    ? { level: 0, seconds: 0.1, tail: 0 }
    : {
        level: toLinear(settings.level_decibels as Decibels),
        seconds: settings.seconds,
        tail: toLength(settings.seconds * 0.8),
      };

/** A sine whose pitch drops onto its resting note, a click in front, driven a little: felt as much as heard. */
export const kickSound = (kick: InstrumentOf<'kick'>, sound: NoteSound): OneShot => {
  const length = toLength(kick.decay_seconds * 3.2);
  return {
    length,
    render: () => {
      const mono = new Float32Array(length);
      const noise = noiseFrom(sound.seed);
      const click = new NoteFilter('high', 2500, 0.1);
      const body = decayPerFrame(kick.decay_seconds);
      const fast = decayPerFrame(0.012);
      const slow = decayPerFrame(0.05);
      const tick = decayPerFrame(0.002);
      let [level, drop, slide, tap, phase] = [1, 1, 1, 1, 0];
      for (let n = 0; n < length; n++) {
        const hertz = kick.pitch_hertz + kick.sweep_hertz * (0.75 * drop + 0.25 * slide);
        phase += cyclesPerFrame(hertz);
        const thump = Math.tanh(1.8 * Math.sin(2 * Math.PI * phase) * level);
        mono[n] = (0.95 * thump + 0.3 * tap * click.next(noise())) * Math.min(1, n / 24);
        level *= body;
        drop *= fast;
        slide *= slow;
        tap *= tick;
      }
      const stereo = bothSides(mono, length);
      fadeTail(stereo, Math.floor(length / 3));
      return stereo;
    },
  };
};

/** Frequencies of the squares that make cymbals ring, against each other nowhere in tune. */
const METAL = [205.3, 304.4, 369.6, 522.7, 540, 800];

/** Metal and noise, high-passed: a closed hat with a short decay, an open one with a long. */
export const hatSound = (hat: InstrumentOf<'hat'>, sound: NoteSound): OneShot => {
  const length = toLength(hat.decay_seconds * 6);
  return {
    length,
    render: () => {
      const stereo = new Float32Array(2 * length);
      for (let side = 0; side < 2; side++) {
        const noise = noiseFrom(seedOf(sound.seed, side));
        const filters = [new NoteFilter('high', 7000, 0.25), new NoteFilter('high', 6000, 0)];
        const keep = decayPerFrame(hat.decay_seconds);
        let level = 0.9;
        for (let n = 0; n < length; n++) {
          let metal = 0;
          for (const hertz of METAL) {
            const step = cyclesPerFrame(hertz * (side === 0 ? 3.1 : 3.13));
            metal += squareAt((n * step) % 1, step);
          }
          const bright = filters[1].next(filters[0].next(0.16 * metal + 0.7 * noise()));
          stereo[2 * n + side] = bright * level * Math.min(1, n / 12);
          level *= keep;
        }
      }
      fadeTail(stereo, TAIL);
      return stereo;
    },
  };
};

/** Where in a clap the hands fall, frames: three that are almost together, and the one that rings. */
const HANDS = [0, 490, 1010, 1440];

/** Several hands, almost together, in a room. */
export const clapSound = (clap: InstrumentOf<'clap'>, sound: NoteSound): OneShot => {
  const room = roomOf(clap.room);
  const dry = toLength(0.32);
  const length = dry + room.tail;
  return {
    length,
    render: () => {
      const stereo = new Float32Array(2 * length);
      for (let side = 0; side < 2; side++) {
        const noise = noiseFrom(seedOf(sound.seed, side));
        const band = new NoteFilter('band', 1500, 0.62);
        const air = new NoteFilter('high', 700, 0);
        const hand = decayPerFrame(0.006);
        const ring = decayPerFrame(0.055);
        let level = 0;
        for (let n = 0; n < dry; n++) {
          if (HANDS.includes(n)) level = 1;
          const raw = noise();
          stereo[2 * n + side] = air.next(1.7 * band.next(raw) + 0.25 * raw) * level * Math.min(1, n / 16);
          level *= n < HANDS[3] ? hand : ring;
        }
      }
      fadeTail(stereo.subarray(0, 2 * dry), TAIL);
      addRoom(stereo, room);
      return stereo;
    },
  };
};

/** A drum skin and its wires: for rolls. */
export const snareSound = (snare: InstrumentOf<'snare'>, sound: NoteSound): OneShot => {
  const room = roomOf(snare.room);
  const dry = toLength(snare.decay_seconds * 5);
  const length = dry + room.tail;
  return {
    length,
    render: () => {
      const noise = noiseFrom(sound.seed);
      const wires = new NoteFilter('high', 1800, 0.2);
      const keep = decayPerFrame(snare.decay_seconds);
      const skin = decayPerFrame(snare.decay_seconds * 0.7);
      const mono = new Float32Array(dry);
      let [level, drum, phase] = [1, 1, 0];
      for (let n = 0; n < dry; n++) {
        phase += cyclesPerFrame(185 + 120 * drum ** 4);
        const hit = 0.55 * Math.sin(2 * Math.PI * phase) * drum + 0.6 * wires.next(noise()) * level;
        mono[n] = hit * Math.min(1, n / 16);
        level *= keep;
        drum *= skin;
      }
      const stereo = bothSides(mono, length);
      fadeTail(stereo.subarray(0, 2 * dry), TAIL);
      addRoom(stereo, room);
      return stereo;
    },
  };
};

/** A long, wide cymbal: the mark of a new section. */
export const crashSound = (crash: InstrumentOf<'crash'>, sound: NoteSound): OneShot => {
  const room = roomOf(crash.room);
  const dry = toLength(crash.decay_seconds * 4);
  const length = dry + room.tail;
  return {
    length,
    render: () => {
      const stereo = new Float32Array(2 * length);
      for (let side = 0; side < 2; side++) {
        const noise = noiseFrom(seedOf(sound.seed, side));
        const high = new NoteFilter('high', 3200, 0.1);
        const band = new NoteFilter('band', 8200, 0.3);
        const keep = decayPerFrame(crash.decay_seconds);
        const splash = decayPerFrame(0.06);
        let [level, first] = [0.55, 0.5];
        for (let n = 0; n < dry; n++) {
          const raw = high.next(noise());
          stereo[2 * n + side] = (0.5 * raw + 0.9 * band.next(raw)) * (level + first) * Math.min(1, n / 48);
          level *= keep;
          first *= splash;
        }
      }
      fadeTail(stereo.subarray(0, 2 * dry), Math.floor(dry / 3));
      addRoom(stereo, room);
      return stereo;
    },
  };
};

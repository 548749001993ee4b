import { type Decibels, ENGINE_RATE, toLinear } from '../model/index.ts';
import { roomOf } from './drums.ts';
import { decayPerFrame, type Gate, gateAt } from './envelopes.ts';
import { NoteFilter, RETUNE_EVERY } from './filters.ts';
import type { InstrumentOf } from './instruments.ts';
import { bothSides, cutoffAt, type NoteSound, type OneShot, toLength } from './one-shot.ts';
import { addSaw, cyclesPerFrame, noteToHertz, sawAt, squareAt } from './oscillators.ts';
import { noiseFrom, randomFrom, seedOf } from './random.ts';
import { addEchoes, addRoom } from './room.ts';

/** A saw over a sine an octave-deep floor, through a filter that closes after each note begins. */
export const bassSound = (bass: InstrumentOf<'bass'>, sound: NoteSound): OneShot => {
  const gate: Gate = { attack: 96, hold: sound.hold, release: 1440 };
  const length = gate.hold + gate.release;
  return {
    length,
    render: () => {
      const mono = new Float32Array(length);
      const step = cyclesPerFrame(noteToHertz(sound.notes[0]));
      const cutoff = cutoffAt(bass.cutoff_hertz, sound.brightness);
      const filter = new NoteFilter('low', cutoff, 0.45);
      const keep = decayPerFrame(bass.decay_seconds) ** RETUNE_EVERY;
      let [open, phase] = [1, 0];
      for (let n = 0; n < length; n++) {
        if (n % RETUNE_EVERY === 0) {
          filter.tune(cutoff * (1 + 3 * open));
          open *= keep;
        }
        const growl = filter.next(0.6 * sawAt(phase, step) + 0.25 * squareAt(phase, step));
        const floor = Math.sin(2 * Math.PI * phase);
        mono[n] = Math.tanh(0.8 * growl + 0.75 * floor) * gateAt(gate, n) * 0.8;
        phase += step;
        if (phase >= 1) phase -= 1;
      }
      return bothSides(mono, length);
    },
  };
};

/** Saws of one note, from the left to the right of the stack. Their detuning is spread evenly over -1..1. */
const STACK = [-1, -0.62, -0.21, 0.21, 0.62, 1];

/** The notes of a chord, each a stack of detuned saws from left to right, through one filter a side. */
export const chordsSound = (chords: InstrumentOf<'chords'>, sound: NoteSound): OneShot => {
  const room = roomOf(chords.room);
  const gate: Gate = {
    attack: toLength(chords.attack_seconds),
    hold: sound.hold,
    release: toLength(chords.release_seconds),
  };
  const dry = gate.hold + gate.release;
  const length = dry + room.tail;
  return {
    length,
    render: () => {
      const stereo = new Float32Array(2 * length);
      const random = randomFrom(sound.seed);
      const sides = [new Float32Array(dry), new Float32Array(dry)];
      const gain = 0.34 / Math.sqrt(sound.notes.length * STACK.length);
      for (const note of sound.notes) {
        for (const place of STACK) {
          const hertz = noteToHertz(note + (place * chords.detune_cents) / 200);
          const phase = random();
          addSaw(sides[place < 0 ? 0 : 1], dry, hertz, phase, gain * 1.35);
          addSaw(sides[place < 0 ? 1 : 0], dry, hertz, phase, gain * (1 - Math.abs(place)) * 0.9);
        }
      }
      const cutoff = cutoffAt(chords.cutoff_hertz, sound.brightness);
      sides.forEach((mono, side) => {
        const filter = new NoteFilter('low', cutoff, 0.15);
        const floor = new NoteFilter('high', 140, 0);
        const keep = decayPerFrame(chords.decay_seconds) ** RETUNE_EVERY;
        let open = 1;
        for (let n = 0; n < dry; n++) {
          if (n % RETUNE_EVERY === 0) {
            filter.tune(cutoff * (0.6 + 1.4 * open));
            open *= keep;
          }
          stereo[2 * n + side] = floor.next(filter.next(mono[n])) * gateAt(gate, n);
        }
      });
      addRoom(stereo, room);
      return stereo;
    },
  };
};

/** How many echoes a lead note has. */
const ECHOES = 4;

/** Two detuned saws and a square above, plucked, with echoes that jump from side to side. */
export const leadSound = (lead: InstrumentOf<'lead'>, sound: NoteSound, stepFrames: number): OneShot => {
  const room = roomOf(lead.room);
  const gate: Gate = { attack: 72, hold: sound.hold, release: 3360 };
  const dry = gate.hold + gate.release;
  const delay = Math.round(lead.echo_steps * stepFrames);
  const length = dry + Math.max(ECHOES * delay, room.tail);
  return {
    length,
    render: () => {
      const mono = new Float32Array(dry);
      const random = randomFrom(sound.seed);
      const hertz = noteToHertz(sound.notes[0]);
      addSaw(mono, dry, hertz * 1.0035, random(), 0.25);
      addSaw(mono, dry, hertz / 1.0035, random(), 0.25);
      const cutoff = cutoffAt(lead.cutoff_hertz, sound.brightness);
      const filter = new NoteFilter('low', cutoff, 0.4);
      const step = cyclesPerFrame(hertz * 2);
      const keep = decayPerFrame(lead.decay_seconds);
      let [open, phase] = [1, 0];
      for (let n = 0; n < dry; n++) {
        if (n % RETUNE_EVERY === 0) filter.tune(cutoff * (0.35 + 1.6 * open));
        mono[n] = filter.next(mono[n] + 0.09 * squareAt(phase, step)) * gateAt(gate, n) * (0.35 + 0.65 * open);
        open *= keep;
        phase += step;
        if (phase >= 1) phase -= 1;
      }
      const stereo = bothSides(mono, length);
      addEchoes(stereo, dry, delay, toLinear(lead.echo_decibels as Decibels), ECHOES);
      addRoom(stereo, room);
      return stereo;
    },
  };
};

/** Noise through a band that climbs, and a tone that climbs with it: louder and louder, and gone on the beat. */
export const riserSound = (riser: InstrumentOf<'riser'>, sound: NoteSound): OneShot => {
  const length = sound.hold;
  return {
    length,
    render: () => {
      const stereo = new Float32Array(2 * length);
      for (let side = 0; side < 2; side++) {
        const noise = noiseFrom(seedOf(sound.seed, side));
        const band = new NoteFilter('band', riser.from_hertz, 0.6);
        let phase = side * 0.37;
        for (let n = 0; n < length; n++) {
          const x = n / length;
          if (n % RETUNE_EVERY === 0) band.tune(riser.from_hertz * (riser.to_hertz / riser.from_hertz) ** x);
          const step = cyclesPerFrame(110 * 2 ** (3 * x) * (side === 0 ? 1 : 1.006));
          const pulse = 0.75 + 0.25 * Math.cos(2 * Math.PI * (n / ENGINE_RATE) * (4 + 12 * x));
          const climb = (0.9 * band.next(noise()) + 0.1 * sawAt(phase, step)) * pulse;
          stereo[2 * n + side] = climb * x ** 1.8 * Math.min(1, (length - n) / 960);
          phase += step;
          if (phase >= 1) phase -= 1;
        }
      }
      return stereo;
    },
  };
};

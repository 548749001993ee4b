import { z } from 'zod';

/** What every instrument has. Levels and how far it gives way to the kick. */
const common = {
  /** Decibels, -60..12. Default 0. */
  level_decibels: z.number().min(-60).max(12).default(0),
  /** -1 (left) .. 1 (right). Default 0. */
  pan: z.number().min(-1).max(1).default(0),
  /** How far each kick pushes this instrument down. Decibels, -40..0. Default 0: not at all. */
  pump_decibels: z.number().min(-40).max(0).default(0),
};

const decay = (byDefault: number) => z.number().min(0.01).max(4).default(byDefault);
const hertz = (low: number, high: number, byDefault: number) => z.number().min(low).max(high).default(byDefault);
const octave = (byDefault: number) => z.int().min(0).max(8).default(byDefault);

/** Where the filter stands when a section's intensity is 0 and when it is 1. Hertz. */
const cutoff = (soft: number, bright: number) =>
  z
    .strictObject({ soft: z.number().min(20).max(20_000), bright: z.number().min(20).max(20_000) })
    .default({ soft, bright });

/** Level of the room against the dry sound, and the seconds it takes to fall by 60 dB. Null: dry. */
const room = (level: number, seconds: number) =>
  z
    .strictObject({ level_decibels: z.number().min(-60).max(6), seconds: z.number().min(0.1).max(4) })
    .nullable()
    .default({ level_decibels: level, seconds });

const kick = z.strictObject({
  kind: z.literal('kick'),
  ...common,
  /** Where the pitch comes to rest. */
  pitch_hertz: hertz(30, 90, 47),
  /** How far above it the pitch begins. */
  sweep_hertz: hertz(0, 600, 260),
  decay_seconds: decay(0.16),
});

const hat = z.strictObject({ kind: z.literal('hat'), ...common, decay_seconds: decay(0.03) });

const clap = z.strictObject({ kind: z.literal('clap'), ...common, room: room(-12, 0.9) });

const snare = z.strictObject({ kind: z.literal('snare'), ...common, decay_seconds: decay(0.09), room: room(-16, 0.7) });

const crash = z.strictObject({ kind: z.literal('crash'), ...common, decay_seconds: decay(0.9), room: room(-12, 2) });

const bass = z.strictObject({
  kind: z.literal('bass'),
  ...common,
  octave: octave(1),
  cutoff_hertz: cutoff(180, 900),
  /** How fast the filter closes again after each note begins. */
  decay_seconds: decay(0.09),
});

/** Chords from detuned saws: a pad with a slow attack, stabs with a fast one. */
const chords = z.strictObject({
  kind: z.literal('chords'),
  ...common,
  octave: octave(4),
  cutoff_hertz: cutoff(500, 6000),
  decay_seconds: decay(0.4),
  attack_seconds: z.number().min(0.001).max(4).default(0.005),
  release_seconds: z.number().min(0.005).max(4).default(0.15),
  /** How far apart the outermost saws are. Cents. */
  detune_cents: z.number().min(0).max(100).default(24),
  room: room(-14, 1.6),
});

/** One note at a time, with echoes from side to side. */
const lead = z.strictObject({
  kind: z.literal('lead'),
  ...common,
  octave: octave(5),
  cutoff_hertz: cutoff(900, 7000),
  decay_seconds: decay(0.16),
  /** Steps between echoes, and how loud each is against the one before. */
  echo_steps: z.int().min(1).max(16).default(3),
  echo_decibels: z.number().min(-60).max(-3).default(-8),
  room: room(-18, 1.2),
});

/** Noise and a tone that rise for as long as the note is held, and stop dead: what leads into a drop. */
const riser = z.strictObject({
  kind: z.literal('riser'),
  ...common,
  from_hertz: hertz(50, 8000, 300),
  to_hertz: hertz(50, 16_000, 9000),
});

/** An instrument of a track: a kind and its settings. */
export const instrumentSchema = z.discriminatedUnion('kind', [
  kick,
  hat,
  clap,
  snare,
  crash,
  bass,
  chords,
  lead,
  riser,
]);

export type Instrument = z.infer<typeof instrumentSchema>;
/** One kind of instrument, by its name. */
export type InstrumentOf<Kind extends Instrument['kind']> = Extract<Instrument, { kind: Kind }>;

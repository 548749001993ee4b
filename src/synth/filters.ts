import { ENGINE_RATE } from '../model/index.ts';

/** The outputs of a state-variable filter. */
export type FilterShape = 'low' | 'band' | 'high';

/**
 * A two-pole state-variable filter (trapezoidal; stable while its cutoff moves). It lives for one note: it starts empty
 * and is thrown away with the note, so nothing of it reaches another one.
 */
export class NoteFilter {
  private first = 0;
  private second = 0;
  private g = 0;
  private a1 = 0;
  private readonly damping: number;
  private readonly shape: FilterShape;

  /** `resonance`: 0 (soft) .. 1 (just before it rings on its own). */
  constructor(shape: FilterShape, cutoffHertz: number, resonance: number) {
    this.shape = shape;
    this.damping = 2 - 1.9 * resonance;
    this.tune(cutoffHertz);
  }

  /** Moves the cutoff. Hertz, held to 20..20000. */
  tune(cutoffHertz: number): void {
    const hertz = Math.min(20_000, Math.max(20, cutoffHertz));
    this.g = Math.tan((Math.PI * hertz) / ENGINE_RATE);
    this.a1 = 1 / (1 + this.g * (this.g + this.damping));
  }

  next(input: number): number {
    const high = (input - (this.damping + this.g) * this.first - this.second) * this.a1;
    const toBand = this.g * high;
    const band = toBand + this.first;
    this.first = band + toBand;
    const toLow = this.g * band;
    const low = toLow + this.second;
    this.second = low + toLow;
    return this.shape === 'low' ? low : this.shape === 'band' ? band * this.damping : high;
  }
}

/** How often a moving cutoff is set anew, frames, counted from the note's start. */
export const RETUNE_EVERY = 16;

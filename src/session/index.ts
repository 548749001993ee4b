export type { CueMark, SessionSnapshot, SoundMark } from './carry-over.ts';
export { DEAD_AFTER, deadCues } from './dead-cues.ts';
export { type Pace, playHeadless } from './headless.ts';
export { type LayerStream, type OpenSource, openLayer, type SoundSource } from './layer-stream.ts';
export { debugText } from './line-text.ts';
export type { MixerSender } from './mixer-voices.ts';
export { comingCues, isIdle, reduce } from './runner.ts';
export * from './runner-state.ts';
export {
  createSession,
  type Session,
  type SessionLine,
  type SessionPorts,
  type SessionSound,
  type StreamReason,
} from './session.ts';
export { createSoundStore, type HeldSound, type SoundStore, type StoredSound } from './sound-store.ts';
export { createSourcePool, type SourcePool, type SourcePoolOptions } from './source-pool.ts';
export { createResumingSources } from './source-resume.ts';
export { createTimedMixer, type PlayedPiece, type TimedMixer } from './timed-mixer.ts';

export { embeddedVoice } from './embedded-voice.ts';
export type { SpeechProvider, SpeechRequest } from './provider.ts';
export { toSpokenText } from './spoken-text.ts';
export { createTakes, type TakeRequest, type Takes } from './takes.ts';

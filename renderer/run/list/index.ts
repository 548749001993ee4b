export { type SoundQuestion, useSoundQuestion } from './add-sounds.ts';
export { CUE_COLORS, CueColor } from './cue-color.tsx';
export { documentsOf, layersOf } from './cue-documents.ts';
export { CueList } from './cue-list.tsx';
export { chooseCues } from './list-store.ts';
export { ROLE_WORDS, shortTime } from './row-words.ts';
export { SoundDialog } from './sound-dialog.tsx';

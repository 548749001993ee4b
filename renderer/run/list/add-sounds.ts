import { create } from 'zustand';
import type { AssetRow } from '../../../src/contract/index.ts';
import type { LayerRole } from '../../../src/model/index.ts';
import { chooseSoundFiles } from '../../edit/music-choice.ts';
import { soundCue } from './cue-clipboard.ts';
import { addCues, addFiles } from './list-commands.ts';

/** What is asked of the library: cues, or the sound of one layer. Null: nothing. */
export interface SoundQuestion {
  readonly title: string;
  readonly many: boolean;
  readonly take: (rows: readonly AssetRow[]) => void;
}

export const useSoundQuestion = create<{ readonly question: SoundQuestion | null }>()(() => ({ question: null }));

/** Asks for sound files and makes a cue of each. */
export const chooseSounds = async (): Promise<void> => {
  const files = await chooseSoundFiles();
  if (files.length > 0) await addFiles(files);
};

/** The library knows what its sounds are. */
export const roleOf = (kind: AssetRow['kind']): LayerRole =>
  kind === 'voice' ? 'voice' : kind === 'bed' || kind === 'track' || kind === 'workout' ? 'background' : 'generic';

/** Asks the library for sounds and makes a cue of each. */
export const chooseFromLibrary = (): void =>
  useSoundQuestion.setState({
    question: {
      title: 'Add sounds from the library',
      many: true,
      take: (rows) => void addCues(rows.map(({ path, title, kind }) => soundCue(path, roleOf(kind), title))),
    },
  });

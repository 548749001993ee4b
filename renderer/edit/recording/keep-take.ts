import { CueforgeError } from '../../../src/model/index.ts';
import { ask } from '../../state/ask.ts';
import { useStudio } from '../../state/studio.ts';
import { useEditor } from '../edit-store.ts';
import { type Recording, toWav } from './wav.ts';

/** `mic`, `mic 2`, …: what a recording is called until a person calls it something else. */
export const nextName = (names: readonly string[]): string => {
  const taken = new Set(names);
  let name = 'mic';
  for (let n = 2; taken.has(name); n++) name = `mic ${n}`;
  return name;
};

/**
 * Sends a recording to the studio and makes a take of the cue out of it; the studio finds its speech and levels it. Gives
 * the take's id. Rejects with CueforgeError.
 */
export const keepTake = async (cue: string, coach: string | null, recording: Recording): Promise<string> => {
  const { path, workout } = useEditor.getState();
  const { host } = useStudio.getState();
  if (path === null || !host) throw new CueforgeError('connection-lost', 'The studio is not connected');
  const name = nextName(workout?.cues.find(({ id }) => id === cue)?.takes.map((take) => take.name) ?? []);
  const wav = new File([toWav(recording)], `${cue} ${name}.wav`, { type: 'audio/wav' });
  const [file] = await host.pathsOf([wav]);
  if (file === undefined) throw new CueforgeError('connection-lost', 'The recording did not reach the studio');
  return (await ask('edit.addTake', { path, cue, coach, file, name })).take;
};

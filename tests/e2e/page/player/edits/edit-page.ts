import { feedEditor, useEditor } from '../../../../../renderer/edit/edit-store.ts';
import { connectHost } from '../../../../../renderer/host/index.ts';
import {
  followEdits,
  type PlayerState,
  playerOutput,
  position,
  startPlayer,
  underruns,
  usePlayer,
} from '../../../../../renderer/player/index.ts';
import { feedStudio } from '../../../../../renderer/state/connection.ts';

const host = connectHost();
feedStudio(host);
feedEditor();
followEdits(host);
startPlayer(host);

/** Frames that an ear remembers: 0.68 s, the most that an analyser keeps. */
const EAR = 32_768;
let ear: AnalyserNode | null = null;
/** The left channel as it left the player last: samples in a row, whatever keeps this thread busy. */
const heard = (): number[] => {
  const { context, node } = playerOutput()!;
  if (ear?.context !== context) {
    const sides = context.createChannelSplitter(2);
    ear = new AnalyserNode(context, { fftSize: EAR });
    node.connect(sides).connect(ear, 0);
  }
  const samples = new Float32Array(EAR);
  ear.getFloatTimeDomainData(samples);
  return [...samples];
};

const page = {
  client: host.client,
  editor: () => useEditor.getState(),
  state: (): PlayerState => JSON.parse(JSON.stringify(usePlayer.getState())),
  player: (): PlayerState => usePlayer.getState(),
  position,
  underruns,
  heard,
};
export type EditPage = typeof page;
(window as unknown as { page: EditPage }).page = page;

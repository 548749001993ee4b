import { feedEditor, useEditor } from '../../../../../renderer/edit/edit-store.ts';
import { connectHost } from '../../../../../renderer/host/index.ts';
import {
  followEdits,
  type PlayerState,
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

/** When the page heard of changes, milliseconds since 1970, by revision. */
const heardOf = new Map<number, number>();
host.client.on('edit.changed', ({ revision }) => heardOf.set(revision, Date.now()));

const page = {
  client: host.client,
  editor: () => useEditor.getState(),
  state: (): PlayerState => JSON.parse(JSON.stringify(usePlayer.getState())),
  player: (): PlayerState => usePlayer.getState(),
  position,
  underruns,
  heardOf,
};
export type EditPage = typeof page;
(window as unknown as { page: EditPage }).page = page;

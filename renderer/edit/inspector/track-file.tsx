import { FolderOpen, Link2, Search } from 'lucide-react';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import type { AssetRow, TrackMaterial } from '../../../src/contract/index.ts';
import { type MusicTrack, toFailure } from '../../../src/model/index.ts';
import { ask } from '../../state/ask.ts';
import { useStudio } from '../../state/studio.ts';
import { tellFailure } from '../../state/toasts.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field } from '../../ui/field.tsx';
import { fileName, lengthText } from '../../ui/figures.ts';
import inspector from '../../ui/inspector.module.css';
import { edit } from '../edit-store.ts';
import styles from './inspector.module.css';
import { askInPage } from './take-files.ts';

/** Another file in the place of a track: what was said of the old one's beats and end does not hold for it. */
const replaceWith = (track: MusicTrack, file: string) =>
  edit(
    [
      {
        op: 'tracks.change',
        id: track.id,
        change: { file, bpm: null, first_beat_ms: null, beats_per_bar: null, trim_start_ms: null, trim_end_ms: null },
      },
    ],
    { label: 'Replace the music' },
  );
/** The same file at another place. */
const relinkTo = (track: MusicTrack, file: string) =>
  edit([{ op: 'tracks.change', id: track.id, change: { file } }], { label: 'Find the music' });

/** Asks for a file of the studio's machine, or for one of the browser's. */
const askForFile = async (take: (file: string) => void): Promise<void> => {
  const { host } = useStudio.getState();
  try {
    const chosen = await host?.choose('sounds');
    if (chosen === undefined) return;
    if (chosen !== null) {
      if (chosen[0]) take(chosen[0]);
      return;
    }
    askInPage(async (files) => {
      const [path] = await host!.pathsOf(files.slice(0, 1));
      if (path) take(path);
    });
  } catch (error) {
    tellFailure('The file was not taken', toFailure(error).message);
  }
};

/** Which file a track is, and another one in its place. */
export const TrackFile = ({ track, found }: { track: MusicTrack; found: TrackMaterial | null }) => {
  const [searching, setSearching] = useState(false);
  const missing = found !== null && found.file === null;
  return (
    <>
      <p className={styles.path} title={found?.file ?? track.file}>
        {found?.file ?? track.file}
      </p>
      {missing || found?.state === 'failed' ? (
        <div className={inspector.trouble} role="alert">
          <p>{missing ? `${fileName(track.file)} is not there.` : found?.trouble?.message}</p>
          <Button icon={Link2} onClick={() => void askForFile((file) => void relinkTo(track, file))}>
            Find it…
          </Button>
        </div>
      ) : null}
      <p className={inspector.said}>Another in its place; anchored cues follow:</p>
      <div className={inspector.actions}>
        <Button icon={Search} onClick={() => setSearching(true)}>
          From the library…
        </Button>
        <Button icon={FolderOpen} onClick={() => void askForFile((file) => void replaceWith(track, file))}>
          From a file…
        </Button>
      </div>
      {searching ? (
        <LibrarySearch
          onClose={() => setSearching(false)}
          onTake={(row) => {
            setSearching(false);
            void replaceWith(track, row.path);
          }}
        />
      ) : null}
    </>
  );
};

/** A search of the library for one sound. */
const LibrarySearch = ({ onClose, onTake }: { onClose: () => void; onTake: (row: AssetRow) => void }) => {
  const [text, setText] = useState('');
  const [rows, setRows] = useState<readonly AssetRow[]>([]);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const gone = new AbortController();
    ask('library.search', { text, limit: 30 }, { signal: gone.signal }).then(
      (answer) => setRows(answer.rows.filter((row) => !row.missing)),
      () => undefined,
    );
    return () => gone.abort();
  }, [text]);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter') return;
    // The button that gets the focus back would be pressed by it.
    event.preventDefault();
    if (rows[0]) onTake(rows[0]);
  };
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title="Music from the library" initialFocus={field}>
      <div className={styles.search}>
        <Field
          ref={field}
          label="Find"
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={onKeyDown}
        />
        <ul className={styles.results}>
          {rows.map((row) => (
            <li key={row.id}>
              <button type="button" className={styles.result} onClick={() => onTake(row)}>
                <span>{row.artist === '' ? row.title : `${row.title} · ${row.artist}`}</span>
                <span className={styles.mono}>{row.bpm === null ? '' : `${row.bpm.toFixed(0)} bpm`}</span>
                <span className={styles.mono}>{lengthText(row.seconds)}</span>
              </button>
            </li>
          ))}
        </ul>
        {rows.length === 0 ? <p className={inspector.said}>The library has none.</p> : null}
      </div>
    </Dialog>
  );
};

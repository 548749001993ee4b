import { ArrowDown, ArrowUp, Check, FolderOpen, Plus, Search, X } from 'lucide-react';
import { type DragEvent, type FormEvent, type RefObject, useEffect, useRef, useState } from 'react';
import { showOver, useNavigation } from '../state/navigation.ts';
import { type SoundsWanted, useFoundSounds } from '../state/use-found-sounds.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Field } from '../ui/field.tsx';
import { countText, lengthText } from '../ui/figures.ts';
import { IconButton } from '../ui/icon-button.tsx';
import {
  addTracks,
  chooseAsset,
  chooseMusic,
  chooseSoundFiles,
  createWorkout,
  moveMusic,
  musicOfFiles,
  musicOfPath,
  unchooseMusic,
  useMusicChoice,
} from './music-choice.ts';
import styles from './music-dialog.module.css';

/** What is looked for: music. */
const MUSIC: SoundsWanted = { kinds: ['track', 'workout', 'bed'], limit: 50 };

const Library = ({ field }: { field: RefObject<HTMLInputElement | null> }) => {
  const [text, setText] = useState('');
  const found = useFoundSounds(text, MUSIC);
  const chosen = new Set(useMusicChoice((state) => state.chosen).map(({ path }) => path));
  return (
    <div className={styles.library}>
      <label className={styles.search}>
        <Search size={14} strokeWidth={1.75} aria-hidden />
        <input
          ref={field}
          aria-label="Search your music"
          placeholder="Search your music"
          value={text}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter') return;
            event.preventDefault();
            const first = found?.rows.find(({ missing }) => !missing);
            // Only what was looked for: else it is anything.
            if (first && text.trim() !== '') chooseAsset(first);
          }}
        />
      </label>
      {found === null ? (
        <p className={styles.note}>Looking…</p>
      ) : found.trouble !== null ? (
        <p className={styles.note} role="alert">
          {found.trouble}
        </p>
      ) : found.rows.length === 0 ? (
        <p className={styles.note}>
          {text === '' ? 'The library holds no music yet: choose files, or drop them here.' : `Nothing has “${text}”.`}
        </p>
      ) : (
        <ul className={styles.list} aria-label="Music of the library">
          {found.rows.map((row) => (
            <li key={row.id} className={styles.row}>
              <span className={styles.words}>
                <span className={styles.title}>{row.title}</span>
                <span className={styles.artist}>{row.missing ? 'its file is missing' : row.artist}</span>
              </span>
              <span className={styles.figure}>{row.bpm === null ? '' : `${Math.round(row.bpm)} bpm`}</span>
              <span className={styles.figure}>{lengthText(row.seconds)}</span>
              <IconButton
                icon={chosen.has(row.path) ? Check : Plus}
                label={chosen.has(row.path) ? `${row.title} is chosen` : `Choose ${row.title}`}
                side="left"
                disabled={row.missing}
                aria-pressed={chosen.has(row.path)}
                onClick={() => (chosen.has(row.path) ? unchooseMusic(row.path) : chooseAsset(row))}
              />
            </li>
          ))}
          {found.total > found.rows.length ? (
            <li className={styles.note}>and {countText(found.total - found.rows.length, 'more', 'more')}</li>
          ) : null}
        </ul>
      )}
    </div>
  );
};

const Chosen = () => {
  const chosen = useMusicChoice((state) => state.chosen);
  const known = chosen.every(({ seconds }) => seconds !== null);
  const sum = chosen.reduce((all, { seconds }) => all + (seconds ?? 0), 0);
  return (
    <div className={styles.chosen}>
      <p className={styles.sum}>
        {chosen.length === 0 ? 'No music chosen' : countText(chosen.length, 'track')}
        {chosen.length > 0 ? ` · ${known ? '' : 'over '}${lengthText(sum)}` : ''}
      </p>
      <ol className={styles.list} aria-label="Chosen music, in the order it plays">
        {chosen.length === 0 ? <li className={styles.note}>It plays in the order in which you choose it.</li> : null}
        {chosen.map(({ path, title, seconds }, at) => (
          <li key={path} className={styles.row} title={path}>
            <span className={styles.words}>
              <span className={styles.title}>
                {at + 1}. {title}
              </span>
            </span>
            <span className={styles.figure}>{seconds === null ? 'a file' : lengthText(seconds)}</span>
            <IconButton
              icon={ArrowUp}
              label={`${title}: earlier`}
              side="left"
              disabled={at === 0}
              onClick={() => moveMusic(path, -1)}
            />
            <IconButton
              icon={ArrowDown}
              label={`${title}: later`}
              side="left"
              disabled={at === chosen.length - 1}
              onClick={() => moveMusic(path, 1)}
            />
            <IconButton icon={X} label={`${title}: not this one`} side="left" onClick={() => unchooseMusic(path)} />
          </li>
        ))}
      </ol>
    </div>
  );
};

const Question = () => {
  const { purpose, chosen } = useMusicChoice();
  const [title, setTitle] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [over, setOver] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const search = useRef<HTMLInputElement>(null);
  const isNew = purpose === 'new';
  useEffect(() => (field.current ?? search.current)?.focus(), []);
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (isNew && title.trim() === '') {
      setProblem('Give it a name.');
      field.current?.focus();
      return;
    }
    setBusy(true);
    if (!isNew) await addTracks(chosen);
    else if (!(await createWorkout(title.trim()))) {
      setBusy(false);
      return;
    }
    showOver(null);
  };
  const hover = (event: DragEvent, is: boolean): void => {
    if (!event.dataTransfer.types.includes('Files')) return;
    event.preventDefault();
    setOver(is);
  };
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    void musicOfFiles([...event.dataTransfer.files]).then(chooseMusic);
  };
  return (
    <form
      id="music"
      className={styles.form}
      data-over={over || undefined}
      onSubmit={(event) => void submit(event)}
      onDragEnter={(event) => hover(event, true)}
      onDragOver={(event) => hover(event, true)}
      onDragLeave={(event) => hover(event, event.currentTarget.contains(event.relatedTarget as Node | null))}
      onDrop={drop}
    >
      {isNew ? (
        <Field
          ref={field}
          label="Title"
          placeholder="Thursday Thunder"
          value={title}
          maxLength={200}
          problem={problem}
          onChange={(event) => {
            setTitle(event.target.value);
            setProblem(null);
          }}
        />
      ) : null}
      <div className={styles.columns}>
        <Library field={search} />
        <Chosen />
      </div>
      <div className={styles.foot}>
        <Button
          variant="quiet"
          icon={FolderOpen}
          onClick={() => void chooseSoundFiles().then((paths) => chooseMusic(paths.map(musicOfPath)))}
        >
          Choose files…
        </Button>
        <span className={styles.hint}>{over ? 'Let go to choose them' : 'Files can be dropped here.'}</span>
        <Button onClick={() => showOver(null)}>Cancel</Button>
        <Button variant="primary" type="submit" disabled={busy || (!isNew && chosen.length === 0)}>
          {isNew ? 'Make the workout' : chosen.length === 0 ? 'Add' : `Add ${countText(chosen.length, 'track')}`}
        </Button>
      </div>
    </form>
  );
};

/** Asks for the music of a new workout, or for more of the open one. */
export const MusicDialog = () => {
  const open = useNavigation((state) => state.over === 'music');
  const purpose = useMusicChoice((state) => state.purpose);
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => showOver(next ? 'music' : null)}
      title={purpose === 'new' ? 'New workout' : 'Add music'}
      wide
    >
      <Question />
    </Dialog>
  );
};

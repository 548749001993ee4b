import { Check, Plus, Search } from 'lucide-react';
import { type KeyboardEvent, useRef, useState } from 'react';
import type { AssetRow } from '../../../src/contract/index.ts';
import { type SoundsWanted, useFoundSounds } from '../../state/use-found-sounds.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { countText, lengthText } from '../../ui/figures.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { type SoundQuestion, useSoundQuestion } from './add-sounds.ts';
import styles from './sound-dialog.module.css';

/** What is looked for: anything. */
const SOUNDS: SoundsWanted = { limit: 60 };

const close = (): void => useSoundQuestion.setState({ question: null });

const Question = ({ question }: { question: SoundQuestion }) => {
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState<readonly AssetRow[]>([]);
  const found = useFoundSounds(text, SOUNDS);
  const field = useRef<HTMLInputElement>(null);
  const ids = new Set(chosen.map(({ id }) => id));
  const take = (rows: readonly AssetRow[]): void => {
    close();
    question.take(rows);
  };
  const toggle = (row: AssetRow): void => {
    if (!question.many) take([row]);
    else setChosen(ids.has(row.id) ? chosen.filter(({ id }) => id !== row.id) : [...chosen, row]);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter') return;
    // The button that gets the focus back would be pressed by it.
    event.preventDefault();
    const first = found?.rows.find(({ missing }) => !missing);
    if (first && text.trim() !== '') toggle(first);
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && close()}
      title={question.title}
      wide
      initialFocus={field}
      actions={
        question.many ? (
          <>
            <Button onClick={close}>Cancel</Button>
            <Button variant="primary" disabled={chosen.length === 0} onClick={() => take(chosen)}>
              {chosen.length === 0 ? 'Add' : `Add ${countText(chosen.length, 'sound')}`}
            </Button>
          </>
        ) : undefined
      }
    >
      <div className={styles.body}>
        <label className={styles.search}>
          <Search size={14} strokeWidth={1.75} aria-hidden />
          <input
            ref={field}
            aria-label="Search your sounds"
            placeholder="Search your sounds"
            value={text}
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => setText(event.target.value)}
            onKeyDown={onKeyDown}
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
            {text === '' ? 'The library holds no sounds yet: add files instead.' : `Nothing has “${text}”.`}
          </p>
        ) : (
          <ul className={styles.list} aria-label="Sounds of the library">
            {found.rows.map((row) => (
              <li key={row.id} className={styles.row}>
                <span className={styles.words}>
                  <span className={styles.title}>{row.title}</span>
                  <span className={styles.artist}>{row.missing ? 'its file is missing' : row.artist}</span>
                </span>
                <span className={styles.kind}>{row.kind}</span>
                <span className={styles.figure}>{lengthText(row.seconds)}</span>
                <IconButton
                  icon={ids.has(row.id) ? Check : Plus}
                  label={ids.has(row.id) ? `${row.title} is chosen` : `Choose ${row.title}`}
                  side="left"
                  disabled={row.missing}
                  aria-pressed={question.many ? ids.has(row.id) : undefined}
                  onClick={() => toggle(row)}
                />
              </li>
            ))}
            {found.total > found.rows.length ? (
              <li className={styles.note}>and {countText(found.total - found.rows.length, 'more', 'more')}</li>
            ) : null}
          </ul>
        )}
      </div>
    </Dialog>
  );
};

/** Sounds of the library for the list, whoever asked. */
export const SoundDialog = () => {
  const question = useSoundQuestion((state) => state.question);
  return question === null ? null : <Question question={question} />;
};

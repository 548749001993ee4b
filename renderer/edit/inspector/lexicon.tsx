import { Trash2 } from 'lucide-react';
import { type FormEvent, Fragment, useState } from 'react';
import type { Workout } from '../../../src/model/index.ts';
import { Button } from '../../ui/button.tsx';
import { EditedText } from '../../ui/edited-text.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Panel } from '../../ui/panel.tsx';
import { edit } from '../edit-store.ts';
import styles from './inspector.module.css';

/** Words that are said in a way of their own. Every line that has one is spoken anew. */
export const Lexicon = ({ workout }: { workout: Workout }) => {
  const [written, setWritten] = useState('');
  const [spoken, setSpoken] = useState('');
  const set = (lexicon: Record<string, string>, merge: string | null = null) =>
    edit([{ op: 'workout.change', change: { lexicon } }], { label: 'Change how words are said', merge });
  const add = (event: FormEvent): void => {
    event.preventDefault();
    if (written.trim() === '' || spoken.trim() === '') return;
    void set({ ...workout.lexicon, [written.trim()]: spoken.trim() });
    setWritten('');
    setSpoken('');
  };
  const without = (word: string): Record<string, string> =>
    Object.fromEntries(Object.entries(workout.lexicon).filter(([key]) => key !== word));
  const words = Object.entries(workout.lexicon);
  return (
    <Panel title="Words said in their own way">
      {words.length > 0 ? (
        <div className={styles.words}>
          {words.map(([word, said]) => (
            <Fragment key={word}>
              <span>{word}</span>
              <EditedText
                label={`How ${word} is said`}
                labelHidden
                value={said}
                maxLength={200}
                problemOf={(text) => (text.trim() === '' ? 'Say it somehow' : null)}
                onChange={(text, merge) => set({ ...workout.lexicon, [word]: text.trim() }, merge)}
              />
              <IconButton
                icon={Trash2}
                label={`Say ${word} as it is written`}
                onClick={() => void set(without(word))}
              />
            </Fragment>
          ))}
        </div>
      ) : null}
      <form className={styles.words} onSubmit={add}>
        <input
          type="text"
          className={styles.field}
          aria-label="Written"
          placeholder="RPM"
          maxLength={100}
          value={written}
          onChange={(event) => setWritten(event.target.value)}
        />
        <input
          type="text"
          className={styles.field}
          aria-label="Spoken"
          placeholder="revs per minute"
          maxLength={200}
          value={spoken}
          onChange={(event) => setSpoken(event.target.value)}
        />
        <Button type="submit" disabled={written.trim() === '' || spoken.trim() === ''}>
          Add
        </Button>
      </form>
    </Panel>
  );
};

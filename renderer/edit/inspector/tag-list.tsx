import { type KeyboardEvent, useId, useState } from 'react';
import type { Workout } from '../../../src/model/index.ts';
import { Chip } from '../../ui/chip.tsx';
import styles from './inspector.module.css';

const LONGEST = 80;

export interface TagListProps {
  tags: readonly string[];
  workout: Workout;
  onAdd: (tag: string) => void;
  onRemove: (tag: string) => void;
}

/** Tags that variants select by, as chips, and a field that adds one; those of the workout are offered. */
export const TagList = ({ tags, workout, onAdd, onRemove }: TagListProps) => {
  const id = useId();
  const [typed, setTyped] = useState('');
  const known = new Set([
    ...workout.cues.flatMap((cue) => cue.tags),
    ...workout.variants.flatMap((v) => v.cues.tags ?? []),
  ]);
  const add = (): void => {
    const tag = typed.trim().slice(0, LONGEST);
    setTyped('');
    if (tag !== '' && !tags.includes(tag)) onAdd(tag);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' || event.key === ',') add();
    else if (event.key === 'Backspace' && typed === '' && tags.length > 0) onRemove(tags[tags.length - 1]!);
    else return;
    event.preventDefault();
  };
  return (
    <ul className={styles.tags} aria-label="Tags">
      {tags.map((tag) => (
        <li key={tag}>
          <Chip onRemove={() => onRemove(tag)} removeLabel={`Remove the tag ${tag}`}>
            {tag}
          </Chip>
        </li>
      ))}
      <li>
        <input
          type="text"
          className={styles.addTag}
          aria-label="Add a tag"
          placeholder="add a tag"
          list={id}
          maxLength={LONGEST}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          onKeyDown={onKeyDown}
          onBlur={add}
        />
        <datalist id={id}>
          {[...known]
            .filter((tag) => !tags.includes(tag))
            .map((tag) => (
              <option key={tag} value={tag} />
            ))}
        </datalist>
      </li>
    </ul>
  );
};

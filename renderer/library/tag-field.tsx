import { Plus } from 'lucide-react';
import { type KeyboardEvent, useId, useState } from 'react';
import { Chip } from '../ui/chip.tsx';
import styles from './inspector.module.css';
import { useLibrary } from './library-store.ts';

const LONGEST = 80;

export interface TagFieldProps {
  tags: readonly string[];
  onAdd: (tag: string) => void;
  onRemove: (tag: string) => void;
}

/** Tags as chips, and a field that adds one; the library's own tags are offered. */
export const TagField = ({ tags, onAdd, onRemove }: TagFieldProps) => {
  const id = useId();
  const known = useLibrary((state) => state.summary?.tags);
  const [typed, setTyped] = useState('');
  const add = (): void => {
    const tag = typed.trim().replace(/^#\s*/, '').slice(0, LONGEST);
    setTyped('');
    if (tag && !tags.includes(tag)) onAdd(tag);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' || event.key === ',') add();
    else if (event.key === 'Backspace' && typed === '' && tags.length > 0) onRemove(tags[tags.length - 1]);
    else return;
    event.preventDefault();
  };
  return (
    <ul className={styles.tags} aria-label="Tags">
      {tags.map((tag) => (
        <li key={tag}>
          <Chip onRemove={() => onRemove(tag)} removeLabel={`Remove the tag ${tag}`}>
            # {tag}
          </Chip>
        </li>
      ))}
      <li className={styles.addTag}>
        <Plus size={14} strokeWidth={1.75} aria-hidden />
        <input
          type="text"
          aria-label="Add a tag"
          placeholder="tag"
          list={id}
          maxLength={LONGEST + 2}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          onKeyDown={onKeyDown}
          onBlur={add}
        />
        <datalist id={id}>
          {(known ?? [])
            .filter(({ tag }) => !tags.includes(tag))
            .map(({ tag }) => (
              <option key={tag} value={tag} />
            ))}
        </datalist>
      </li>
    </ul>
  );
};

import { Search } from 'lucide-react';
import { useMemo, useRef } from 'react';
import { useShortcut } from '../shortcuts/use-shortcut.ts';
import { Chip } from '../ui/chip.tsx';
import { Keys } from '../ui/keys.tsx';
import unseen from '../ui/unseen.module.css';
import { narrow, setTyped, useLibrary } from './library-store.ts';
import styles from './search-field.module.css';
import { readTypedSearch, withoutFilter } from './typed-filters.ts';

/** Words and filters, and beside it what was understood. Escape empties it; the down arrow goes to the list. */
export const SearchField = ({ onLeave }: { onLeave: () => void }) => {
  const typed = useLibrary((state) => state.typed);
  const field = useRef<HTMLInputElement>(null);
  const { filters } = useMemo(() => readTypedSearch(typed), [typed]);
  useShortcut('library.search', () => field.current?.select());

  return (
    <>
      {/* biome-ignore lint/a11y/useSemanticElements: the search element is not in every engine this runs in */}
      <div role="search" className={styles.search}>
        <Search size={14} strokeWidth={1.75} aria-hidden className={styles.icon} />
        <input
          ref={field}
          type="text"
          className={styles.input}
          aria-label="Search the library"
          aria-describedby="library-search-help"
          placeholder="Search, or narrow: bpm 120–140, >10 min, loud, #tag"
          spellCheck={false}
          autoComplete="off"
          maxLength={500}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Escape' && typed !== '') narrow({ typed: '' });
            else if (event.key === 'ArrowDown' || event.key === 'Enter' || event.key === 'Escape') onLeave();
            else return;
            event.preventDefault();
          }}
        />
        {typed === '' ? <Keys keys="/" /> : null}
        <span id="library-search-help" className={unseen.unseen}>
          Filters may be typed: bpm 120 to 140, &gt;10 min, loud, quiet, kind voice, #tag. Words in quotes are only
          words.
        </span>
      </div>
      {filters.length > 0 ? (
        <ul className={styles.chips} aria-label="Filters">
          {filters.map((filter) => (
            <li key={filter.start}>
              <Chip
                removeLabel={`Take away the filter ${filter.label}`}
                onRemove={() => narrow({ typed: withoutFilter(typed, filter) })}
              >
                {filter.label}
              </Chip>
            </li>
          ))}
        </ul>
      ) : null}
    </>
  );
};

import {
  AudioLines,
  AudioWaveform,
  FileWarning,
  Hash,
  Layers2,
  Link2Off,
  type LucideIcon,
  Mic,
  Music,
  Radio,
  Sparkles,
  TriangleAlert,
} from 'lucide-react';
import { useMemo } from 'react';
import type { AssetKind } from '../../src/contract/index.ts';
import { KIND_SHELVES, sayCount } from './figures.ts';
import { type Place, samePlace, toggleTag } from './library-query.ts';
import { narrow, useLibrary } from './library-store.ts';
import styles from './shelves.module.css';
import { readTypedSearch } from './typed-filters.ts';

const KINDS: readonly [AssetKind, LucideIcon][] = [
  ['workout', AudioWaveform],
  ['track', AudioLines],
  ['bed', Layers2],
  ['voice', Mic],
  ['effect', Sparkles],
  ['tone', Radio],
];

export const NEEDS = [
  ['clipping', 'Clipping', TriangleAlert],
  ['missing', 'Missing files', Link2Off],
  ['failed', 'Not readable', FileWarning],
] as const;

/** The shelves of the library, what needs a look, and tags; each with its count. */
export const Shelves = () => {
  const summary = useLibrary((state) => state.summary);
  const place = useLibrary((state) => state.place);
  const typed = useLibrary((state) => state.typed);
  const tags = useMemo(
    () => new Set(readTypedSearch(typed).filters.flatMap((filter) => (filter.by === 'tag' ? [filter.tag] : []))),
    [typed],
  );
  const shelf = (to: Place, icon: LucideIcon, name: string, count: number | null, alarming = false) => (
    <Shelf
      key={name}
      icon={icon}
      name={name}
      count={count}
      alarming={alarming && count !== null && count > 0}
      current={samePlace(place, to)}
      onOpen={() => narrow({ place: to })}
    />
  );

  return (
    <nav className={styles.shelves} aria-label="Shelves">
      <ul className={styles.list}>
        {shelf({ of: 'all' }, Music, 'All audio', summary?.assets ?? null)}
        {KINDS.map(([kind, icon]) =>
          shelf({ of: 'kind', kind }, icon, KIND_SHELVES[kind], summary ? (summary.kinds[kind] ?? 0) : null),
        )}
      </ul>
      <h2 className={styles.heading}>Needs a look</h2>
      <ul className={styles.list}>
        {NEEDS.map(([needs, name, icon]) => shelf({ of: 'needs', needs }, icon, name, summary?.[needs] ?? null, true))}
      </ul>
      {summary && summary.tags.length > 0 ? (
        <>
          <h2 className={styles.heading}>Tags</h2>
          <ul className={styles.list}>
            {summary.tags.map(({ tag, count }) => (
              <Shelf
                key={tag}
                icon={Hash}
                name={tag}
                count={count}
                pressed={tags.has(tag)}
                onOpen={() => narrow({ typed: toggleTag(typed, tag) })}
              />
            ))}
          </ul>
        </>
      ) : null}
    </nav>
  );
};

interface ShelfProps {
  icon: LucideIcon;
  name: string;
  /** Null: not known yet. */
  count: number | null;
  /** One of a set of which one is open. */
  current?: boolean;
  /** One that narrows what is open. */
  pressed?: boolean;
  alarming?: boolean;
  onOpen: () => void;
}

const Shelf = ({ icon: Icon, name, count, current, pressed, alarming, onOpen }: ShelfProps) => (
  <li>
    <button
      type="button"
      className={styles.shelf}
      aria-current={current || undefined}
      aria-pressed={pressed}
      data-alarming={alarming || undefined}
      onClick={onOpen}
      title={name}
    >
      <Icon size={14} strokeWidth={1.75} aria-hidden />
      <span className={styles.name}>{name}</span>
      <span className={styles.count}>{count === null ? '' : sayCount(count)}</span>
    </button>
  </li>
);

import { ASSET_KINDS } from '../../src/contract/index.ts';
import { KIND_SHELVES } from './figures.ts';
import { type Place, samePlace } from './library-query.ts';
import styles from './library-room.module.css';
import { narrow, useLibrary } from './library-store.ts';
import { NEEDS } from './shelves.tsx';

const PLACES: readonly { readonly name: string; readonly place: Place }[] = [
  { name: 'All audio', place: { of: 'all' } },
  ...ASSET_KINDS.map((kind) => ({ name: KIND_SHELVES[kind], place: { of: 'kind', kind } as const })),
  ...NEEDS.map(([needs, name]) => ({ name, place: { of: 'needs', needs } as const })),
];

/** The shelves as a list to choose from, where there is no room for them. */
export const ShelfChoice = () => {
  const at = useLibrary(({ place }) => PLACES.findIndex((one) => samePlace(one.place, place)));
  return (
    <select
      className={styles.shelf}
      aria-label="Shelf"
      value={at}
      onChange={(event) => narrow({ place: PLACES[Number(event.target.value)].place })}
    >
      {PLACES.map(({ name }, index) => (
        <option key={name} value={index}>
          {name}
        </option>
      ))}
    </select>
  );
};

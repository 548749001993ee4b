// biome-ignore-all lint/a11y/useSemanticElements: only the rows on show exist, which a table element cannot say
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus and names its active row
import { ArrowDown, ArrowUp } from 'lucide-react';
import { classNames } from '../ui/class-names.ts';
import table from '../ui/table.module.css';
import unseen from '../ui/unseen.module.css';
import styles from './asset-table.module.css';
import type { Sort } from './library-query.ts';
import { sortBy, useLibrary } from './library-store.ts';

const COLUMNS: readonly { name: string; by: Sort['by'] | null; figure?: boolean; place?: string }[] = [
  { name: 'Play', by: null },
  { name: 'Title', by: 'title' },
  { name: 'Waveform', by: null },
  { name: 'Length', by: 'seconds', figure: true },
  { name: 'bpm', by: 'bpm', figure: true },
  { name: 'LUFS', by: 'lufs', figure: true },
  { name: 'Format', by: 'format', place: 'format' },
  { name: 'Kind', by: 'kind' },
];

/** The columns' names; what can be sorted is a button. */
export const TableHead = () => {
  const { by: sorted, descending } = useLibrary((state) => state.sort);
  return (
    <div role="rowgroup" className={table.head}>
      <div role="row" aria-rowindex={1} className={classNames(table.headRow, styles.headRow)}>
        {COLUMNS.map(({ name, by, figure, place }) => (
          <div
            key={name}
            role="columnheader"
            aria-sort={by === null ? undefined : by !== sorted ? 'none' : descending ? 'descending' : 'ascending'}
            data-figure={figure || undefined}
            className={place === 'format' ? styles.format : undefined}
          >
            {by === null ? (
              <span className={name === 'Play' ? unseen.unseen : undefined}>{name}</span>
            ) : (
              <button type="button" className={styles.sort} onClick={() => sortBy(by)}>
                {name}
                {by === sorted ? <Arrow descending={descending} /> : null}
              </button>
            )}
          </div>
        ))}
      </div>
    </div>
  );
};

const Arrow = ({ descending }: { descending: boolean }) => {
  const Icon = descending ? ArrowDown : ArrowUp;
  return <Icon size={12} strokeWidth={2} aria-hidden />;
};

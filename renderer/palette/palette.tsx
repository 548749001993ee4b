import { Autocomplete } from '@base-ui/react/autocomplete';
import { Search } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import type { CuelistSummary } from '../../src/contract/index.ts';
import { openList } from '../run/open-list.ts';
import { useRun } from '../run/run-store.ts';
import { invoke, useRegistry } from '../shortcuts/registry.ts';
import { SHORTCUTS } from '../shortcuts/shortcut-table.ts';
import { shownKeys } from '../shortcuts/shown-keys.ts';
import { ask } from '../state/ask.ts';
import { chooseWorkout, goTo, showOver, useNavigation } from '../state/navigation.ts';
import { useStudio } from '../state/studio.ts';
import { Dialog } from '../ui/dialog.tsx';
import { Keys } from '../ui/keys.tsx';
import styles from './palette.module.css';
import { type PaletteItem, paletteItems } from './palette-items.ts';
import { searchItems } from './palette-search.ts';

/** Does what was chosen, once the palette has closed and the focus is back where it was. */
const choose = ({ kind, target }: PaletteItem): void => {
  showOver(null);
  setTimeout(() => {
    if (kind === 'command') invoke(target);
    else if (kind === 'cuelist') void openList(target);
    else {
      chooseWorkout(target);
      goTo(useNavigation.getState().room === 'export' ? 'export' : 'edit');
    }
  });
};

/** The cuelists that can be opened now: none in Show mode, where the list stays open. */
const useCuelists = (): readonly CuelistSummary[] => {
  const armed = useRun(({ view }) => view?.armed ?? false);
  const [known, setKnown] = useState<readonly CuelistSummary[]>([]);
  useEffect(() => {
    let gone = false;
    // Without an answer the palette has all else.
    void ask('run.lists', {})
      .then(({ lists }) => gone || setKnown(lists.filter(({ trouble }) => trouble === null)))
      .catch(() => undefined);
    return () => {
      gone = true;
    };
  }, []);
  return armed ? [] : known;
};

const Contents = () => {
  const [typed, setTyped] = useState('');
  const actions = useRegistry((state) => state.actions);
  const workouts = useStudio((state) => state.workouts);
  const cuelists = useCuelists();
  const items = useMemo(
    () => paletteItems(SHORTCUTS, (id) => actions.has(id), workouts ?? [], cuelists),
    [actions, workouts, cuelists],
  );
  const found = useMemo(() => searchItems(items, typed), [items, typed]);
  return (
    <Autocomplete.Root
      inline
      open
      mode="none"
      items={found}
      value={typed}
      onValueChange={setTyped}
      itemToStringValue={(item: PaletteItem) => item.label}
      autoHighlight="always"
      keepHighlight
    >
      <div className={styles.head}>
        <Search size={18} strokeWidth={1.75} aria-hidden />
        <Autocomplete.Input
          className={styles.input}
          aria-label="Find a command, a room, a workout or a cuelist"
          placeholder="Find a command, a room, a workout or a cuelist"
        />
      </div>
      <Autocomplete.Empty>
        <p className={styles.empty}>Nothing here is called “{typed}”.</p>
      </Autocomplete.Empty>
      <Autocomplete.List className={styles.list}>
        {(item: PaletteItem) => {
          const keys = item.kind === 'command' ? shownKeys(item.target) : null;
          return (
            <Autocomplete.Item key={item.id} value={item} className={styles.item} onClick={() => choose(item)}>
              <span className={styles.label}>{item.label}</span>
              <span className={styles.hint}>{item.hint}</span>
              {keys ? <Keys keys={keys} /> : null}
            </Autocomplete.Item>
          );
        }}
      </Autocomplete.List>
    </Autocomplete.Root>
  );
};

/** Everything by name: type, choose with the arrow keys, Enter. */
export const Palette = () => (
  <Dialog
    open={useNavigation((state) => state.over === 'palette')}
    onOpenChange={(open) => showOver(open ? 'palette' : null)}
    title="Find anything"
    titleHidden
  >
    <Contents />
  </Dialog>
);

import { firstKeys, showKeys } from '../shortcuts/key-names.ts';
import { useRegistry } from '../shortcuts/registry.ts';
import { SHORTCUTS, type Shortcut } from '../shortcuts/shortcut-table.ts';
import { isMac } from '../shortcuts/shown-keys.ts';
import { showOver, useNavigation } from '../state/navigation.ts';
import { useStudio } from '../state/studio.ts';
import { Dialog } from '../ui/dialog.tsx';
import { Keys } from '../ui/keys.tsx';
import styles from './help-sheet.module.css';

const MOVES = [
  ['Move', 'Arrows'],
  ['Move and select', 'Shift Arrows'],
  ['Next part of the window', 'Tab'],
  ['Close, or cancel a drag', 'Esc'],
] as const;

/** The shortcuts that work here, in groups; those that can do nothing at the moment are dim and say so. */
export const HelpSheet = () => {
  const { over, room } = useNavigation();
  const actions = useRegistry((state) => state.actions);
  const kind = useStudio((state) => state.host?.kind ?? 'web');
  const here = (SHORTCUTS as readonly Shortcut[]).flatMap((shortcut) => {
    const keys = firstKeys(shortcut.keys, kind);
    return keys !== null && (shortcut.context === 'everywhere' || shortcut.context === room)
      ? [{ ...shortcut, shown: showKeys(keys, isMac) }]
      : [];
  });
  const groups = [...new Set(here.map(({ group }) => group))];
  return (
    <Dialog open={over === 'help'} onOpenChange={(open) => showOver(open ? 'help' : null)} title="Shortcuts here" wide>
      <div className={styles.groups}>
        {groups.map((group) => (
          <section key={group} className={styles.group}>
            <h3 className={styles.title}>{group}</h3>
            <ul>
              {here
                .filter((shortcut) => shortcut.group === group)
                .map(({ id, label, shown }) => (
                  <li key={id} className={styles.line}>
                    <span>
                      {label}
                      {actions.has(id) ? null : <span className={styles.not}> · not now</span>}
                    </span>
                    <Keys keys={shown} />
                  </li>
                ))}
            </ul>
          </section>
        ))}
        <section className={styles.group}>
          <h3 className={styles.title}>Hands</h3>
          <ul>
            {MOVES.map(([label, keys]) => (
              <li key={label} className={styles.line}>
                <span>{label}</span>
                <Keys keys={keys} />
              </li>
            ))}
          </ul>
        </section>
      </div>
    </Dialog>
  );
};

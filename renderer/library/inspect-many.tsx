import { Trash2 } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { AssetKind, AssetRow } from '../../src/contract/index.ts';
import { labelOf } from '../shortcuts/registry.ts';
import { Button } from '../ui/button.tsx';
import { bytesText } from '../ui/figures.ts';
import inspector from '../ui/inspector.module.css';
import { Panel } from '../ui/panel.tsx';
import { editAssets, removeChosen } from './asset-actions.ts';
import { countOf, sayMuch } from './figures.ts';
import { KindField } from './inspect-one.tsx';
import styles from './inspector.module.css';
import { rowsOf, useLibrary } from './library-store.ts';
import { TagField } from './tag-field.tsx';

/** Several sounds: what they are together, and what can be changed for all of them at once. */
export const InspectMany = ({ ids }: { ids: ReadonlySet<string> }) => {
  const pages = useLibrary((state) => state.pages);
  const [rows, setRows] = useState<readonly AssetRow[]>([]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: other pages are other rows
  useEffect(() => {
    let isShown = true;
    void rowsOf(ids).then((found) => isShown && setRows(found));
    return () => {
      isShown = false;
    };
  }, [ids, pages]);
  const kinds = new Set(rows.map(({ kind }) => kind));
  const all = [...ids];
  const [said, setSaid] = useState<string | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was said of others is not said of these
  useEffect(() => setSaid(null), [ids]);

  const setKind = async (kind: AssetKind): Promise<void> => {
    if (await editAssets(all, { kind })) setSaid(`Kind of ${countOf(ids.size, 'sound')} set to ${kind}`);
  };
  const changeTags = async (change: (tags: readonly string[]) => string[], words: string): Promise<void> => {
    for (const [tags, group] of byTags(rows, change)) if (!(await editAssets(group, { tags }))) return;
    setSaid(words);
  };
  const onAll = tagsOnAll(rows);
  const isWhole = rows.length === ids.size;
  return (
    <>
      <Panel>
        <h2 className={styles.heading}>{countOf(ids.size, 'sound')} chosen</h2>
        <p className={styles.together}>{isWhole ? together(rows) : '…'}</p>
        <div className={inspector.actions}>
          <Button icon={Trash2} onClick={() => void removeChosen()}>
            {labelOf('library.remove')}
          </Button>
        </div>
      </Panel>
      <Panel title="For all of them">
        <KindField kind={kinds.size === 1 ? [...kinds][0] : null} onChange={(kind) => void setKind(kind)} />
        {isWhole ? (
          <>
            <p className={inspector.label}>Tags that all of them have</p>
            <TagField
              tags={onAll}
              onAdd={(tag) =>
                void changeTags((tags) => [...tags.filter((one) => one !== tag), tag], `# ${tag} added to all`)
              }
              onRemove={(tag) =>
                void changeTags((tags) => tags.filter((one) => one !== tag), `# ${tag} removed from all`)
              }
            />
          </>
        ) : null}
        <p className={styles.said} role="status">
          {said}
        </p>
      </Panel>
    </>
  );
};

/** Edits name tags as a whole, so sounds with the same tags are edited together; those that stay the same, not at all. */
const byTags = (rows: readonly AssetRow[], change: (tags: readonly string[]) => string[]): [string[], string[]][] => {
  const groups = new Map<string, [string[], string[]]>();
  for (const { id, tags } of rows) {
    const next = change(tags);
    if (next.join('\n') === tags.join('\n')) continue;
    const group = groups.get(next.join('\n')) ?? [next, []];
    group[1].push(id);
    groups.set(next.join('\n'), group);
  }
  return [...groups.values()];
};

const tagsOnAll = (rows: readonly AssetRow[]): string[] =>
  (rows[0]?.tags ?? []).filter((tag) => rows.every(({ tags }) => tags.includes(tag)));

const together = (rows: readonly AssetRow[]): string => {
  const seconds = rows.reduce((sum, row) => sum + row.seconds, 0);
  const bytes = rows.reduce((sum, row) => sum + row.bytes, 0);
  return `${sayMuch(seconds)} · ${bytesText(bytes)}`;
};

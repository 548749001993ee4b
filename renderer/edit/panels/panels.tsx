import { Tabs } from '@base-ui/react/tabs';
import { Plus } from 'lucide-react';
import { useEffect, useMemo } from 'react';
import { invoke, useRegistry } from '../../shortcuts/registry.ts';
import { shownKeys } from '../../shortcuts/shown-keys.ts';
import { useShortcut } from '../../shortcuts/use-shortcut.ts';
import { Button } from '../../ui/button.tsx';
import { countText } from '../../ui/figures.ts';
import { Keys } from '../../ui/keys.tsx';
import { durationText } from '../../ui/times.ts';
import { checkedVariant, useChecks } from '../checks.ts';
import { useEditor } from '../edit-store.ts';
import { musicGridOf, workoutLength } from '../music-grid.ts';
import { FindBar, ReplaceBar } from './find-bar.tsx';
import styles from './panels.module.css';
import { askToFind, type PanelTab, showAsText, showPanel, usePanels } from './panels-store.ts';
import { Preflight } from './preflight.tsx';
import { useFindingKeys } from './preflight-step.ts';
import { ScriptPanel } from './script-panel.tsx';
import { scriptRows, scriptSums } from './script-rows.ts';
import { VariantsPanel } from './variants-panel.tsx';

const useRows = () => {
  const workout = useEditor((editor) => editor.workout);
  const material = useEditor((editor) => editor.material);
  const variant = useEditor((editor) => checkedVariant(editor));
  const { cues, findings } = useChecks();
  return useMemo(
    () => (workout === null ? [] : scriptRows(workout, material, { cues, findings }, variant)),
    [workout, material, cues, findings, variant],
  );
};

/** How many cues, how much voice, and how much of the workout that is. */
const Sums = ({ rows }: { rows: ReturnType<typeof useRows> }) => {
  const workout = useEditor((editor) => editor.workout);
  const material = useEditor((editor) => editor.material);
  const text = useMemo(() => {
    if (workout === null) return '';
    const { cues, voiceSeconds, share } = scriptSums(rows, workoutLength(workout, musicGridOf(workout, material)));
    const parts = [countText(cues, 'cue')];
    if (voiceSeconds > 0)
      parts.push(`${durationText(voiceSeconds)} of voice`, `${Math.round(share * 100)} % of the workout`);
    return parts.join(' · ');
  }, [rows, workout, material]);
  return <span className={styles.sums}>{text}</span>;
};

/** Script, variants and pre-flight of the open workout, below its timeline. */
export const Panels = () => {
  const { tab } = usePanels();
  const { findings, state } = useChecks();
  const rows = useRows();
  const canAdd = useRegistry(({ actions }) => actions.has('edit.cue.add'));
  useShortcut('edit.panel.script', () => showPanel('script'));
  useShortcut('edit.panel.variants', () => showPanel('variants'));
  useShortcut('edit.panel.preflight', () => showPanel('preflight'));
  useShortcut('edit.asText', () => showAsText(!usePanels.getState().asText));
  useShortcut('edit.find', () => askToFind(false));
  useShortcut('edit.replace', () => askToFind(true));
  useFindingKeys(findings);
  useEffect(() => () => usePanels.setState({ asText: false }), []);
  const found = state === 'ready' || state === 'checking' ? ` · ${findings.length}` : '';
  const keys = shownKeys('edit.cue.add');
  return (
    <Tabs.Root className={styles.panels} value={tab} onValueChange={(next) => showPanel(next as PanelTab)}>
      <div className={styles.head}>
        <Tabs.List className={styles.tabs} aria-label="Panels">
          <Tabs.Tab value="script" className={styles.tab}>
            Script
          </Tabs.Tab>
          <Tabs.Tab value="variants" className={styles.tab}>
            Variants
          </Tabs.Tab>
          <Tabs.Tab value="preflight" className={styles.tab}>
            Pre-flight{found}
          </Tabs.Tab>
        </Tabs.List>
        {tab === 'script' ? <FindBar /> : null}
        <span className={styles.gap} />
        <Sums rows={rows} />
        <Button
          icon={Plus}
          disabled={!canAdd}
          // The field that opens on the timeline takes the focus: a press that gave it to the button would close it.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => invoke('edit.cue.add')}
        >
          Add cue
          {keys ? <Keys keys={keys} /> : null}
        </Button>
      </div>
      {tab === 'script' ? <ReplaceBar /> : null}
      <Tabs.Panel value="script" className={styles.panel}>
        <ScriptPanel rows={rows} />
      </Tabs.Panel>
      <Tabs.Panel value="variants" className={styles.panel}>
        <VariantsPanel />
      </Tabs.Panel>
      <Tabs.Panel value="preflight" className={styles.panel}>
        <Preflight />
      </Tabs.Panel>
    </Tabs.Root>
  );
};

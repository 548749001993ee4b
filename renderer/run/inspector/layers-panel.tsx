import { Menu } from '@base-ui/react/menu';
import { ChevronDown, Plus } from 'lucide-react';
import type { SoundAction } from '../../../src/model/index.ts';
import type { Step } from '../../../src/plan/index.ts';
import { chooseSoundFiles } from '../../edit/music-choice.ts';
import { Button } from '../../ui/button.tsx';
import { countText } from '../../ui/figures.ts';
import menu from '../../ui/menu.module.css';
import { Panel } from '../../ui/panel.tsx';
import { roleOf, useSoundQuestion } from '../list/add-sounds.ts';
import { useRun } from '../run-store.ts';
import { addLayer } from './change-cues.ts';
import styles from './inspector.module.css';
import { LayerCard } from './layer-card.tsx';

/** Layers that one cue may have. */
const MOST = 32;

/** What a cue sounds: all its layers begin together. */
export const LayersPanel = ({ step, action }: { step: Step; action: SoundAction }) => {
  const check = useRun((state) => state.list?.cues[step.index] ?? null);
  const fromFile = async (): Promise<void> => {
    const [file] = await chooseSoundFiles(false);
    if (file !== undefined) await addLayer(step, { role: 'generic', file });
  };
  const fromLibrary = (): void =>
    useSoundQuestion.setState({
      question: {
        title: 'A layer from the library',
        many: false,
        take: ([row]) => row && void addLayer(step, { role: roleOf(row.kind), file: row.path }),
      },
    });
  return (
    <Panel
      title={countText(action.layers.length, 'layer')}
      actions={
        <Menu.Root>
          <Menu.Trigger disabled={action.layers.length >= MOST} render={<Button variant="quiet" icon={Plus} />}>
            Add
            <ChevronDown size={14} strokeWidth={1.75} aria-hidden />
          </Menu.Trigger>
          <Menu.Portal>
            <Menu.Positioner className={menu.positioner} align="end" sideOffset={4}>
              <Menu.Popup className={menu.popup}>
                <Menu.Item className={menu.item} onClick={() => void fromFile()}>
                  A sound file…
                </Menu.Item>
                <Menu.Item className={menu.item} onClick={fromLibrary}>
                  From the library…
                </Menu.Item>
              </Menu.Popup>
            </Menu.Positioner>
          </Menu.Portal>
        </Menu.Root>
      }
    >
      <ol className={styles.layers}>
        {action.layers.map((layer, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a layer has no id, its place is its name
          <LayerCard key={`${at} ${layer.file}`} step={step} layer={layer} at={at} check={check?.layers[at] ?? null} />
        ))}
      </ol>
    </Panel>
  );
};

import type { TakeMaterial } from '../../../src/contract/index.ts';
import {
  DUCKING_PRESETS,
  type DuckingDocument,
  type DuckingPreset,
  type Variant,
  type VoiceCue,
} from '../../../src/model/index.ts';
import { Button } from '../../ui/button.tsx';
import { Chip } from '../../ui/chip.tsx';
import { levelText } from '../../ui/figures.ts';
import inspector from '../../ui/inspector.module.css';
import { Panel } from '../../ui/panel.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { Slider } from '../../ui/slider.tsx';
import { edit, useEditor } from '../edit-store.ts';
import { presetOf, settingsOf, withDepth } from './duck-settings.ts';
import { DuckingCurve, describe } from './ducking-curve.tsx';
import styles from './inspector.module.css';

export const DUCKING_CHOICES: readonly { value: DuckingPreset; label: string }[] = [
  { value: 'punchy', label: 'Punchy' },
  { value: 'standard', label: 'Standard' },
  { value: 'calm', label: 'Calm' },
  { value: 'off', label: 'Off' },
];

export interface DuckPanelProps {
  cue: VoiceCue;
  /** What the cue's ducking is where it says none. */
  variant: Variant | null;
  /** What is said of the cue in the heard variant. */
  take: TakeMaterial | null;
}

/** How loud a cue is over the others, and how the music gives way to it. */
export const DuckPanel = ({ cue, variant, take }: DuckPanelProps) => {
  const own = useEditor((state) => state.document?.cues?.find(({ id }) => id === cue.id)?.duck ?? null);
  const usual = useEditor((state) => state.document?.variants?.find(({ id }) => id === variant?.id)?.ducking ?? null);
  const settings = own === null ? (variant?.ducking ?? DUCKING_PRESETS.standard) : settingsOf(own);
  const setDuck = (duck: DuckingDocument | null, merge: string | null = null) =>
    edit([{ op: 'cues.change', ids: [cue.id], change: { duck } }], { merge });
  return (
    <Panel
      title="Voice and ducking"
      actions={
        own === null ? (
          <Chip>as the variant</Chip>
        ) : (
          <Button variant="quiet" onClick={() => void setDuck(null)}>
            As the variant
          </Button>
        )
      }
    >
      <div className={styles.sliders}>
        <Slider
          label="Voice"
          tone="voice"
          unit="dB"
          value={cue.gain}
          min={-12}
          max={12}
          usual={0}
          say={(gain) => levelText(gain, { signed: true })}
          onChange={(gain_db, merge) =>
            edit([{ op: 'cues.change', ids: [cue.id], change: { gain_db } }], {
              merge,
              label: 'Change the voice level',
            })
          }
        />
        <Slider
          label="Duck"
          tone="duck"
          unit="dB"
          value={settings.depth}
          min={-24}
          max={0}
          usual={variant?.ducking.depth ?? DUCKING_PRESETS.standard.depth}
          say={(depth) => levelText(depth)}
          onChange={(depth, merge) => setDuck(withDepth(own, usual, depth), merge)}
        />
      </div>
      <Segmented
        label="Ducking"
        value={presetOf(own ?? usual) ?? 'standard'}
        choices={DUCKING_CHOICES}
        onChange={(preset) => void setDuck(preset)}
      />
      <DuckingCurve settings={settings} speech={take?.speech ?? []} />
      <p className={inspector.said}>{describe(settings)}</p>
    </Panel>
  );
};

import type { Frames, Layer, LayerRole } from '../../../src/model/index.ts';
import type { Step } from '../../../src/plan/index.ts';
import { Button } from '../../ui/button.tsx';
import inspector from '../../ui/inspector.module.css';
import { Panel } from '../../ui/panel.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { changeLayers } from './change-cues.ts';
import { ROLES } from './layer-card.tsx';
import { sharedOf } from './shared.ts';
import { SharedSeconds } from './shared-seconds.tsx';

/** The layers of several cues at once. */
export const LevelsPanel = ({ steps }: { steps: readonly Step[] }) => {
  const layers = steps.flatMap(({ cue: { action } }) => (action.kind === 'sound' ? action.layers : []));
  if (layers.length === 0) return null;
  const louder = (by: number): void =>
    void changeLayers(
      steps,
      ({ gain_db }) => ({ gain_db: Math.max(-60, Math.min(24, Math.round(((gain_db ?? 0) + by) * 10) / 10)) }),
      {
        merge: `Louder ${steps.map(({ cue }) => cue.id).join(' ')}`,
        label: by > 0 ? 'Make cues louder' : 'Make cues quieter',
      },
    );
  const fade = (label: string, field: 'fade_in_ms' | 'fade_out_ms', of: (layer: Layer) => Frames) => (
    <SharedSeconds
      label={label}
      lengths={layers.map(of)}
      most={600}
      onChange={(ms, merge) => changeLayers(steps, () => ({ [field]: ms }), { merge })}
    />
  );
  return (
    <Panel title="All their layers">
      <Segmented<LayerRole | ''>
        label="What they are for"
        value={sharedOf(layers, ({ role }) => role) ?? ''}
        choices={ROLES}
        onChange={(role) => role !== '' && void changeLayers(steps, () => ({ role }), { label: `Make layers ${role}` })}
      />
      <div className={inspector.line}>
        <span className={inspector.said}>Gain, each from where it is</span>
        <span className={inspector.actions}>
          <Button onClick={() => louder(-0.5)}>−0.5 dB</Button>
          <Button onClick={() => louder(0.5)}>+0.5 dB</Button>
        </span>
      </div>
      <div className={inspector.pair}>
        {fade('Fade in', 'fade_in_ms', ({ fadeIn }) => fadeIn.length)}
        {fade('Fade out', 'fade_out_ms', ({ fadeOut }) => fadeOut.length)}
      </div>
    </Panel>
  );
};

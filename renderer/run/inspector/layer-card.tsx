import { Menu } from '@base-ui/react/menu';
import { CircleAlert, Link2, MoreHorizontal, Play, Square } from 'lucide-react';
import type { LayerCheck } from '../../../src/contract/index.ts';
import { LAYER_ROLES, type Layer, type LayerRole, toSeconds } from '../../../src/model/index.ts';
import type { Step } from '../../../src/plan/index.ts';
import { chooseSoundFiles } from '../../edit/music-choice.ts';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { FadeField } from '../../ui/fade-field.tsx';
import { bytesText, fileName, lengthText, levelText } from '../../ui/figures.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import inspector from '../../ui/inspector.module.css';
import menu from '../../ui/menu.module.css';
import { Segmented } from '../../ui/segmented.tsx';
import { Slider } from '../../ui/slider.tsx';
import { SpanFields } from '../../ui/span-fields.tsx';
import { Tooltip } from '../../ui/tooltip.tsx';
import { roleOf, useSoundQuestion } from '../list/add-sounds.ts';
import { auditionFile, useIsFileHeard } from './audition.ts';
import { changeLayer, type LayerChange, removeLayer } from './change-cues.ts';
import styles from './inspector.module.css';
import { LoopFields } from './loop-fields.tsx';
import { toMs } from './shared.ts';

export const ROLES: readonly { value: LayerRole; label: string }[] = LAYER_ROLES.map((value) => ({
  value,
  label: { voice: 'Voice', background: 'Background', generic: 'Generic' }[value],
}));

/** Decibels of the gain's slider; under its floor a layer is silent. */
const [FLOOR, CEILING] = [-60, 24];

export interface LayerCardProps {
  step: Step;
  layer: Layer;
  at: number;
  check: LayerCheck | null;
}

/** One sound of a cue: which, what for, how loud, from where to where, and whether it goes round. */
export const LayerCard = ({ step, layer, at, check }: LayerCardProps) => {
  const change = (fields: LayerChange, merge: string | null = null) => changeLayer(step, at, fields, { merge });
  return (
    <li className={styles.layer} data-role={layer.role}>
      <LayerFile step={step} layer={layer} at={at} check={check} />
      <Segmented<LayerRole>
        label="What it is for"
        value={layer.role}
        choices={ROLES}
        onChange={(role) => void change({ role })}
      />
      <Slider
        label="Gain"
        tone={layer.role === 'voice' ? 'voice' : layer.role === 'background' ? 'music' : 'plain'}
        unit="dB"
        value={Math.max(FLOOR, layer.gain)}
        min={FLOOR}
        max={CEILING}
        usual={0}
        say={(gain) => (layer.gain < FLOOR && gain === FLOOR ? 'silent' : levelText(gain, { signed: true }))}
        onChange={(gain_db, merge) => change({ gain_db: gain_db === 0 ? null : gain_db }, merge)}
      />
      <FadeField
        label="Fade in"
        seconds={toSeconds(layer.fadeIn.length)}
        curve={layer.fadeIn.curve}
        onSeconds={(seconds, merge) => change({ fade_in_ms: toMs(seconds) || null }, merge)}
        onCurve={(fade_in_curve) => void change({ fade_in_curve })}
      />
      <FadeField
        label="Fade out"
        seconds={toSeconds(layer.fadeOut.length)}
        curve={layer.fadeOut.curve}
        onSeconds={(seconds, merge) => change({ fade_out_ms: toMs(seconds) || null }, merge)}
        onCurve={(fade_out_curve) => void change({ fade_out_curve })}
      />
      <SpanFields
        labels={['Starts at, in the file', 'Ends at']}
        start={toSeconds(layer.trimStart)}
        end={layer.trimEnd === null ? null : toSeconds(layer.trimEnd)}
        noEnd="its end"
        onStart={(from, merge) => change({ trim_start_ms: toMs(from) || null }, merge)}
        onEnd={(to, merge) => change({ trim_end_ms: to === null ? null : toMs(to) }, merge)}
      />
      <LoopFields layer={layer} onChange={change} />
    </li>
  );
};

/** Which file it is, what is known of it, and another in its place. */
const LayerFile = ({ step, layer, at, check }: LayerCardProps) => {
  const asset = check?.asset ?? null;
  const heard = useIsFileHeard(asset);
  const many = step.cue.action.kind === 'sound' && step.cue.action.layers.length > 1;
  const replace = (file: string, role: LayerRole = layer.role) =>
    void changeLayer(
      step,
      at,
      { file, role, trim_start_ms: null, trim_end_ms: null },
      { label: 'Replace the sound of a layer' },
    );
  const relink = async (): Promise<void> => {
    const [file] = await chooseSoundFiles(false);
    if (file !== undefined) await changeLayer(step, at, { file }, { label: 'Find the sound of a layer' });
  };
  const fromFile = async (): Promise<void> => {
    const [file] = await chooseSoundFiles(false);
    if (file !== undefined) replace(file);
  };
  const fromLibrary = (): void =>
    useSoundQuestion.setState({
      question: {
        title: `Instead of ${fileName(layer.file)}`,
        many: false,
        take: ([row]) => row && replace(row.path, layer.role === 'generic' ? roleOf(row.kind) : layer.role),
      },
    });
  const facts = [
    check?.frames == null ? null : lengthText(toSeconds(check.frames)),
    check?.bytes == null ? null : bytesText(check.bytes),
    check?.streams == null ? null : `streams at its cue: ${check.streams}`,
  ].filter((fact) => fact !== null);
  return (
    <div className={styles.stack}>
      <div className={inspector.head}>
        <IconButton
          icon={heard ? Square : Play}
          label={heard ? 'Stop' : asset === null ? 'The library does not know this file yet' : 'Play the file alone'}
          disabled={asset === null}
          onClick={() =>
            asset !== null &&
            auditionFile(asset, fileName(layer.file), check?.frames == null ? null : toSeconds(check.frames))
          }
        />
        <Tooltip text={layer.file}>
          <span className={styles.file}>{fileName(layer.file)}</span>
        </Tooltip>
        <Menu.Root>
          <Menu.Trigger className={inspector.more} aria-label={`More of ${fileName(layer.file)}`}>
            <MoreHorizontal size={18} strokeWidth={1.75} aria-hidden />
          </Menu.Trigger>
          <Menu.Portal>
            <Menu.Positioner className={menu.positioner} align="end" sideOffset={4}>
              <Menu.Popup className={menu.popup}>
                <Menu.Item className={menu.item} onClick={() => void fromFile()}>
                  Replace by a file…
                </Menu.Item>
                <Menu.Item className={menu.item} onClick={fromLibrary}>
                  Replace from the library…
                </Menu.Item>
                <Menu.Separator className={menu.separator} />
                <Menu.Item className={menu.item} disabled={!many} onClick={() => void removeLayer(step, at)}>
                  {many ? 'Remove the layer' : 'The only layer stays'}
                </Menu.Item>
              </Menu.Popup>
            </Menu.Positioner>
          </Menu.Portal>
        </Menu.Root>
      </div>
      {facts.length > 0 ? <p className={inspector.said}>{facts.join(' · ')}</p> : null}
      {check?.broken == null ? null : (
        <div className={classNames(inspector.trouble, styles.trouble)} role="alert">
          <p>
            <CircleAlert size={14} strokeWidth={1.75} aria-hidden /> {check.broken}
          </p>
          <Button icon={Link2} onClick={() => void relink()}>
            Find it…
          </Button>
        </div>
      )}
    </div>
  );
};

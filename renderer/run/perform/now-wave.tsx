import { useState } from 'react';
import { ENGINE_RATE, frames, toSeconds } from '../../../src/model/index.ts';
import { waveformsOf } from '../../library/waveforms-of-host.ts';
import { useStudio } from '../../state/studio.ts';
import { fileName, lengthText } from '../../ui/figures.ts';
import { Segmented } from '../../ui/segmented.tsx';
import { Waveform } from '../../waveform/index.ts';
import { useRun } from '../run-store.ts';
import { frameOfFile } from './layer-place.ts';
import styles from './now-wave.module.css';
import { showNow } from './show-time.ts';
import { leadRun } from './sounding.ts';
import { useSteady } from './use-steady.ts';
import { useBeaten, useWritten } from './use-written.ts';

/** Which frame of its file a layer of a cue is at now; null: it does not sound. */
const placeOf = (runNumber: number, layerNumber: number): number | null => {
  const { view, steps, list } = useRun.getState();
  const run = view?.runs.find(({ run }) => run === runNumber);
  const live = run?.layers.find(({ layer }) => layer === layerNumber);
  const action = run ? steps[run.index]?.cue.action : undefined;
  const layer = action?.kind === 'sound' ? action.layers[layerNumber] : undefined;
  if (!view || !run || !live || !layer || live.phase !== 'sounding') return null;
  const now = showNow(view);
  const gone = run.pausedAt === null ? now - view.clock.frame : 0;
  const left = run.endAt === null || live.vamps ? null : run.endAt - (run.pausedAt ?? now);
  return frameOfFile(layer, list?.cues[run.index]?.layers[layerNumber]?.frames ?? null, live.played + gone, left);
};

/** What the pane shows of the cue the operator waits for; null: nothing runs. */
const useNow = () =>
  useSteady(({ view, steps, list }) => {
    const lead = view ? leadRun(view.runs, steps) : null;
    const cue = lead ? steps[lead.index]?.cue : undefined;
    if (!lead || !cue) return null;
    const own = cue.action.kind === 'sound' ? cue.action.layers : [];
    const checks = list?.cues[lead.index]?.layers ?? [];
    const layers = own.map(({ role, file, loop }, layer) => ({
      ...{ layer, role, file, loops: loop !== null },
      frames: checks[layer]?.frames ?? null,
      asset: checks[layer]?.asset ?? null,
    }));
    return { run: lead.run, cue: cue.id, name: cue.name, notes: cue.notes.trim(), layers };
  });

type NowLayer = NonNullable<ReturnType<typeof useNow>>['layers'][number];

const Outline = ({ run, layer }: { run: number; layer: NowLayer }) => {
  const host = useStudio((studio) => studio.host);
  const shade = useBeaten<HTMLDivElement>((element) => {
    const at = placeOf(run, layer.layer);
    const share = at === null || layer.frames === null ? 1 : Math.min(1, at / layer.frames);
    const moved = `translateX(${(share * 100).toFixed(2)}%)`;
    if (element.style.transform !== moved) element.style.transform = moved;
  });
  const bar = useBeaten<HTMLDivElement>((element) => {
    const share = layer.frames === null ? 0 : (placeOf(run, layer.layer) ?? 0) / layer.frames;
    element.style.transform = `scaleX(${Math.min(1, share).toFixed(4)})`;
  });
  if (layer.asset === null || layer.frames === null || !host)
    return (
      <div className={styles.plain}>
        <div className={styles.track}>
          <div ref={bar} className={styles.fill} data-role={layer.role} />
        </div>
        <p>
          {layer.frames === null ? 'How long it is, is not known.' : 'No waveform: the file is not in the library.'}
        </p>
      </div>
    );
  return (
    <div className={styles.outline}>
      <Waveform
        waveforms={waveformsOf(host)}
        asset={layer.asset}
        frames={layer.frames}
        tone={layer.role === 'voice' ? 'voice' : 'music'}
      />
      {/* What is still to come is dim; its edge is the playhead. */}
      <div ref={shade} className={styles.shade} aria-hidden />
    </div>
  );
};

const Place = ({ run, layer }: { run: number; layer: NowLayer }) => {
  const place = useWritten<HTMLSpanElement>(() => {
    const at = placeOf(run, layer.layer);
    return at === null ? '–' : lengthText(Math.floor(at / ENGINE_RATE));
  });
  return (
    <span className={styles.place} role="timer" aria-label="Place in the file">
      {layer.role} layer · <span ref={place} className={styles.figure} />
      <span className={styles.figure}>
        {layer.frames === null ? '' : ` / ${lengthText(toSeconds(frames(layer.frames)))}`}
      </span>
    </span>
  );
};

/** The waveform of what sounds, its playhead and its times; what the operator wrote for this cue. */
export const NowWave = () => {
  const now = useNow();
  const [choice, choose] = useState<{ cue: string; layer: number } | null>(null);
  const voice = now?.layers.find(({ role }) => role === 'voice') ?? now?.layers[0];
  const chosen = choice?.cue === now?.cue ? now?.layers[choice?.layer ?? -1] : undefined;
  const layer = chosen ?? voice;
  return (
    <section className={styles.now} aria-label="Now">
      <div className={styles.head}>
        <h2 className={styles.title}>{now ? `Now · ${now.name}` : 'Now · nothing sounds'}</h2>
        {now && now.layers.length > 1 && layer ? (
          <Segmented
            label="Layer that is shown"
            value={String(layer.layer)}
            choices={now.layers.map(({ layer: value, role, file }) => ({
              value: String(value),
              label: now.layers.filter((other) => other.role === role).length > 1 ? fileName(file) : role,
            }))}
            onChange={(value) => choose({ cue: now.cue, layer: Number(value) })}
          />
        ) : null}
        <span className={styles.gap} />
        {now && layer ? <Place key={`${now.run}/${layer.layer}`} run={now.run} layer={layer} /> : null}
      </div>
      <div className={styles.wave}>
        {now && layer ? <Outline key={`${now.run}/${layer.layer}`} run={now.run} layer={layer} /> : null}
      </div>
      {now && now.notes !== '' ? <p className={styles.notes}>{now.notes}</p> : null}
    </section>
  );
};

import { Copy, Trash2 } from 'lucide-react';
import { useState } from 'react';
import {
  AUDIO_FORMATS,
  type DuckingPreset,
  duckingDocument,
  duckingName,
  type Variant,
  type Workout,
} from '../../../src/model/index.ts';
import { attempt } from '../../state/ask.ts';
import { useStudio } from '../../state/studio.ts';
import { Button } from '../../ui/button.tsx';
import { EditedText } from '../../ui/edited-text.tsx';
import { SelectField } from '../../ui/field.tsx';
import { countText, levelText } from '../../ui/figures.ts';
import { readNumber, Slider } from '../../ui/slider.tsx';
import { useEditor } from '../edit-store.ts';
import styles from './variants.module.css';
import { changeVariant, duplicateVariant, levelsOf, removeVariant, tagsOf, writtenVariant } from './variants-store.ts';

const PRESETS: readonly { preset: DuckingPreset; label: string }[] = [
  { preset: 'punchy', label: 'Punchy' },
  { preset: 'standard', label: 'Standard' },
  { preset: 'calm', label: 'Calm' },
  { preset: 'off', label: 'Off' },
];

const targetProblem = (typed: string): string | null => {
  if (typed.trim() === '') return null;
  const lufs = readNumber(typed);
  return lufs === null || lufs < -40 || lufs > -5 ? 'A level from −40 to −5 LUFS, or nothing.' : null;
};

/** Who says it. With `keepTiming` every line is made as long as it was: a job, since it speaks all of them. */
const CoachOf = ({ workout, variant }: { workout: Workout; variant: Variant }) => {
  const path = useEditor((editor) => editor.path);
  const [keepTiming, setKeepTiming] = useState(true);
  const value = variant.coach ?? workout.coaches[0]?.id ?? '';
  const choose = (coach: string): void => {
    if (keepTiming && path !== null)
      void attempt('The variant was not spoken anew', 'edit.recast', { path, variant: variant.id, coach, keepTiming });
    else void changeVariant(variant.id, { coach });
  };
  if (workout.coaches.length === 0) return <p className={styles.note}>The default voice speaks: no coach is named.</p>;
  return (
    <>
      <SelectField label="Coach" value={value} onChange={(event) => choose(event.target.value)}>
        {workout.coaches.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </SelectField>
      {workout.coaches.length > 1 ? (
        <label className={styles.check}>
          <input type="checkbox" checked={keepTiming} onChange={(event) => setKeepTiming(event.target.checked)} />
          Another coach keeps the timing of each line
        </label>
      ) : null}
    </>
  );
};

interface WordsProps {
  legend: string;
  all: readonly string[];
  /** Null: cues are taken whatever they have. */
  taken: readonly string[] | null;
  onChange: (taken: readonly string[] | null) => void;
}

/** Which levels, or tags, a variant takes. All of them ticked is no condition. */
const Words = ({ legend, all, taken, onChange }: WordsProps) => {
  if (all.length === 0) return null;
  const toggle = (word: string): void => {
    const now = new Set(taken ?? all);
    if (!now.delete(word)) now.add(word);
    const next = all.filter((each) => now.has(each));
    onChange(next.length === all.length || next.length === 0 ? null : next);
  };
  return (
    <fieldset className={styles.words}>
      <legend>{legend}</legend>
      {all.map((word) => (
        <label key={word} className={styles.check}>
          <input type="checkbox" checked={taken === null || taken.includes(word)} onChange={() => toggle(word)} />
          {word}
        </label>
      ))}
    </fieldset>
  );
};

/** Everything a variant is made by, beside the matrix that says which cues it takes. */
export const VariantRecipe = ({ workout, variant }: { workout: Workout; variant: Variant }) => {
  const document = useEditor((editor) => editor.document);
  const usual = useStudio((state) => state.settings?.targetLufs ?? -14);
  const written = writtenVariant(document, variant);
  const { id } = variant;
  const ducking = duckingName(variant.ducking);
  const { tags, levels, except } = variant.cues;
  const setCues = (change: {
    tags?: readonly string[] | null;
    levels?: readonly string[] | null;
    except?: readonly string[];
  }): void => {
    const next = { tags, levels, except, ...change };
    void changeVariant(id, {
      cues: {
        ...(next.tags && { tags: [...next.tags] }),
        ...(next.levels && { levels: [...next.levels] }),
        ...(next.except.length > 0 && { except: [...next.except] }),
      },
    });
  };
  return (
    <div className={styles.recipe}>
      <EditedText
        label="Name"
        value={variant.name}
        maxLength={200}
        problemOf={(typed) => (typed.trim() === '' ? 'A variant has a name.' : null)}
        onChange={(name, merge) => changeVariant(id, { name: name.trim() }, merge)}
      />
      <CoachOf workout={workout} variant={variant} />
      <SelectField
        label="Ducking"
        value={ducking}
        onChange={(event) => {
          if (event.target.value !== 'custom') void changeVariant(id, { ducking: event.target.value as DuckingPreset });
          else void changeVariant(id, { ducking: duckingDocument(variant.ducking) });
        }}
      >
        {PRESETS.map(({ preset, label }) => (
          <option key={preset} value={preset}>
            {label}
          </option>
        ))}
        {ducking === 'custom' ? <option value="custom">{levelText(variant.ducking.depth)} dB, its own</option> : null}
      </SelectField>
      <Slider
        label="Voice"
        value={variant.voiceLevel}
        min={-12}
        max={12}
        step={0.5}
        usual={0}
        unit="dB"
        say={(value) => levelText(value, { signed: true })}
        tone="voice"
        onChange={(level, merge) => changeVariant(id, { voice_level_db: level }, merge)}
      />
      <EditedText
        label="Loudness"
        value={variant.target === null ? '' : levelText(variant.target)}
        placeholder={`${levelText(usual)}, as the export says`}
        maxLength={8}
        inputMode="decimal"
        unit="LUFS"
        problemOf={targetProblem}
        onChange={(typed, merge) => changeVariant(id, { target_lufs: readNumber(typed) }, merge)}
      />
      <fieldset className={styles.words}>
        <legend>Formats{variant.formats === null ? ', as the export says' : ''}</legend>
        {AUDIO_FORMATS.map((format) => (
          <label key={format} className={styles.check}>
            <input
              type="checkbox"
              checked={variant.formats?.includes(format) ?? false}
              onChange={(event) => {
                const now = new Set(variant.formats ?? []);
                if (event.target.checked) now.add(format);
                else now.delete(format);
                const formats = AUDIO_FORMATS.filter((each) => now.has(each));
                void changeVariant(id, { formats: formats.length > 0 ? [...formats] : null });
              }}
            />
            {format}
          </label>
        ))}
      </fieldset>
      <Words
        legend="Levels it takes"
        all={levelsOf(workout)}
        taken={levels}
        onChange={(next) => setCues({ levels: next })}
      />
      <Words legend="Tags it takes" all={tagsOf(workout)} taken={tags} onChange={(next) => setCues({ tags: next })} />
      {except.length > 0 ? (
        <p className={styles.note}>
          {countText(except.length, 'tick')} of its own.{' '}
          <button type="button" className={styles.link} onClick={() => setCues({ except: [] })}>
            Forget them
          </button>
        </p>
      ) : null}
      <div className={styles.actions}>
        <Button icon={Copy} onClick={() => void duplicateVariant(workout, written)}>
          Duplicate
        </Button>
        <Button icon={Trash2} disabled={workout.variants.length < 2} onClick={() => void removeVariant(workout, id)}>
          Remove
        </Button>
      </div>
    </div>
  );
};

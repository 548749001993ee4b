import { type FormEvent, useRef, useState } from 'react';
import type { ListedPreset } from '../../../src/contract/index.ts';
import { toFailure } from '../../../src/model/index.ts';
import { ask } from '../../state/ask.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field, SelectField } from '../../ui/field.tsx';
import { FolderField } from '../../ui/folder-field.tsx';
import { choosePreset, refreshPresets, useExports } from '../export-store.ts';
import { DUCKINGS, FORMATS, formOf, idFor, MP3_RATES, type PresetForm, presetFrom, problemsOf } from './preset-form.ts';
import styles from './presets.module.css';

export interface PresetDialogProps {
  /** What it is made from. */
  from: ListedPreset;
  /** False: that one is changed. */
  isNew: boolean;
  onClose: () => void;
}

/** How files are made, what they are called and where they go, kept under a name. */
export const PresetDialog = ({ from, isNew, onClose }: PresetDialogProps) => {
  const presets = useExports((state) => state.presets);
  const [form, setForm] = useState<PresetForm>(() => formOf(from, isNew ? `${from.name} 2` : from.name));
  const [trouble, setTrouble] = useState<string | null>(null);
  const [tried, setTried] = useState(false);
  const name = useRef<HTMLInputElement>(null);
  const problems = tried ? problemsOf(form) : {};
  const set = <Key extends keyof PresetForm>(key: Key, value: PresetForm[Key]): void => {
    setForm((before) => ({ ...before, [key]: value }));
    setTrouble(null);
  };
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setTried(true);
    if (Object.keys(problemsOf(form)).length > 0) return;
    const id = isNew ? idFor(form.name, new Set(presets.map((each) => each.id))) : from.id;
    try {
      const saved = await ask('exports.savePreset', { preset: presetFrom(form, id, from) });
      await refreshPresets();
      choosePreset(saved.id);
      onClose();
    } catch (error) {
      setTrouble(toFailure(error).message);
    }
  };
  const typed = (key: 'name' | 'm4a' | 'opus' | 'target' | 'ceiling' | 'naming') => ({
    value: form[key],
    problem: problems[key] ?? null,
    onChange: (event: { target: { value: string } }) => set(key, event.target.value),
  });
  return (
    <Dialog
      open
      wide
      onOpenChange={(open) => !open && onClose()}
      title={isNew ? 'New preset' : 'Edit the preset'}
      initialFocus={name}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" form="export-preset">
            {isNew ? 'Save the preset' : 'Save'}
          </Button>
        </>
      }
    >
      <form id="export-preset" className={styles.form} onSubmit={(event) => void submit(event)}>
        <Field ref={name} label="Name" maxLength={120} {...typed('name')} />
        <fieldset className={styles.formats}>
          <legend>Formats</legend>
          {FORMATS.map(([format, word]) => (
            <label key={format} className={styles.check}>
              <input
                type="checkbox"
                checked={form.formats.includes(format)}
                onChange={(event) =>
                  set(
                    'formats',
                    event.target.checked ? [...form.formats, format] : form.formats.filter((each) => each !== format),
                  )
                }
              />
              {word}
            </label>
          ))}
          <p className={styles.help}>None: as each variant says, else MP3.</p>
        </fieldset>
        <div className={styles.three}>
          <SelectField label="Bitrate of MP3" value={form.mp3} onChange={(event) => set('mp3', event.target.value)}>
            <option value="">As in Settings</option>
            {MP3_RATES.map((rate) => (
              <option key={rate} value={rate}>
                {rate} kb/s
              </option>
            ))}
          </SelectField>
          <Field label="Bitrate of M4A" unit="kb/s" placeholder="usual" inputMode="numeric" {...typed('m4a')} />
          <Field label="Bitrate of Opus" unit="kb/s" placeholder="usual" inputMode="numeric" {...typed('opus')} />
        </div>
        <div className={styles.three}>
          <Field label="Loudness" unit="LUFS" placeholder="as they say" {...typed('target')} />
          <Field label="True peak, at most" unit="dBTP" {...typed('ceiling')} />
          <SelectField
            label="Ducking"
            value={form.ducking}
            onChange={(event) => set('ducking', event.target.value as PresetForm['ducking'])}
          >
            <option value="">As each variant says</option>
            {form.ducking === 'own' ? <option value="own">Its own figures</option> : null}
            {DUCKINGS.map((each) => (
              <option key={each} value={each}>
                {each}
              </option>
            ))}
          </SelectField>
        </div>
        <Field
          label="Names of files"
          help="Of {workout} {variant} {coach} {date} {format}; the ending comes by itself."
          {...typed('naming')}
        />
        <FolderField
          label="Folder"
          placeholder="as in Settings, a folder per workout"
          value={form.folder}
          problem={problems.folder ?? null}
          onChange={(path) => set('folder', path)}
        />
        <label className={styles.check}>
          <input type="checkbox" checked={form.stems} onChange={(event) => set('stems', event.target.checked)} />
          The stems of every variant too: its ducked music and its voice
        </label>
        {trouble === null ? null : (
          <p role="alert" className={styles.trouble}>
            {trouble}
          </p>
        )}
      </form>
    </Dialog>
  );
};

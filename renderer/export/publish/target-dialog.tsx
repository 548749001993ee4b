import { type FormEvent, useRef, useState } from 'react';
import type { PublishTarget } from '../../../src/contract/index.ts';
import { toFailure } from '../../../src/model/index.ts';
import { ask } from '../../state/ask.ts';
import { useStudio } from '../../state/studio.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field, SelectField } from '../../ui/field.tsx';
import { FolderField } from '../../ui/folder-field.tsx';
import styles from './publish.module.css';
import { keysFrom, type TargetForm, targetForm, targetFrom, targetProblems } from './target-form.ts';

export interface TargetDialogProps {
  /** Null: a new one. */
  target: PublishTarget | null;
  /** `name`: the target that was kept; null: none was. */
  onClose: (name: string | null) => void;
}

/** Where releases go. Keys are kept in the system's keychain and never shown again. */
export const TargetDialog = ({ target, onClose }: TargetDialogProps) => {
  const targets = useStudio(({ settings }) => settings?.publishTargets) ?? NONE;
  const [form, setForm] = useState<TargetForm>(() => targetForm(target));
  const [tried, setTried] = useState(false);
  const [trouble, setTrouble] = useState<string | null>(null);
  const name = useRef<HTMLInputElement>(null);
  // Its keys are kept under its name.
  const isStore = target?.kind === 's3';
  const others = targets.filter((each) => each.name !== target?.name);
  const problemsNow = targetProblems(
    form,
    others.map((each) => each.name),
  );
  const problems = tried ? problemsNow : {};
  const set = <Key extends keyof TargetForm>(key: Key, value: TargetForm[Key]): void =>
    setForm((before) => ({ ...before, [key]: value }));
  const typed = (key: Exclude<keyof TargetForm, 'kind' | 'pathStyle'>) => ({
    value: form[key],
    problem: problems[key] ?? null,
    onChange: (event: { target: { value: string } }) => set(key, event.target.value),
  });
  const doing = async (work: () => Promise<string | null>): Promise<void> => {
    try {
      onClose(await work());
    } catch (error) {
      setTrouble(toFailure(error).message);
    }
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    if (Object.keys(problemsNow).length > 0) return;
    const kept = targetFrom(form);
    const keys = keysFrom(form);
    void doing(async () => {
      const list = target ? targets.map((each) => (each.name === target.name ? kept : each)) : [...targets, kept];
      // Whatever becomes of them, they do not stand in the page any longer.
      setForm((before) => ({ ...before, accessKeyId: '', secretAccessKey: '' }));
      // First: where they cannot be kept, nothing is, and Save goes on without them.
      if (keys) await ask('publish.setSecret', { target: kept.name, keys });
      await ask('settings.set', { publishTargets: [...list] });
      return kept.name;
    });
  };
  const remove = (): void =>
    void doing(async () => {
      await ask('settings.set', { publishTargets: [...others] });
      // Where nothing can be kept, nothing was.
      if (target?.kind === 's3') await ask('publish.setSecret', { target: target.name, keys: null }).catch(() => null);
      return null;
    });
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose(null)}
      title={target ? `Change “${target.name}”` : 'New target'}
      initialFocus={isStore ? undefined : name}
      actions={
        <>
          {target ? (
            <Button variant="quiet" onClick={remove}>
              Remove it
            </Button>
          ) : null}
          <Button onClick={() => onClose(null)}>Cancel</Button>
          <Button variant="primary" type="submit" form="publish-target">
            Save
          </Button>
        </>
      }
    >
      <form id="publish-target" className={styles.body} onSubmit={submit} autoComplete="off">
        {trouble === null ? null : (
          <p role="alert" className={styles.trouble}>
            {trouble}
          </p>
        )}
        <div className={styles.two}>
          <Field ref={name} label="Name" maxLength={80} placeholder="r2" disabled={isStore} {...typed('name')} />
          <SelectField
            label="Kind"
            value={form.kind}
            onChange={(event) => set('kind', event.target.value as TargetForm['kind'])}
          >
            <option value="s3">A store that speaks S3</option>
            <option value="folder">A folder</option>
          </SelectField>
        </div>
        {form.kind === 'folder' ? (
          <FolderField
            label="Folder"
            value={form.folder}
            problem={problems.folder ?? null}
            onChange={(path) => set('folder', path)}
          />
        ) : (
          <>
            <Field
              label="Address"
              placeholder="https://….r2.cloudflarestorage.com"
              help="Empty: Amazon's own."
              {...typed('endpoint')}
            />
            <div className={styles.two}>
              <Field label="Bucket" {...typed('bucket')} />
              <Field label="Region" {...typed('region')} />
            </div>
            <Field label="Before every name" placeholder="spring/" {...typed('prefix')} />
            <label className={styles.check}>
              <input
                type="checkbox"
                checked={form.pathStyle}
                onChange={(event) => set('pathStyle', event.target.checked)}
              />
              The bucket is in the path, as with MinIO
            </label>
            <div className={styles.two}>
              <Field
                label="Access key"
                spellCheck={false}
                placeholder={target ? 'as it is kept' : ''}
                {...typed('accessKeyId')}
              />
              <Field
                label="Secret"
                type="password"
                autoComplete="new-password"
                placeholder={target ? 'as it is kept' : ''}
                {...typed('secretAccessKey')}
              />
            </div>
            <p className={styles.quiet}>
              Keys are kept in the system’s keychain, and never shown again. Leave them empty to use those that are
              kept, the environment’s, or a profile.
            </p>
            <Field label="AWS profile of this machine" placeholder="none" {...typed('profile')} />
          </>
        )}
      </form>
    </Dialog>
  );
};

const NONE: readonly PublishTarget[] = [];

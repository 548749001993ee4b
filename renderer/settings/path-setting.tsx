import type { Choice } from '../../src/contract/index.ts';
import { useStudio } from '../state/studio.ts';
import { Button } from '../ui/button.tsx';
import { TypedSetting } from './typed-setting.tsx';

export interface PathSettingProps {
  label: string;
  help: string;
  /** What holds while none is given. */
  placeholder: string;
  value: string | null;
  choice: Choice;
  onKeep: (path: string | null) => void;
}

/** A setting that is a path: typed, or chosen with the system's dialog where the host has one. */
export const PathSetting = ({ value, choice, onKeep, ...rest }: PathSettingProps) => {
  const host = useStudio((state) => state.host);
  const choose = async (): Promise<void> => {
    const path = (await host?.choose(choice))?.[0];
    if (path) onKeep(path);
  };
  return (
    <TypedSetting
      {...rest}
      value={value ?? ''}
      check={() => null}
      onKeep={(typed) => onKeep(typed.trim() === '' ? null : typed.trim())}
      actions={host?.kind === 'desktop' ? <Button onClick={() => void choose()}>Choose…</Button> : null}
    />
  );
};

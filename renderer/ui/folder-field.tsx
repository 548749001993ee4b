import { FolderOpen } from 'lucide-react';
import { useStudio } from '../state/studio.ts';
import { Button } from './button.tsx';
import { Field } from './field.tsx';

export interface FolderFieldProps {
  label: string;
  value: string;
  problem?: string | null;
  placeholder?: string;
  onChange: (path: string) => void;
}

/** A field for a folder's path; on the desktop the system's dialog chooses one, too. */
export const FolderField = ({ onChange, ...rest }: FolderFieldProps) => {
  const host = useStudio((state) => state.host);
  const choose = async (): Promise<void> => {
    const chosen = await host?.choose('folder');
    if (chosen?.[0]) onChange(chosen[0]);
  };
  return (
    <Field
      {...rest}
      onChange={(event) => onChange(event.target.value)}
      actions={
        host?.kind === 'desktop' ? (
          <Button icon={FolderOpen} onClick={() => void choose()}>
            Choose…
          </Button>
        ) : null
      }
    />
  );
};

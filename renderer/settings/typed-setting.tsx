import { type KeyboardEvent, type ReactNode, useState } from 'react';
import { Field } from '../ui/field.tsx';

export interface TypedSettingProps {
  label: string;
  /** As it stands in the settings, written out. */
  value: string;
  /** What is wrong with what was typed: a sentence; null: nothing, it may be kept. */
  check: (typed: string) => string | null;
  onKeep: (typed: string) => void;
  unit?: string;
  help?: ReactNode;
  placeholder?: string;
  actions?: ReactNode;
  inputMode?: 'text' | 'decimal' | 'numeric';
}

/** A setting that is typed: kept on Enter or when the field is left, given back by Escape. */
export const TypedSetting = ({ value, check, onKeep, ...rest }: TypedSettingProps) => {
  const [typed, setTyped] = useState<string | null>(null);
  const problem = typed === null ? null : check(typed);
  const keep = (): void => {
    if (typed === null || problem !== null) return;
    if (typed !== value) onKeep(typed);
    setTyped(null);
  };
  const press = (event: KeyboardEvent): void => {
    if (event.key === 'Enter') keep();
    if (event.key === 'Escape') setTyped(null);
  };
  return (
    <Field
      {...rest}
      value={typed ?? value}
      problem={problem}
      onChange={(event) => setTyped(event.target.value)}
      onBlur={keep}
      onKeyDown={press}
    />
  );
};

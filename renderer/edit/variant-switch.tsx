import { useShortcut } from '../shortcuts/use-shortcut.ts';
import { Segmented } from '../ui/segmented.tsx';
import { useMedia } from '../ui/use-media.ts';
import styles from './edit-bar.module.css';
import { useEditor } from './edit-store.ts';
import { announce } from './hand/index.ts';
import { hearVariant } from './mix-transport.ts';

/** As many letters as have room beside each other, a button counted as four; more become a list to choose from. */
const ROOM = { usual: 34, wide: 56, widest: 90 };

/** Which variant is heard, drawn and checked. */
export const VariantSwitch = () => {
  const variants = useEditor((editor) => editor.workout?.variants);
  const variant = useEditor((editor) => editor.variant);
  const isUsual = useMedia('(width >= 1240px)');
  const isWide = useMedia('(width >= 1440px)');
  const isWidest = useMedia('(width >= 1800px)');
  const choices = [
    { value: 'music', label: 'Music' },
    ...(variants ?? []).map(({ id, name }) => ({ value: id, label: name })),
  ];
  const step = (by: -1 | 1): void => {
    const at = choices.findIndex(({ value }) => value === variant);
    const { value, label } = choices[(at + by + choices.length) % choices.length]!;
    hearVariant(value);
    announce(`${label} is heard`);
  };
  useShortcut('edit.variant.next', () => step(1), choices.length > 1);
  useShortcut('edit.variant.previous', () => step(-1), choices.length > 1);
  const letters = choices.reduce((sum, { label }) => sum + label.length + 4, 0);
  if (letters <= (isWidest ? ROOM.widest : isWide ? ROOM.wide : isUsual ? ROOM.usual : 0))
    return <Segmented label="What is heard" value={variant} choices={choices} onChange={hearVariant} />;
  return (
    <select
      className={styles.variant}
      aria-label="What is heard"
      value={variant}
      onChange={(event) => hearVariant(event.target.value)}
    >
      {choices.map(({ value, label }) => (
        <option key={value} value={value}>
          {label}
        </option>
      ))}
    </select>
  );
};

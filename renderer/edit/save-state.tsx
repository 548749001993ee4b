import { Check, CircleAlert, LoaderCircle } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useShortcut } from '../shortcuts/use-shortcut.ts';
import { savedText } from '../ui/times.ts';
import { Unseen } from '../ui/unseen.tsx';
import styles from './edit-bar.module.css';
import { useEditor } from './edit-store.ts';

/**
 * Whether the file holds what was edited. Every edit is safe in the library at once; this is about the file behind it,
 * which the studio tries again by itself. A screen reader hears of trouble, of its end, and the answer to Save.
 */
export const SaveState = () => {
  const place = useEditor((editor) => editor.place);
  const path = useEditor((editor) => editor.path);
  const [said, setSaid] = useState({ text: '', number: 0 });
  const trouble = place?.saveTrouble ?? null;
  const savedAt = place?.savedAt ?? null;
  const text =
    trouble !== null ? `Not saved: ${trouble}` : savedAt === null ? 'Saving…' : `Saved ${savedText(savedAt)}`;
  const [hadTrouble, setHadTrouble] = useState(false);
  useEffect(() => {
    if (trouble !== null) {
      setHadTrouble(true);
      setSaid(({ number }) => ({ text: `Not saved: ${trouble}`, number: number + 1 }));
    } else if (hadTrouble && savedAt !== null) {
      setHadTrouble(false);
      setSaid(({ number }) => ({ text: 'Saved', number: number + 1 }));
    }
  }, [trouble, savedAt, hadTrouble]);
  useShortcut('edit.save', () => setSaid(({ number }) => ({ text, number: number + 1 })), place !== null);
  if (place === null) return null;
  return (
    <>
      {trouble !== null ? (
        <span
          className={styles.trouble}
          title={`${trouble} Every edit is kept in the library, and the file tried again.`}
        >
          <CircleAlert size={14} strokeWidth={1.75} aria-hidden />
          Not saved: {trouble}
        </span>
      ) : (
        <span className={styles.saved} title={path ?? undefined}>
          {savedAt === null ? (
            <LoaderCircle size={14} strokeWidth={1.75} aria-hidden />
          ) : (
            <Check size={14} strokeWidth={1.75} aria-hidden />
          )}
          {text}
        </span>
      )}
      <Unseen>
        <output aria-live="polite">
          <span key={said.number}>{said.text}</span>
        </output>
      </Unseen>
    </>
  );
};

import { create } from 'zustand';
import { Unseen } from '../../ui/unseen.tsx';

const useAnnouncer = create<{ readonly text: string; readonly number: number }>()(() => ({ text: '', number: 0 }));

/** Tells screen readers what was done. The same words twice are told twice. */
export const announce = (text: string): void => useAnnouncer.setState(({ number }) => ({ text, number: number + 1 }));

/** Where announcements are read from. One is on the page. */
export const Announcer = () => {
  const { text, number } = useAnnouncer();
  return (
    <Unseen>
      <output aria-live="polite">
        {/* A new element each time: the same words in the same place would be no news. */}
        <span key={number}>{text}</span>
      </output>
    </Unseen>
  );
};

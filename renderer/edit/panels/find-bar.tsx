import {
  CaseSensitive,
  ChevronDown,
  ChevronUp,
  FileText,
  Replace,
  ReplaceAll,
  Search,
  WholeWord,
  X,
} from 'lucide-react';
import { type KeyboardEvent, useEffect, useRef } from 'react';
import { useShortcut } from '../../shortcuts/use-shortcut.ts';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { useEditor } from '../edit-store.ts';
import { focusTimeline } from '../focus-timeline.ts';
import { announce } from '../hand/index.ts';
import { placeOf, replaceAll, replaceMatch, scriptMatches, stepMatch, useFind } from './find-store.ts';
import styles from './panels.module.css';
import { answerFind, showAsText, showPanel, usePanels } from './panels-store.ts';

const useMatches = () => {
  const cues = useEditor((editor) => editor.workout?.cues);
  const find = useFind();
  return cues ? scriptMatches(cues, find) : [];
};

const focusWanted = (): void => document.querySelector<HTMLElement>('[data-find]')?.focus();

const close = (): void => {
  useFind.setState({ text: '', at: null, replacing: false });
  focusWanted();
};
const closeReplacing = (): void => {
  useFind.setState({ replacing: false });
  focusWanted();
};
const replaceEverywhere = async (): Promise<void> => {
  const done = await replaceAll();
  if (done === null) return;
  announce(done);
  // The button has nothing to do any more.
  focusWanted();
};

/** The field that finds in the script, how many there are, and the script as text. */
export const FindBar = () => {
  const field = useRef<HTMLInputElement>(null);
  const { text, at, replacing } = useFind();
  const asText = usePanels((panels) => panels.asText);
  const matches = useMatches();
  const place = placeOf(matches, at);
  const show = (also: Partial<ReturnType<typeof useFind.getState>> = {}): void => {
    showPanel('script');
    useFind.setState(also);
    field.current?.focus();
    field.current?.select();
  };
  useShortcut('edit.findNext', () => stepMatch(1), text !== '');
  useShortcut('edit.findPrevious', () => stepMatch(-1), text !== '');
  useFocusOnAsk(show);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Enter') stepMatch(event.shiftKey ? -1 : 1);
    else if (event.key === 'Escape' && text !== '') close();
    else if (event.key === 'Escape') focusTimeline();
    else return;
    event.preventDefault();
  };
  return (
    <>
      <search className={styles.find}>
        <Search size={14} strokeWidth={1.75} aria-hidden />
        <input
          ref={field}
          data-find
          className={styles.wanted}
          aria-label="Find in script"
          placeholder="Find in script"
          value={text}
          maxLength={500}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => useFind.setState({ text: event.target.value, at: null })}
          onKeyDown={onKeyDown}
        />
        {text === '' ? null : (
          <>
            <output className={styles.count}>
              {matches.length === 0 ? 'none' : place < 0 ? matches.length : `${place + 1} of ${matches.length}`}
            </output>
            <IconButton
              icon={ChevronUp}
              label="The one before"
              shortcut="edit.findPrevious"
              onClick={() => stepMatch(-1)}
            />
            <IconButton icon={ChevronDown} label="The next" shortcut="edit.findNext" onClick={() => stepMatch(1)} />
            <IconButton icon={X} label="Find nothing" onClick={close} />
          </>
        )}
      </search>
      <IconButton
        icon={Replace}
        label="Find and replace"
        shortcut="edit.replace"
        aria-pressed={replacing}
        onClick={() => useFind.setState({ replacing: !replacing })}
      />
      <IconButton
        icon={FileText}
        label="The script as text"
        shortcut="edit.asText"
        aria-pressed={asText}
        onClick={() => showAsText(!asText)}
      />
    </>
  );
};

/** Mod+F and Mod+Shift+H work from any panel: the field may come only with the script. */
const useFocusOnAsk = (show: (also?: { text?: string; at?: null; replacing?: boolean }) => void): void => {
  const asked = usePanels((panels) => panels.asked);
  const latest = useRef(show);
  latest.current = show;
  useEffect(() => {
    if (asked === null) return;
    answerFind();
    latest.current(asked === 'replace' ? { replacing: true } : {});
  }, [asked]);
};

/** What is put in its place, below the field; shown when it is asked for. */
export const ReplaceBar = () => {
  const { text, replacement, matchCase, wholeWord, replacing } = useFind();
  const matches = useMatches();
  if (!replacing) return null;
  const none = matches.length === 0;
  return (
    <div className={styles.replace}>
      <IconButton
        icon={CaseSensitive}
        label="Match case"
        aria-pressed={matchCase}
        onClick={() => useFind.setState({ matchCase: !matchCase, at: null })}
      />
      <IconButton
        icon={WholeWord}
        label="Whole words"
        aria-pressed={wholeWord}
        onClick={() => useFind.setState({ wholeWord: !wholeWord, at: null })}
      />
      <input
        className={styles.replacement}
        aria-label="Replace with"
        placeholder="Replace with"
        value={replacement}
        maxLength={500}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => useFind.setState({ replacement: event.target.value })}
        onKeyDown={(event) => {
          if (event.key === 'Escape') closeReplacing();
          else if (event.key === 'Enter') void replaceMatch();
          else return;
          event.preventDefault();
        }}
      />
      <Button icon={Replace} disabled={none} onClick={() => void replaceMatch()}>
        Replace
      </Button>
      <Button icon={ReplaceAll} disabled={none} onClick={() => void replaceEverywhere()}>
        {none || text === '' ? 'Replace all' : `Replace all ${matches.length}`}
      </Button>
      <span className={styles.gap} />
      <IconButton icon={X} label="Close find and replace" onClick={closeReplacing} />
    </div>
  );
};

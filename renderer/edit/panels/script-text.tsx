import { CircleAlert } from 'lucide-react';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { formatProblem, formatScript, type Problem, parseScript, type Workout } from '../../../src/model/index.ts';
import { Button } from '../../ui/button.tsx';
import { countText } from '../../ui/figures.ts';
import { edit, useEditor } from '../edit-store.ts';
import { showAsText } from './panels-store.ts';
import styles from './script-text.module.css';

/** Whether a script is the workout's own, to the last character. */
const isSame = (workout: Workout, lines: ReturnType<typeof parseScript>['lines']): boolean => {
  const cues = new Map(workout.cues.map((cue) => [cue.id, cue]));
  return (
    lines.length === cues.size &&
    lines.every(({ id, time_ms, text }) => {
      const cue = id === null ? undefined : cues.get(id);
      return cue !== undefined && cue.text === text && Math.abs(cue.at - time_ms * 48) < 1;
    })
  );
};

/** The line a problem is about, from 1; null: it says none. */
const lineOf = ({ path }: Problem): number | null => {
  const line = /^line (\d+)$/.exec(path);
  return line ? Number(line[1]) : null;
};

/**
 * The whole script as a text to write in, or to paste one into. It becomes the workout's when the text is left, or with
 * Mod+Enter, as one step; while a line cannot be read, nothing is changed and the text stays.
 */
export const ScriptText = () => {
  const workout = useEditor((editor) => editor.workout);
  const field = useRef<HTMLTextAreaElement>(null);
  const own = workout === null ? '' : formatScript(workout);
  const [typed, setTyped] = useState(own);
  const [before, setBefore] = useState(own);
  const [problems, setProblems] = useState<readonly Problem[]>([]);
  // What was not written in follows the workout; what was, stays.
  if (own !== before) {
    setBefore(own);
    if (typed === before) setTyped(own);
  }
  useEffect(() => field.current?.focus({ preventScroll: true }), []);
  const isDirty = typed !== own;

  const apply = async (): Promise<void> => {
    if (workout === null || !isDirty) return;
    const { lines, problems: found } = parseScript(typed, workout);
    setProblems(found);
    if (found.length > 0) return;
    if (!isSame(workout, lines)) {
      const done = await edit([{ op: 'script.set', lines: [...lines] }], { label: 'Rewrite the script' });
      if (done === null) return;
    }
    const now = useEditor.getState().workout;
    if (now) setTyped(formatScript(now));
  };
  const restore = (): void => {
    setTyped(own);
    setProblems([]);
  };
  const goToLine = (line: number): void => {
    const at =
      typed
        .split('\n')
        .slice(0, line - 1)
        .join('\n').length + (line > 1 ? 1 : 0);
    const end = typed.indexOf('\n', at);
    field.current?.focus();
    field.current?.setSelectionRange(at, end < 0 ? typed.length : end);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    // Escape leaves the text, which loses nothing: what was written becomes the script. Restore drops it.
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void apply();
    else if (event.key === 'Escape' && isDirty) void apply();
    else if (event.key === 'Escape') showAsText(false);
    else return;
    event.preventDefault();
  };
  return (
    <div className={styles.script}>
      <textarea
        ref={field}
        className={styles.text}
        aria-label="Script as text: a time and a line for each cue"
        aria-invalid={problems.length > 0 || undefined}
        aria-describedby="script-help"
        placeholder={'0:05.000  Welcome.\n1:30.000  One turn up.'}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={onKeyDown}
        onBlur={() => void apply()}
      />
      <div className={styles.side}>
        <p id="script-help" className={styles.help}>
          A time, two spaces and the words; a line that begins with spaces goes on with the one before. Leaving the text
          makes it the script, as one step.
        </p>
        {problems.length > 0 ? (
          <div role="alert">
            <p className={styles.error}>
              <CircleAlert size={14} strokeWidth={1.75} aria-hidden />
              {countText(problems.length, 'line')} cannot be read; nothing was changed.
            </p>
            <ul className={styles.problems}>
              {problems.map((problem) => {
                const line = lineOf(problem);
                const text = formatProblem(problem);
                return (
                  <li key={text}>
                    {line === null ? (
                      text
                    ) : (
                      <button
                        type="button"
                        className={styles.problem}
                        onMouseDown={(event) => event.preventDefault()}
                        onClick={() => goToLine(line)}
                      >
                        {text}
                      </button>
                    )}
                  </li>
                );
              })}
            </ul>
          </div>
        ) : null}
        <div className={styles.actions}>
          <Button disabled={!isDirty} onMouseDown={(event) => event.preventDefault()} onClick={restore}>
            Restore
          </Button>
          <Button disabled={!isDirty} onMouseDown={(event) => event.preventDefault()} onClick={() => void apply()}>
            Apply
          </Button>
        </div>
      </div>
    </div>
  );
};

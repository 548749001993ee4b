import { Menu } from '@base-ui/react/menu';
import { ListPlus, Sparkles } from 'lucide-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { SuggestedSegment } from '../../../src/contract/index.ts';
import { segmentTemplates, type Workout } from '../../../src/model/index.ts';
import { attempt } from '../../state/ask.ts';
import { Button } from '../../ui/button.tsx';
import { countText, lengthText } from '../../ui/figures.ts';
import inspector from '../../ui/inspector.module.css';
import menu from '../../ui/menu.module.css';
import { Panel } from '../../ui/panel.tsx';
import { timeText } from '../../ui/times.ts';
import { edit, useEditor } from '../edit-store.ts';
import styles from './inspector.module.css';

/** All segments at once: as the music suggests them. They are looked at before they are taken. */
export const SegmentsOfWorkout = ({
  workout,
  title = 'All segments',
  children,
}: {
  workout: Workout;
  title?: string;
  /** Above what can be done. */
  children?: ReactNode;
}) => {
  const [suggested, setSuggested] = useState<readonly SuggestedSegment[] | null>(null);
  const [asking, setAsking] = useState(false);
  const panel = useRef<HTMLDivElement>(null);
  /** Whether the button that was pressed here gives way to others. */
  const pressed = useRef(false);
  useEffect(() => {
    // The keyboard goes on where the answer stands, and back to where it was asked for.
    if (pressed.current) [...(panel.current?.querySelectorAll('button') ?? [])].at(-1)?.focus();
    pressed.current = suggested !== null;
  }, [suggested]);
  const suggest = async (): Promise<void> => {
    const { path } = useEditor.getState();
    if (path === null) return;
    pressed.current = true;
    setAsking(true);
    const answer = await attempt('No segments were suggested', 'edit.suggestSegments', { path });
    setAsking(false);
    setSuggested(answer?.segments ?? null);
  };
  const take = async (): Promise<void> => {
    const segments = suggested ?? [];
    if (
      await edit([{ op: 'segments.replace', segments: segments.map((segment) => ({ ...segment })) }], {
        label: 'Take suggested segments',
      })
    )
      setSuggested(null);
  };
  return (
    <Panel title={title}>
      {children}
      {suggested === null ? (
        <div ref={panel} className={inspector.actions}>
          <Templates workout={workout} />
          <Button icon={Sparkles} disabled={asking || workout.tracks.length === 0} onClick={() => void suggest()}>
            {asking ? 'Listening…' : 'Suggest from the music'}
          </Button>
        </div>
      ) : (
        <>
          <p className={inspector.said} role="status">
            {suggested.length === 0
              ? 'The music suggests none.'
              : `The music suggests ${countText(suggested.length, 'segment')}; cues stay where they are.`}
          </p>
          <ol className={styles.list} aria-label="Suggested segments">
            {suggested.map((segment) => (
              <li key={segment.start_time} className={styles.item}>
                <span>{segment.title}</span>
                <span className={styles.mono}>{timeText(segment.start_time)}</span>
                <span className={styles.mono}>{lengthText(segment.duration_seconds)}</span>
                <span>{segment.intensity}</span>
              </li>
            ))}
          </ol>
          <div ref={panel} className={inspector.actions}>
            <Button onClick={() => setSuggested(null)}>Leave them</Button>
            {suggested.length > 0 ? <Button onClick={() => void take()}>Take them</Button> : null}
          </div>
        </>
      )}
    </Panel>
  );
};

/** Blocks that workouts are made of, put behind the last segment. */
const Templates = ({ workout }: { workout: Workout }) => {
  const start = Math.max(0, ...workout.segments.map((segment) => segment.start + segment.duration));
  return (
    <Menu.Root>
      <Menu.Trigger render={<Button icon={ListPlus}>Add from a template…</Button>} />
      <Menu.Portal>
        <Menu.Positioner className={menu.positioner} align="start" sideOffset={4}>
          <Menu.Popup className={menu.popup}>
            {Object.entries(segmentTemplates).map(([name, { title, description, make }]) => (
              <Menu.Item
                key={name}
                className={menu.item}
                onClick={() =>
                  void edit([{ op: 'segments.add', segments: make({ start }), ripple: false }], {
                    label: `Add ${title.toLowerCase()}`,
                  })
                }
              >
                {title}
                <span className={inspector.said}>{description}</span>
              </Menu.Item>
            ))}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
};

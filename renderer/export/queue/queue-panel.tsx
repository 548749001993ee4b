import { Menu } from '@base-ui/react/menu';
import { Bell, Ellipsis, Pause, Play } from 'lucide-react';
import { useState } from 'react';
import { useStudio } from '../../state/studio.ts';
import { Button } from '../../ui/button.tsx';
import { leftText } from '../../ui/figures.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import menu from '../../ui/menu.module.css';
import { MenuItem } from '../../ui/menu-item.tsx';
import { Panel } from '../../ui/panel.tsx';
import { cancelJobs, clearJobs, pauseJobs, resumeJobs, retryJobs } from '../export-actions.ts';
import { useExports } from '../export-store.ts';
import { filesText } from '../matrix/sheet.ts';
import styles from './queue.module.css';
import { QueueList } from './queue-list.tsx';
import { type QueueSum, sumOf } from './queue-order.ts';

const titleOf = ({ running, queued, paused }: QueueSum): string => {
  const open = running + queued + paused;
  return open === 0 ? 'Queue' : `Queue · ${open}`;
};

/** What the queue does as a whole, in words. */
const saidOf = (sum: QueueSum, held: boolean): string => {
  const { running, queued, again, paused, failed, remainingSeconds } = sum;
  if (held && queued > 0) return 'Waits until the show is over';
  if (running === 0 && queued > 0 && again === queued) return 'Tries again soon';
  if (running + queued > 0)
    return [
      running > 0 ? `${running} being made` : 'About to begin',
      remainingSeconds !== null && leftText(remainingSeconds),
    ]
      .filter(Boolean)
      .join(' · ');
  if (paused > 0) return 'Paused';
  return failed > 0 ? `${filesText(failed)} failed` : 'Nothing waits';
};

/** A browser asks before a page may tell of anything outside of it. */
const TellMe = () => {
  const host = useStudio((state) => state.host);
  const [answered, setAnswered] = useState(false);
  const askToNotify = host?.askToNotify ?? null;
  if (askToNotify === null || answered) return null;
  return (
    <IconButton
      icon={Bell}
      label="Tell me when it is done"
      onClick={() => void askToNotify().then(() => setAnswered(true))}
    />
  );
};

/** What is being made, what waits and in which order, and what became of the rest. */
export const QueuePanel = () => {
  const jobs = useExports((state) => state.jobs);
  const held = useExports((state) => state.held);
  if (jobs === null || jobs.length === 0) return null;
  const sum = sumOf(jobs);
  const isOpen = sum.running + sum.queued > 0;
  return (
    <Panel
      title={titleOf(sum)}
      actions={
        <span className={styles.head}>
          <span className={styles.said}>{saidOf(sum, held)}</span>
          {isOpen || sum.paused > 0 ? (
            <Button
              variant="quiet"
              icon={isOpen ? Pause : Play}
              onClick={() => void (isOpen ? pauseJobs(null) : resumeJobs(null))}
            >
              {isOpen ? 'Pause' : 'Resume'}
            </Button>
          ) : null}
          <TellMe />
          <Menu.Root>
            <Menu.Trigger render={<IconButton icon={Ellipsis} label="More of the queue" />} />
            <Menu.Portal>
              <Menu.Positioner className={menu.positioner} align="end" sideOffset={4}>
                <Menu.Popup className={menu.popup}>
                  <MenuItem disabled={!isOpen} onClick={() => void pauseJobs(null)}>
                    Pause all
                  </MenuItem>
                  <MenuItem disabled={sum.paused === 0} onClick={() => void resumeJobs(null)}>
                    Resume all
                  </MenuItem>
                  <MenuItem disabled={sum.failed === 0} onClick={() => void retryJobs(null)}>
                    Retry what failed
                  </MenuItem>
                  <Menu.Separator className={menu.separator} />
                  <MenuItem disabled={!isOpen && sum.paused === 0} onClick={() => void cancelJobs(null)}>
                    Cancel all
                  </MenuItem>
                  <MenuItem disabled={sum.over === 0} onClick={() => void clearJobs()}>
                    Clear what is over
                  </MenuItem>
                </Menu.Popup>
              </Menu.Positioner>
            </Menu.Portal>
          </Menu.Root>
        </span>
      }
    >
      <QueueList jobs={jobs} />
    </Panel>
  );
};

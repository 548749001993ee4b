import { Wand2 } from 'lucide-react';
import type { Finding } from '../../../src/contract/index.ts';
import { Button } from '../../ui/button.tsx';
import inspector from '../../ui/inspector.module.css';
import { Panel } from '../../ui/panel.tsx';
import { type Checks, findingsOf } from '../checks.ts';
import { edit, useEditor } from '../edit-store.ts';
import styles from './inspector.module.css';

/** How far a voice has to stand over the music while it speaks, and where the meter ends. LU. */
export const WANTED_LU = 10;
const MOST_LU = 20;

/** Whether a cue will be heard over the music, and what would mend it. */
export const HearMeter = ({ cue, checks }: { cue: string; checks: Checks }) => {
  const over = checks.cues.get(cue)?.overMusicLu ?? null;
  const hasMusic = useEditor((state) => state.material?.tracks.some((track) => track.state !== 'failed') ?? true);
  const findings = findingsOf(checks, cue);
  const { words, tone } = verdict(checks, checks.cues.has(cue), over, hasMusic);
  const share = Math.max(0, Math.min(1, (over ?? 0) / MOST_LU));
  return (
    <Panel
      title="Will they hear it?"
      actions={
        <span className={styles.verdict} data-tone={tone} role="status">
          {words}
        </span>
      }
    >
      {/* biome-ignore lint/a11y/useSemanticElements: a meter element cannot be drawn as the design has it */}
      <div
        className={styles.meter}
        role="meter"
        aria-label="Voice over the music"
        aria-valuemin={0}
        aria-valuemax={MOST_LU}
        aria-valuenow={Math.round(Math.max(0, Math.min(MOST_LU, over ?? 0)))}
        aria-valuetext={over === null ? 'not known' : `${Math.round(over)} LU, ${WANTED_LU} wanted`}
      >
        <div
          className={styles.meterFill}
          data-tone={over !== null && over < WANTED_LU ? 'warn' : undefined}
          style={{ transform: `scaleX(${share})` }}
        />
        <div className={styles.wanted} />
      </div>
      <div className={styles.scale} aria-hidden>
        <span>0</span>
        <span>{WANTED_LU} LU wanted</span>
        <span>{MOST_LU}</span>
      </div>
      {findings.length > 0 ? (
        <ul className={styles.fixes} aria-label="Findings">
          {findings.map((finding) => (
            <Mend key={`${finding.kind} ${finding.message}`} finding={finding} />
          ))}
        </ul>
      ) : null}
    </Panel>
  );
};

/** Something that is wrong, and what mends it with one click. */
const Mend = ({ finding: { message, fixes } }: { finding: Finding }) => (
  <li className={styles.finding}>
    {message}
    {fixes.length > 0 ? (
      <span className={inspector.actions}>
        {fixes.map(({ label, edits }) => (
          <Button key={label} icon={Wand2} onClick={() => void edit(edits, { label })}>
            {label}
          </Button>
        ))}
      </span>
    ) : null}
  </li>
);

const verdict = (
  { state, trouble }: Checks,
  known: boolean,
  over: number | null,
  hasMusic: boolean,
): { words: string; tone: 'go' | 'warn' | 'quiet' } => {
  if (state === 'failed') return { words: trouble ?? 'not known', tone: 'quiet' };
  if (state === 'none' || (state === 'checking' && !known)) return { words: '…', tone: 'quiet' };
  if (!known) return { words: 'not known yet', tone: 'quiet' };
  if (over === null)
    return hasMusic ? { words: 'not known yet', tone: 'quiet' } : { words: 'Yes · there is no music', tone: 'go' };
  const lu = `${Math.abs(Math.round(over))} LU ${over < 0 ? 'under' : 'over'} the music`;
  return over >= WANTED_LU ? { words: `Yes · ${lu}`, tone: 'go' } : { words: `Hardly · ${lu}`, tone: 'warn' };
};

import { FileText, MessageSquarePlus } from 'lucide-react';
import { Button } from '../../ui/button.tsx';
import styles from './panels.module.css';
import { showAsText, usePanels } from './panels-store.ts';
import type { ScriptRow } from './script-rows.ts';
import { ScriptTable } from './script-table.tsx';
import { ScriptText } from './script-text.tsx';

/** What the coach says and when: as a table, or as a text. */
export const ScriptPanel = ({ rows }: { rows: readonly ScriptRow[] }) => {
  const asText = usePanels((panels) => panels.asText);
  if (asText) return <ScriptText />;
  if (rows.length > 0) return <ScriptTable rows={rows} />;
  return (
    <div className={styles.nothing}>
      <MessageSquarePlus size={22} strokeWidth={1.75} aria-hidden />
      <p>
        <strong>No cues yet.</strong> Put the playhead where the coach is to speak and press C, or write the whole
        script.
      </p>
      <Button icon={FileText} onClick={() => showAsText(true)}>
        Write or paste it as text
      </Button>
    </div>
  );
};

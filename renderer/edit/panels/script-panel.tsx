import { FileText, MessageSquarePlus } from 'lucide-react';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
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
    <EmptyState
      icon={MessageSquarePlus}
      title="No cues yet"
      actions={
        <Button icon={FileText} onClick={() => showAsText(true)}>
          Paste a script
        </Button>
      }
    >
      Put the playhead where the coach is to speak and press C, or write the whole script as text.
    </EmptyState>
  );
};

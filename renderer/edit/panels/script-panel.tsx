import { MessageSquarePlus } from 'lucide-react';
import { EmptyState } from '../../ui/empty-state.tsx';
import type { ScriptRow } from './script-rows.ts';
import { ScriptTable } from './script-table.tsx';

/** What the coach says and when. */
export const ScriptPanel = ({ rows }: { rows: readonly ScriptRow[] }) =>
  rows.length === 0 ? (
    <EmptyState icon={MessageSquarePlus} title="No cues yet">
      Put the playhead where the coach is to speak and press C, or paste a script as text.
    </EmptyState>
  ) : (
    <ScriptTable rows={rows} />
  );

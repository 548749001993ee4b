import { Redo2, Undo2 } from 'lucide-react';
import { IconButton } from './icon-button.tsx';

export interface UndoButtonsProps {
  /** What the next undo takes back; null: there is nothing. */
  undo: string | null;
  /** What the next redo brings again; null: there is nothing. */
  redo: string | null;
  onUndo: () => void;
  onRedo: () => void;
}

/** One step of a document's history back, and on again. */
export const UndoButtons = ({ undo, redo, onUndo, onRedo }: UndoButtonsProps) => (
  <>
    <IconButton
      icon={Undo2}
      label={undo === null ? 'Nothing to undo' : `Undo: ${undo}`}
      shortcut="edit.undo"
      disabled={undo === null}
      onClick={onUndo}
    />
    <IconButton
      icon={Redo2}
      label={redo === null ? 'Nothing to redo' : `Redo: ${redo}`}
      shortcut="edit.redo"
      disabled={redo === null}
      onClick={onRedo}
    />
  </>
);

import { CloudUpload } from 'lucide-react';
import { useState } from 'react';
import { shownKeys } from '../../shortcuts/shown-keys.ts';
import { useShortcut } from '../../shortcuts/use-shortcut.ts';
import { Button } from '../../ui/button.tsx';
import { Tooltip } from '../../ui/tooltip.tsx';
import type { Sheet } from '../matrix/sheet.ts';
import { PublishDialog } from './publish-dialog.tsx';
import { releaseFolders } from './release-folders.ts';

/** Asks where to publish what was made. */
export const PublishButton = ({ sheet }: { sheet: Sheet }) => {
  const [open, setOpen] = useState(false);
  const can = releaseFolders(sheet).length > 0;
  useShortcut('export.publish', () => setOpen(true), can);
  return (
    <>
      <Tooltip
        text={can ? 'Publish what was made' : 'Nothing was made yet that could be published'}
        keys={shownKeys('export.publish')}
      >
        <Button icon={CloudUpload} disabled={!can} onClick={() => setOpen(true)}>
          Publish…
        </Button>
      </Tooltip>
      {open ? <PublishDialog sheet={sheet} onClose={() => setOpen(false)} /> : null}
    </>
  );
};

import { Menu } from '@base-ui/react/menu';
import { Ellipsis } from 'lucide-react';
import { attempt } from '../state/ask.ts';
import { useStudio } from '../state/studio.ts';
import { tellDone } from '../state/toasts.ts';
import { fileName } from '../ui/figures.ts';
import { IconButton } from '../ui/icon-button.tsx';
import menu from '../ui/menu.module.css';
import { ShortcutItem } from '../ui/menu-item.tsx';
import { useEditor } from './edit-store.ts';

const FORMS = [
  { form: 'vtt', label: 'Captions (WebVTT)' },
  { form: 'csv', label: 'Cue sheet (CSV)' },
  { form: 'zwo', label: 'Zwift workout (.zwo)' },
  { form: 'json', label: 'A copy of the workout (JSON)' },
] as const;

/** Writes the cues in another form beside the workout, and says where. */
const exportAs = async (form: (typeof FORMS)[number]['form']): Promise<void> => {
  const { path, variant } = useEditor.getState();
  if (path === null) return;
  const written = await attempt('It was not written', 'edit.exportAs', {
    path,
    form,
    variant: variant === 'music' ? null : variant,
    to: null,
  });
  if (!written) return;
  const show = useStudio.getState().host?.showFile;
  const notes = written.notes.length > 0 ? ` · ${written.notes.join(' ')}` : '';
  tellDone(
    `${fileName(written.path)} was written`,
    `${written.path}${notes}`,
    show ? { label: 'Show the file', run: () => show(written.path) } : undefined,
  );
};

/** Everything about the workout as a file. */
export const MoreMenu = ({ onRename }: { onRename: () => void }) => {
  const path = useEditor((editor) => editor.path);
  const showFile = useStudio((state) => state.host?.showFile ?? null);
  return (
    <Menu.Root>
      <Menu.Trigger render={<IconButton icon={Ellipsis} label="Workout" />} />
      <Menu.Portal>
        <Menu.Positioner className={menu.positioner} align="end" sideOffset={4}>
          <Menu.Popup className={menu.popup}>
            <ShortcutItem id="file.new" />
            <ShortcutItem id="file.open" />
            <Menu.Separator className={menu.separator} />
            <Menu.Item className={menu.item} onClick={onRename}>
              Rename
            </Menu.Item>
            <ShortcutItem id="edit.track.add" />
            <ShortcutItem id="edit.replace" />
            <ShortcutItem id="edit.asText" />
            <Menu.Separator className={menu.separator} />
            <Menu.Group>
              <Menu.GroupLabel className={menu.note}>Write as</Menu.GroupLabel>
              {FORMS.map(({ form, label }) => (
                <Menu.Item key={form} className={menu.item} onClick={() => void exportAs(form)}>
                  {label}
                </Menu.Item>
              ))}
            </Menu.Group>
            {showFile && path !== null ? (
              <>
                <Menu.Separator className={menu.separator} />
                <Menu.Item className={menu.item} onClick={() => showFile(path)}>
                  Show the file
                </Menu.Item>
              </>
            ) : null}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
};

import type { MenuItemConstructorOptions } from 'electron';
import { describe, expect, it } from 'vitest';
import { menuTemplate } from '../../../electron/menu-template.ts';
import { SHORTCUTS } from '../../../renderer/shortcuts/shortcut-table.ts';

const itemsOf = (platform: string, sent: string[] = []): MenuItemConstructorOptions[] => {
  const options = { platform, name: 'Cueforge', developing: false, showLog: () => undefined };
  const menus = menuTemplate({ ...options, send: (action) => void sent.push(action) });
  return menus.flatMap(({ submenu }) => (submenu ?? []) as MenuItemConstructorOptions[]);
};
const withIds = (platform: string): MenuItemConstructorOptions[] =>
  itemsOf(platform).filter(({ id }) => id !== undefined);

describe.each(['linux', 'darwin', 'win32'])('the menu on %s', (platform) => {
  it('names shortcuts of the page, each once', () => {
    const ids = withIds(platform).map(({ id }) => id);
    expect(ids).toContain('play.toggle');
    expect(new Set(ids).size).toBe(ids.length);
    const known = SHORTCUTS.map(({ id }) => id as string);
    expect(ids.filter((id) => !known.includes(id!))).toEqual([]);
  });

  it('shows the keys the page listens to, and takes none of them', () => {
    for (const { id, accelerator, registerAccelerator } of withIds(platform)) {
      if (accelerator === undefined) continue;
      const { keys } = SHORTCUTS.find((shortcut) => shortcut.id === id)!;
      expect(keys, id).toContain(String(accelerator).replace('CmdOrCtrl', 'Mod'));
      expect(registerAccelerator, id).toBe(false);
    }
  });

  it('sends the id of what was chosen', () => {
    const sent: string[] = [];
    const item = itemsOf(platform, sent).find(({ id }) => id === 'palette.open');
    (item!.click as () => void)();
    expect(sent).toEqual(['palette.open']);
  });
});

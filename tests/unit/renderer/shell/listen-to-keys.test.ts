// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listenToKeys } from '../../../../renderer/shortcuts/listen-to-keys.ts';
import { register } from '../../../../renderer/shortcuts/registry.ts';
import type { ShortcutId } from '../../../../renderer/shortcuts/shortcut-table.ts';
import { goTo } from '../../../../renderer/state/navigation.ts';

let done: string[] = [];
let ends: (() => void)[] = [];
const answer = (id: ShortcutId): void => {
  ends.push(register(id, () => done.push(id)));
};

/** Presses a key on an element, as bubbling as a real press; true when the page took it. */
const press = (target: Element, key: string, held: KeyboardEventInit = {}): boolean => {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...held });
  target.dispatchEvent(event);
  return event.defaultPrevented;
};

const put = (html: string): HTMLElement => {
  document.body.innerHTML = html;
  const element = document.body.querySelector<HTMLElement>('.here')!;
  element.focus();
  return element;
};

beforeEach(() => {
  done = [];
  ends = [listenToKeys(window)];
  goTo('library');
});
afterEach(() => {
  for (const end of ends) end();
  document.body.innerHTML = '';
});

describe('pressing keys', () => {
  it('does what is registered, and takes the key', () => {
    answer('palette.open');
    expect(press(document.body, 'k', { ctrlKey: true })).toBe(true);
    expect(done).toEqual(['palette.open']);
  });

  it('leaves a key alone that nothing answers', () => {
    expect(press(document.body, 'k', { ctrlKey: true })).toBe(false);
    expect(press(document.body, 'q')).toBe(false);
  });

  it('never fires while something is typed, except for what types nothing', () => {
    answer('help.open');
    answer('play.toggle');
    answer('edit.undo');
    answer('palette.open');
    for (const html of [
      '<input class="here">',
      '<textarea class="here"></textarea>',
      '<p class="here" contenteditable>',
    ]) {
      const field = put(html);
      expect(press(field, '?', { shiftKey: true })).toBe(false);
      expect(press(field, ' ')).toBe(false);
      expect(press(field, 'z', { ctrlKey: true })).toBe(false); // the field's own undo
    }
    expect(done).toEqual([]);
    expect(press(put('<input class="here">'), 'k', { ctrlKey: true })).toBe(true);
    expect(done).toEqual(['palette.open']);
  });

  it('leaves Space to a button that the keyboard has focused', () => {
    answer('play.toggle');
    expect(press(put('<button class="here">Import</button>'), ' ')).toBe(false);
    expect(press(document.body, ' ')).toBe(true);
    expect(done).toEqual(['play.toggle']);
  });

  it('does nothing behind a window or a menu', () => {
    answer('edit.undo');
    expect(press(put('<div role="dialog"><p class="here" tabindex="0">Sure?</p></div>'), 'z', { ctrlKey: true })).toBe(
      false,
    );
    expect(press(put('<div role="menu"><p class="here" tabindex="0">Remove</p></div>'), 'z', { ctrlKey: true })).toBe(
      false,
    );
    expect(done).toEqual([]);
  });

  it('knows the room', () => {
    answer('library.search');
    goTo('export');
    expect(press(document.body, '/')).toBe(false);
    goTo('library');
    expect(press(document.body, '/')).toBe(true);
  });

  it('waits for the end of a composed character, and fires once for a key held down', () => {
    answer('help.open');
    expect(press(document.body, '?', { isComposing: true })).toBe(false);
    expect(press(document.body, '?', { repeat: true })).toBe(false);
    expect(done).toEqual([]);
  });
});

describe('the registry', () => {
  it('lets the last that registered answer, and the one before when it has gone', () => {
    answer('help.open');
    const end = register('help.open', () => done.push('inner'));
    press(document.body, '?');
    end();
    press(document.body, '?');
    expect(done).toEqual(['inner', 'help.open']);
  });
});

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

describe('keys of Edit', () => {
  beforeEach(() => goTo('edit'));

  it('go on while they are held down, where they move in small steps', () => {
    answer('edit.nudge.right');
    answer('edit.marker.add');
    expect(press(document.body, '.', { repeat: true })).toBe(true);
    expect(press(document.body, 'm', { repeat: true })).toBe(false);
    expect(done).toEqual(['edit.nudge.right']);
  });

  it('leave Tab alone outside the timeline, and at its last cue', () => {
    let left = 1;
    ends.push(register('edit.cue.tab', () => left-- > 0));
    expect(press(put('<button class="here">Export</button>'), 'Tab')).toBe(false);
    const box = put('<div class="here" data-timeline tabindex="0"></div>');
    expect([press(box, 'Tab'), press(box, 'Tab')]).toEqual([true, false]);
  });

  it('leave the arrows to what they move', () => {
    answer('edit.playhead.right');
    expect(press(put('<input class="here" type="range">'), 'ArrowRight')).toBe(false);
    expect(press(put('<p role="tablist"><button class="here" role="tab">Script</button></p>'), 'ArrowRight')).toBe(
      false,
    );
    expect(press(put('<button class="here">Export</button>'), 'ArrowRight')).toBe(true);
    expect(done).toEqual(['edit.playhead.right']);
  });

  it('find the words in the script while one types elsewhere', () => {
    answer('edit.find');
    expect(press(put('<textarea class="here"></textarea>'), 'f', { ctrlKey: true })).toBe(true);
  });
});

describe('Space in Run', () => {
  it('is GO alone while that can be done, and plays until then and elsewhere', () => {
    answer('play.toggle');
    goTo('run');
    press(document.body, ' ');
    const disarm = register('run.go', () => done.push('run.go'));
    press(document.body, ' ');
    expect(press(document.body, ' ', { repeat: true })).toBe(false); // a key held down is one GO
    disarm();
    press(document.body, ' ');
    ends.push(register('run.go', () => done.push('run.go')));
    goTo('export');
    press(document.body, ' ');
    expect(done).toEqual(['play.toggle', 'run.go', 'play.toggle', 'play.toggle']);
  });
});

describe('the registry', () => {
  it('lets a room answer before the frame, whichever registered last', () => {
    ends.push(register('play.toggle', () => done.push('mix'), { first: true }));
    ends.push(register('play.toggle', () => done.push('bar')));
    press(document.body, ' ');
    expect(done).toEqual(['mix']);
  });

  it('lets the last that registered answer, and the one before when it has gone', () => {
    answer('help.open');
    const end = register('help.open', () => done.push('inner'));
    press(document.body, '?');
    end();
    press(document.body, '?');
    expect(done).toEqual(['inner', 'help.open']);
  });
});

import { describe, expect, it } from 'vitest';
import { cueOfHotkey, hotkeyName, hotkeyTrouble, strokeNames } from '../../../../../renderer/run/steer-hotkeys.ts';
import { readCuelistDocument } from '../../../../../src/model/index.ts';

const cuelist = readCuelistDocument({
  id: 'show',
  name: 'Show',
  cues: [
    { id: 'doors', number: '1', name: 'Doors', hotkey: 'F5' },
    { id: 'group', name: 'Walk', cues: [{ id: 'steps', name: 'Steps', hotkey: 'shift + 1' }] },
    { id: 'none', name: 'None' },
  ],
}).cuelist!;

const stroke = (key: string, code: string, held: Partial<Record<'ctrlKey' | 'shiftKey' | 'altKey', boolean>> = {}) => ({
  ...{ key, code, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false },
  ...held,
});

describe('hotkeys', () => {
  it('are read however they are written', () => {
    expect(['f5', 'q', 'shift + 1', 'Ctrl+Alt+x', '+', 'numpad'].map(hotkeyName)).toEqual([
      ...['F5', 'Q', 'Shift+1', 'Mod+Alt+X', '+', 'Numpad'],
    ]);
    expect(['', 'Shift+', 'hyper+q', 'two words'].map(hotkeyName)).toEqual([null, null, null, null]);
  });

  it('find their cue by what the key says or by the digit on it', () => {
    expect(strokeNames(stroke('!', 'Digit1', { shiftKey: true }), false)).toEqual(['!', 'Shift+1']);
    expect(strokeNames(stroke('F5', 'F5'), false)).toEqual(['F5']);
    const cueOf = (...names: string[]): string | null => cueOfHotkey(cuelist, names);
    expect(cueOf('F5')).toBe('doors');
    expect(cueOf(...strokeNames(stroke('!', 'Digit1', { shiftKey: true }), false))).toBe('steps');
    expect(cueOf(...strokeNames(stroke('1', 'Digit1'), false))).toBeNull();
    expect(cueOf('Q')).toBeNull();
  });

  it('say why a key cannot be had', () => {
    expect(hotkeyTrouble(cuelist, 'Q')).toBeNull();
    expect(hotkeyTrouble(cuelist, '')).toBeNull();
    expect(hotkeyTrouble(cuelist, 'space')).toBe('Space is “GO” already.');
    expect(hotkeyTrouble(cuelist, '1')).toBe('1 is “Library” already.');
    expect(hotkeyTrouble(cuelist, 'F5')).toBe('F5 fires “1 · Doors” already.');
    expect(hotkeyTrouble(cuelist, 'f5', 'doors')).toBeNull();
    expect(hotkeyTrouble(cuelist, 'Shift+1', 'none')).toBe('Shift+1 fires “Steps” already.');
    expect(hotkeyTrouble(cuelist, 'two words')).toMatch(/is no key/);
  });
});

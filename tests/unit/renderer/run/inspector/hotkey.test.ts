// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import { strokeNames } from '../../../../../renderer/run/steer-hotkeys.ts';

describe('a key that is recorded', () => {
  const named = (key: string, code: string, held: KeyboardEventInit = {}): string | undefined =>
    strokeNames(new KeyboardEvent('keydown', { key, code, ...held }), false).at(-1);

  it('is named by the digit on it, with what is held, whatever the layout makes of it', () => {
    expect(named('!', 'Digit1', { shiftKey: true })).toBe('Shift+1');
    expect(named('"', 'Digit2', { shiftKey: true, ctrlKey: true })).toBe('Mod+Shift+2');
    expect(named('5', 'Numpad5')).toBe('5');
  });

  it('is named by itself where it has none', () => {
    expect(named('F5', 'F5')).toBe('F5');
    expect(named('q', 'KeyQ', { altKey: true })).toBe('Alt+Q');
  });
});

import { describe, expect, it } from 'vitest';
import { firstKeys, nameOfStroke, type Stroke, showKeys } from '../../../../renderer/shortcuts/key-names.ts';

const stroke = (key: string, held: Partial<Stroke> = {}): Stroke => ({
  ...{ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false },
  ...held,
});

describe('naming a stroke', () => {
  it('takes Ctrl as Mod, on a Mac Cmd, and never the other one', () => {
    expect(nameOfStroke(stroke('k', { ctrlKey: true }), false)).toBe('Mod+K');
    expect(nameOfStroke(stroke('k', { metaKey: true }), true)).toBe('Mod+K');
    expect(nameOfStroke(stroke('k', { metaKey: true }), false)).toBe('Other+K');
    expect(nameOfStroke(stroke('k', { ctrlKey: true }), true)).toBe('Other+K');
  });

  it('names Shift with letters and named keys, not with signs that hold it already', () => {
    expect(nameOfStroke(stroke('Z', { ctrlKey: true, shiftKey: true }), false)).toBe('Mod+Shift+Z');
    expect(nameOfStroke(stroke('?', { shiftKey: true }), false)).toBe('?');
    expect(nameOfStroke(stroke('/', { shiftKey: true }), false)).toBe('/'); // a German keyboard: Shift 7
    expect(nameOfStroke(stroke(' '), false)).toBe('Space');
    expect(nameOfStroke(stroke('Enter', { shiftKey: true }), false)).toBe('Shift+Enter');
  });
});

describe('showing keys', () => {
  it('speaks as the system does', () => {
    expect(showKeys('Mod+Shift+Z', false)).toBe('Ctrl Shift Z');
    expect(showKeys('Mod+Shift+Z', true)).toBe('⌘ ⇧ Z');
    expect(showKeys('Mod+ArrowUp', false)).toBe('Ctrl ↑');
  });

  it('does not promise a browser what it keeps for itself', () => {
    expect(firstKeys(['Mod+1', '1'], 'desktop')).toBe('Mod+1');
    expect(firstKeys(['Mod+1', '1'], 'web')).toBe('1');
    expect(firstKeys(['Mod+1'], 'web')).toBeNull();
    expect(firstKeys([], 'desktop')).toBeNull();
  });
});

import { describe, expect, it } from 'vitest';
import { isOurs, isSafeLink, isThePage } from '../../../electron/app-address.ts';
import { isAllowed } from '../../../electron/permissions.ts';

describe('addresses', () => {
  it.each(['app://studio/', 'app://studio/index.html?x#y', 'app://studio/media/cover/0'])('are ours: %s', (address) => {
    expect(isOurs(address)).toBe(true);
  });

  it.each([
    'app://studio.elsewhere/',
    'app://elsewhere/studio',
    'app://studio@elsewhere/',
    'app://name@studio/',
    'app://studio:80/',
    'http://studio/',
    'https://app//studio/',
    'data:text/html,app://studio/',
    'about:blank',
    'file:///app://studio/',
    '',
  ])('are not ours: %s', (address) => {
    expect(isOurs(address)).toBe(false);
  });

  it('are the page only as the page', () => {
    expect(['app://studio/', 'app://studio/index.html', 'app://studio/#edit'].map(isThePage)).toEqual([
      true,
      true,
      true,
    ]);
    expect(['app://studio/assets/a.js', 'app://elsewhere/'].map(isThePage)).toEqual([false, false]);
  });

  it('go to the browser as https and nothing else', () => {
    expect(isSafeLink('https://example.org/help?a=1')).toBe(true);
    const refused = [
      'http://example.org/',
      'https://name@example.org/',
      'https://name:word@example.org/',
      'file:///etc/passwd',
      'javascript:alert(1)',
      'smb://share/',
      `https://example.org/${'a'.repeat(3000)}`,
    ];
    for (const address of refused) expect(isSafeLink(address), address).toBe(false);
  });
});

describe('permissions', () => {
  it('are a microphone, a choice of speakers and MIDI, for our page', () => {
    expect(isAllowed('media', 'app://studio/index.html', ['audio'])).toBe(true);
    expect(isAllowed('speaker-selection', 'app://studio/')).toBe(true);
    expect(isAllowed('midi', 'app://studio/')).toBe(true);
  });

  it('are denied for everything else and everyone else', () => {
    expect(isAllowed('media', 'app://studio/', ['audio', 'video'])).toBe(false);
    expect(isAllowed('media', 'app://studio/', ['video'])).toBe(false);
    expect(isAllowed('media', 'app://studio/', ['something new'])).toBe(false);
    expect(isAllowed('media', 'https://example.org/', ['audio'])).toBe(false);
    for (const permission of ['geolocation', 'notifications', 'midiSysex', 'hid', 'openExternal', 'clipboard-read']) {
      expect(isAllowed(permission, 'app://studio/'), permission).toBe(false);
    }
  });
});

import type { SessionView } from '../../../src/contract/index.ts';

/** Where the show's sound comes from, in words. */
export interface OutputWords {
  readonly tone: 'ok' | 'none' | 'trouble';
  /** Fits a chip. */
  readonly short: string;
  readonly sentence: string;
}

/** `here`: it is this page that sounds; `needsTouch`: it would, once it is touched. */
export const outputWords = (
  { state, device }: Pick<SessionView['output'], 'state' | 'device'>,
  here: boolean,
  needsTouch: boolean,
): OutputWords => {
  const name = device === '' ? 'System default' : device;
  const place = here ? 'this window' : 'another window';
  if (state === 'none' && needsTouch)
    return { tone: 'none', short: 'Click to sound here', sentence: 'A browser sounds once its page was clicked.' };
  if (state === 'none')
    return { tone: 'none', short: 'No output', sentence: 'No window sounds: nothing would be heard.' };
  if (state === 'lost')
    return { tone: 'trouble', short: `Lost · ${name}`, sentence: `The output “${name}” is gone: nothing is heard.` };
  if (state === 'fallback')
    return {
      tone: 'trouble',
      short: `Instead · ${name}`,
      sentence: `The chosen output is gone: sound comes from ${place} on “${name}” instead.`,
    };
  return {
    tone: 'ok',
    short: here ? `Main · ${name}` : `Elsewhere · ${name}`,
    sentence: `Sound comes from ${place} · ${name}`,
  };
};

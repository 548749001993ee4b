import { describe, expect, it } from 'vitest';
import { outputWords } from '../../../../../renderer/run/perform/output-words.ts';
import { mayBegin, type SoundPage } from '../../../../../renderer/run/perform/sound-rules.ts';
import type { SessionView } from '../../../../../src/contract/index.ts';

const view = (state: SessionView['output']['state'], armed = false) => ({
  output: { state, device: '', latencyMs: null, underruns: 0, goToSoundMs: null },
  ...{ armed, runs: [] },
});
const page = (change: Partial<SoundPage>): SoundPage => ({ kind: 'web', inRun: true, soundedBefore: false, ...change });

describe('who sounds a session', () => {
  it('is the desktop where nobody else does', () => {
    const desktop = page({ kind: 'desktop', inRun: false });
    expect(mayBegin(view('none', true), desktop)).toBe(true);
    for (const state of ['open', 'lost', 'fallback'] as const) expect(mayBegin(view(state), desktop)).toBe(false);
    expect(mayBegin(null, desktop)).toBe(false);
  });

  it('is a browser with Run open, but in a show only the one that sounded it before', () => {
    expect(mayBegin(view('none'), page({}))).toBe(true);
    expect(mayBegin(view('none'), page({ inRun: false }))).toBe(false);
    expect(mayBegin(view('none', true), page({}))).toBe(false);
    expect(mayBegin(view('none', true), page({ inRun: false, soundedBefore: true }))).toBe(true);
  });
});

describe('where sound comes from', () => {
  it('is said in words', () => {
    const words = (state: SessionView['output']['state'], here = true, touch = false): string => {
      const { tone, short } = outputWords({ state, device: 'Focusrite' }, here, touch);
      return `${tone}: ${short}`;
    };
    expect(words('open')).toBe('ok: Main · Focusrite');
    expect(words('open', false)).toBe('ok: Elsewhere · Focusrite');
    expect(words('none', false)).toBe('none: No output');
    expect(words('none', false, true)).toBe('none: Click to sound here');
    expect(words('lost')).toBe('trouble: Lost · Focusrite');
    expect(words('fallback')).toBe('trouble: Instead · Focusrite');
    expect(outputWords({ state: 'open', device: '' }, true, false).sentence).toBe(
      'Sound comes from this window · System default',
    );
  });
});

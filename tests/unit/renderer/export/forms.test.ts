import { describe, expect, it } from 'vitest';
import { formOf, idFor, presetFrom, presetText, problemsOf } from '../../../../renderer/export/presets/preset-form.ts';
import { planSentence } from '../../../../renderer/export/publish/plan-text.ts';
import { keysFrom, targetForm, targetFrom, targetProblems } from '../../../../renderer/export/publish/target-form.ts';
import { exportPreset, type PublishTarget, publishTarget } from '../../../../src/contract/index.ts';

const preset = {
  ...exportPreset.parse({
    id: 'podcast',
    name: 'Podcast',
    formats: ['mp3', 'wav'],
    bitrates: { mp3: 192 },
    target: -16,
  }),
  builtIn: true,
};

describe('a preset in its fields', () => {
  it('is the same after it stood in them, its own ducking included', () => {
    const own = { depth_db: -9, lead_ms: 1, attack_ms: 2, hold_ms: 3, merge_gap_ms: 4, release_ms: 5 };
    for (const each of [
      preset,
      { ...preset, ducking: own },
      { ...preset, formats: null, target: null, folder: '/x' },
    ]) {
      const { builtIn: _, ...kept } = each;
      expect(exportPreset.parse(presetFrom(formOf(each), each.id, each))).toEqual(kept);
    }
  });

  it('reads what people type as numbers, and says what is none', () => {
    const form = { ...formOf(preset), target: '−16,5', ceiling: '-1.5' };
    expect(problemsOf(form)).toEqual({});
    expect(presetFrom(form, 'x', preset)).toMatchObject({ target: -16.5, ceiling: -1.5 });
    expect(Object.keys(problemsOf({ ...form, name: ' ', target: 'loud', ceiling: '3', opus: '9.5' }))).toEqual([
      ...['name', 'target', 'ceiling', 'opus'],
    ]);
  });

  it('gets an id of its name that no other has', () => {
    expect(idFor('Für Zürich −16!', new Set())).toBe('fur-zurich-16');
    expect(idFor('Podcast', new Set(['podcast', 'podcast-2']))).toBe('podcast-3');
    expect(idFor('音楽', new Set())).toBe('preset');
  });

  it('is told in a line', () => {
    expect(presetText(preset)).toBe('MP3 192, WAV · −16 LUFS · −1 dBTP');
  });
});

describe('a target in its fields', () => {
  const store: PublishTarget = {
    ...{ name: 'r2', kind: 's3', endpoint: 'https://x.r2.example', region: 'auto', bucket: 'mixes', prefix: 'spring/' },
    ...{ pathStyle: true, profile: null },
  };
  it('is the same after it stood in them, and never has keys', () => {
    for (const target of [store, { name: 'nas', kind: 'folder', folder: '/mnt/nas' } as const])
      expect(publishTarget.parse(targetFrom(targetForm(target)))).toEqual(target);
    const form = { ...targetForm(store), accessKeyId: 'AK', secretAccessKey: 'shh' };
    expect(JSON.stringify(targetFrom(form))).not.toContain('shh');
    expect(keysFrom(form)).toEqual({ accessKeyId: 'AK', secretAccessKey: 'shh' });
    expect(keysFrom(targetForm(store))).toBeNull();
  });

  it('says what is missing or wrong', () => {
    expect(targetProblems(targetForm(store), [])).toEqual({});
    expect(Object.keys(targetProblems(targetForm(null), []))).toEqual(['name', 'bucket']);
    const wrong = { ...targetForm(store), endpoint: 'https://me:key@x.example', accessKeyId: 'AK' };
    expect(Object.keys(targetProblems(wrong, ['r2']))).toEqual(['name', 'endpoint', 'secretAccessKey']);
  });
});

describe('a plan in a sentence', () => {
  it('says what is sent and what is not', () => {
    const plan = { place: '/x', old: [], foreign: [], bytes: 2_500_000 };
    const file = (action: 'upload' | 'same' | 'replace') => ({ name: action, bytes: 1, action });
    expect(planSentence({ ...plan, files: [file('upload'), file('replace'), file('same')] })).toBe(
      '2 files are sent (2.5 MB), 1 in place of another, 1 is there already.',
    );
    expect(planSentence({ ...plan, files: [file('same'), file('same')] })).toBe(
      'Nothing is new: all 2 files are there.',
    );
  });
});

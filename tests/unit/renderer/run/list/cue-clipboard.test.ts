import { describe, expect, it } from 'vitest';
import { clipCues, cuesOfClip, soundCue } from '../../../../../renderer/run/list/cue-clipboard.ts';
import { documentsOf } from '../../../../../renderer/run/list/cue-documents.ts';
import { group, someList, sound } from './some-list.ts';

const HERE = '/shows/friday/list.json';
const cues = [
  sound('a', { number: '1', 'own key': 7 }),
  group('g', [sound('b', { layers: [{ file: '/abs/b.wav' }, { file: 'C:\\sounds\\c.wav' }] })]),
];

describe('cues on the clipboard', () => {
  it('come back into the same list as they were', () => {
    expect(cuesOfClip(clipCues(cues, HERE), HERE)).toEqual(cues);
  });

  it('find their files from another list', () => {
    const [a, g] = cuesOfClip(clipCues(cues, HERE), '/shows/other.json')!;
    expect(a.layers?.[0].file).toBe('/shows/friday/a.wav');
    expect(a['own key']).toBe(7);
    expect(g.cues?.[0].layers?.map(({ file }) => file)).toEqual(['/abs/b.wav', 'C:\\sounds\\c.wav']);
  });

  it('are lines of names for every other program, and found in its text', () => {
    const clip = clipCues(cues, HERE);
    expect(clip.text).toBe('1 · A\nG');
    expect(cuesOfClip({ json: '', text: clip.json }, HERE)).toEqual(cues);
  });

  it('become memos out of lines, and nothing out of anything else', () => {
    expect(cuesOfClip({ json: '', text: ' Lights up \n\nDoors' }, HERE)).toEqual([
      { kind: 'memo', name: 'Lights up' },
      { kind: 'memo', name: 'Doors' },
    ]);
    expect(cuesOfClip({ json: '', text: '{"cueforge":"cues","cues":[]}' }, HERE)).toBeNull();
    expect(cuesOfClip({ json: '', text: '' }, HERE)).toBeNull();
  });
});

describe('cues of files', () => {
  it('are called like the file, and generic until somebody says more', () => {
    expect(soundCue('/music/Slow tide.flac', 'generic')).toEqual({
      name: 'Slow tide',
      layers: [{ role: 'generic', file: '/music/Slow tide.flac' }],
    });
  });
});

describe('the cues of a file', () => {
  it('are in the order of the steps', () => {
    const list = someList(cues);
    expect(documentsOf(list.document).map(({ id }) => id)).toEqual(list.steps.map(({ cue }) => cue.id));
  });
});

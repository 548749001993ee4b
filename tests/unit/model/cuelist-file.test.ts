import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  DEFAULT_SETTINGS,
  formatProblem,
  type GroupAction,
  importSession,
  isSessionFile,
  parseCuelistFile,
  readCuelistDocument,
  type SoundAction,
} from '../../../src/model/index.ts';

const parse = (name: string, list?: string) =>
  parseCuelistFile(readFileSync(new URL(`../../fixtures/cuelists/${name}`, import.meta.url), 'utf8'), { name, list });

describe('a cuelist file', () => {
  it('becomes a list in the units of the model', () => {
    const { cuelist, problems, document } = parse('full.json');
    expect(problems).toEqual([]);
    expect(cuelist).toMatchObject({ id: 'friday', name: 'Friday show', loop: true });
    expect(cuelist!.settings).toEqual({ ...DEFAULT_SETTINGS, prefetchLead: 5, maxBufferTotal: 720_000, keptHeads: 4 });
    const [doors, hits, down, back, breathe] = cuelist!.cues;
    expect(doors).toMatchObject({ id: 'cue-1', number: '1', preWait: 12_000, follow: 'auto-follow' });
    expect(doors.transition).toEqual({ kind: 'gap', length: 24_000 });
    expect(doors.action).toEqual({
      kind: 'sound',
      duration: null,
      layers: [
        {
          ...{ role: 'voice', file: 'a.wav', gain: -3, trimStart: 4800, trimEnd: 43_200, loop: null },
          ...{ fadeIn: { length: 480, curve: 'linear' }, fadeOut: { length: 0, curve: 'equal-power' } },
        },
        expect.objectContaining({
          gain: Number.NEGATIVE_INFINITY,
          loop: { start: 48_000, end: 144_000, crossfade: { length: 2400, curve: 'equal-power' }, times: 3 },
        }),
        expect.objectContaining({
          role: 'generic',
          loop: expect.objectContaining({ start: 0, end: null, times: null }),
        }),
      ],
    });
    expect(hits.action).toMatchObject({ kind: 'group', mode: 'playlist', shuffle: true });
    expect(hits.transition).toEqual({ kind: 'crossfade', fade: { length: 48_000, curve: 'linear' } });
    expect((hits.action as GroupAction).cues.map(({ id }) => id)).toEqual(['hits-1', 'hits-2']);
    expect(down.action).toMatchObject({ kind: 'control', does: 'fade', target: 'hits', to: -12 });
    expect(back.action).toMatchObject({ does: 'jump', target: 'cue-1' });
    expect(breathe).toMatchObject({ id: 'cue-5', notes: 'wait for the lights', action: { kind: 'memo' } });
    expect(document).toMatchObject({ stage: 'left', cues: [{ colour: 'teal' }, {}, {}, {}, {}] });
  });

  it('says everything that is wrong with it', () => {
    const { cuelist, problems } = parse('wrong.json');
    expect(cuelist).toBeNull();
    expect(problems.map(formatProblem)).toEqual([
      'Error in cues[1].layers[0].role: expected voice, background or generic, got "hypno".',
      'Error in cues[1].layers[0].gain_db: expected decibels in -200..24, got 30.',
      'Error in cues[8].pre_wait_ms: expected milliseconds in 0..86400000, got "1".',
      'Error in cues[8].follow: expected stop, auto-continue or auto-follow, got "soon".',
      'Error in cues[9]: expected a cue object, got 7.',
      'Error in loop_mode: expected once or loop, got "pingpong".',
      'Error in transition.type: expected snap, crossfade or gap, got "fade".',
      'Error in settings.audio.prefetch_lead_seconds: expected seconds in 0..600, got -1.',
      'Error in settings.audio.prefetch_block_limit_ms: expected milliseconds in 0..500, got 900.',
      'Error in cues[1].id: expected an id of its own, got "a", the id of cues[0].',
      'Error in cues[0].layers: expected at least one layer, got an empty array.',
      'Error in cues[1].layers[0].trim_end_ms: expected a time after the start at 500 ms, got 400.',
      'Error in cues[2].duration_seconds: expected the length that the placeholder stands for, got nothing.',
      'Error in cues[3].control.target: expected the id of the cue to jump to, got nothing.',
      'Warning in cues[4].control.target: expected the id of a cue: a; got "nobody", so that this cue does nothing.',
      'Error in cues[5].cues: expected at least one cue in the group, got an empty array.',
      'Warning in cues[6].layers: expected layers in a sound cue only, got them in a memo cue, which leaves them out.',
      'Warning in cues[6].shuffle: expected shuffle in a playlist only; the order is kept.',
      'Warning in cues[7].duration_seconds: expected a voice layer to take the length from, got none; all layers count.',
      'Error in cues[7].layers[0].loop.crossfade_ms: expected at most half of the loop, 500 ms, got 600.',
    ]);
  });

  it('never throws, whatever the JSON', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        const { cuelist, problems } = parseCuelistFile(text, { name: 'x.json' });
        expect(cuelist === null).toBe(problems.some(({ severity }) => severity === 'error'));
      }),
    );
  });
});

describe('a session of the field', () => {
  it('keeps times, sounds, fades and what it does not know', () => {
    const { cuelist, document, problems, lists } = parse('field-session.json');
    expect(problems).toEqual([]);
    expect(lists).toContain('main');
    expect(cuelist).toMatchObject({ id: 'main', name: 'Main flow', loop: true });
    expect(cuelist!.cues.map(({ follow }) => follow)).toEqual(['auto-follow', 'auto-follow', 'auto-follow']);
    const [arrive, settle, look] = cuelist!.cues;
    const layers = (arrive.action as SoundAction).layers;
    expect(layers.map(({ role, file }) => `${role} ${file}`)).toEqual([
      'voice sounds/arrive.wav',
      'background sounds/rain.flac',
    ]);
    expect(layers[0].gain).toBeCloseTo(-6.02, 2);
    expect(layers[0].fadeOut.length).toBe(12_000);
    expect(layers[1].loop).not.toBeNull();
    expect(arrive.action).toMatchObject({ duration: 576_000 });
    // The longer of the fade out of one and the fade in of the next; where neither says, the list's.
    expect(arrive.transition).toMatchObject({ kind: 'crossfade', fade: { length: 120_000 } });
    expect(settle.transition).toMatchObject({ kind: 'crossfade', fade: { length: 72_000 } });
    expect((settle.action as SoundAction).layers.map(({ role, gain }) => [role, gain])).toEqual([
      ['voice', 0],
      ['background', Number.NEGATIVE_INFINITY],
      ['generic', 0],
    ]);
    expect(look.action).toEqual({ kind: 'placeholder', duration: 240_000 });
    expect(cuelist!.settings).toMatchObject({
      ...{ prefetchLead: 4, prefetchBlockLimit: 4320, slowDecodeStream: 24_000, streamOverMb: 16 },
      maxBuffer: { voice: 288_000, background: 336_000, generic: 240_000 },
    });
    expect(document).toMatchObject({
      author: 'somebody',
      session: { playbacks: { spiral: {} }, metadata: { tags: ['slow'] } },
      settings: { audio: { kept_for_later: true }, display: { brightness: 0.8 } },
      cues: [{ playback_pool: [{}], layers: [{ duration: 11.4 }, {}] }, {}, {}],
    });
  });

  it('keeps settings of other things, where none are of sound and where a list has its own', () => {
    const cuelists = { main: { settings: { theme: 'dark', display: 'small' }, cues: [] }, plain: { cues: [] } };
    const { documents } = importSession({ cuelists, settings: { display: 'large', audio: null } });
    expect(documents.map(({ document }) => document.settings)).toEqual([
      { theme: 'dark', display: 'large' },
      { display: 'large' },
    ]);
  });

  it('opens the list that is named, or says which there are', () => {
    expect(parse('field-session.json', 'Short').document).toMatchObject({ id: 'short' });
    expect(parse('field-session.json', 'long').problems.map(formatProblem)).toEqual([
      'Error in cuelists: expected the name of a cuelist: main, short; got "long".',
    ]);
  });

  it('is refused with its own places', () => {
    const cue = { name: 'A', duration_seconds: 0, audio: { hypno: { file: 'a', volume: -1 }, shepard: {} } };
    const { problems } = importSession({
      cuelists: [{ cues: [cue], loop_mode: 'ping_pong', transition_mode: 'wipe' }],
    });
    expect(problems.map(formatProblem)).toEqual([
      'Warning in cuelists[0].loop_mode: expected once or loop, got "ping_pong"; the list begins again instead of turning round.',
      'Error in cuelists[0].transition_mode: expected snap or fade, got "wipe".',
      'Error in cuelists[0].cues[0].duration_seconds: expected seconds over 0 and up to 86400, got 0.',
      'Error in cuelists[0].cues[0].audio.hypno.volume: expected times in 0..4, got -1.',
      'Warning in cuelists[0].cues[0].audio.shepard: expected hypno, voice, background or generic, got "shepard", which is left out.',
    ]);
  });

  it('gives documents that read as our own', () => {
    const { document } = parse('field-session.json');
    expect(isSessionFile(document)).toBe(false);
    expect(readCuelistDocument(JSON.parse(JSON.stringify(document))).problems).toEqual([]);
  });
});

describe('lists of files', () => {
  it('M3U: a cue for each, one joining the other', () => {
    const text = '#EXTM3U\r\n#EXTINF:123,Warm up\r\nmusic/one.mp3\r\n\r\n# a remark\r\nC:\\two.mp3\r\n';
    const { cuelist, problems } = parseCuelistFile(text, { name: 'My list.m3u8' });
    expect(problems).toEqual([]);
    expect(cuelist!.id).toBe('my-list');
    expect(cuelist!.cues.map(({ name, follow }) => [name, follow])).toEqual([
      ['Warm up', 'auto-follow'],
      ['two.mp3', 'auto-follow'],
    ]);
    expect((cuelist!.cues[0].action as SoundAction).layers[0]).toMatchObject({
      role: 'background',
      file: 'music/one.mp3',
    });
    expect(parseCuelistFile('#EXTM3U', { name: 'a.m3u' }).problems.map(formatProblem)).toEqual([
      'Error in the file: expected the path of a file on a line, got none.',
    ]);
  });

  it('CSV: a cue for each row, further layers under it', () => {
    const text =
      'number;name;file;role;duration;volume;loop\n1;Open;a.wav;hypno;10;0,5;\n;;b.wav;background;;;yes\n2;Rest;;;3;;\n';
    const { cuelist, problems } = parseCuelistFile(text, { name: 'show.csv' });
    expect(problems).toEqual([]);
    const [open, rest] = cuelist!.cues;
    expect(open).toMatchObject({ number: '1', name: 'Open', follow: 'auto-follow', action: { duration: 480_000 } });
    expect((open.action as SoundAction).layers.map(({ role, loop }) => [role, loop !== null])).toEqual([
      ['voice', false],
      ['background', true],
    ]);
    expect(rest.action).toEqual({ kind: 'placeholder', duration: 144_000 });
    expect(parseCuelistFile('a,b\n1,2', { name: 'show.csv' }).problems).toHaveLength(1);
  });
});

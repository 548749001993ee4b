import { describe, expect, it } from 'vitest';
import { rehearse, s, showOf, sound } from './runner-harness.ts';

describe('the runner', () => {
  it('joins cues at the exact frame, scheduled ahead of it', () => {
    const show = showOf([sound('a', { duration_seconds: 4.2 }), sound('b', {}, { trim_end_ms: 3001 }), sound('c')]);
    const run = rehearse(show);
    run.to(0.123);
    run.send({ kind: 'go' });
    run.to(30);
    expect(run.log()).toEqual([
      '0.123 cue.start a',
      '4.323 cue.end a',
      '4.323 cue.start b',
      '7.324 cue.end b',
      '7.324 cue.start c',
      '17.324 cue.end c',
    ]);
    const ends = run.of('end').map(({ at }) => at);
    const starts = run.of('sound');
    expect(starts.map(({ at }) => at)).toEqual([s(0.123), ends[0], ends[1]]);
    for (const { given, at } of starts.slice(1)) expect(given).toBeLessThanOrEqual(at - 3_840);
    expect(run.state().runs).toEqual([]);
    expect(run.state().playhead).toBeNull();
  });

  it('crosses two cues with one curve, and keeps waits and gaps', () => {
    const show = showOf([
      sound('a', { transition: { type: 'crossfade', duration_ms: 3000 } }),
      sound('b', { transition: { type: 'gap', duration_ms: 500 }, post_wait_ms: 250 }),
      sound('c', { pre_wait_ms: 125, follow: 'auto-continue', post_wait_ms: 1000 }),
      sound('d', { follow: 'stop' }),
      sound('e'),
    ]);
    const run = rehearse(show);
    run.send({ kind: 'go' });
    run.to(60);
    expect(run.log()).toEqual([
      ...['0.000 cue.start a', '7.000 cue.start b', '10.000 cue.end a', '17.000 cue.end b'],
      ...['17.875 cue.start c', '18.875 cue.start d', '27.875 cue.end c', '28.875 cue.end d'],
    ]);
    const cross = { length: s(3), curve: 'equal-power' };
    expect(run.of('end').filter(({ fadeOut }) => fadeOut.length > 0)).toMatchObject([
      { run: 0, at: s(10), fadeOut: cross },
    ]);
    expect(run.of('sound')[1]).toMatchObject({ run: 1, at: s(7), fadeIn: cross });
    expect(run.state().playhead).toBe(4);
  });

  it('waits for late sound up to its limit, then streams it', () => {
    const late = rehearse(showOf([sound('a'), sound('b')]), { readyAfter: (cue) => (cue === 0 ? 0 : 0.3) });
    late.send({ kind: 'go' });
    late.to(30);
    // b was asked for 200 ms ahead: its sound comes 100 ms after its time.
    expect(late.log()).toEqual(['0.000 cue.start a', '10.000 cue.end a', '10.100 cue.start b', '20.100 cue.end b']);
    const streamed = rehearse(showOf([sound('a'), sound('b')]), { readyAfter: (cue) => (cue === 0 ? 0 : 1) });
    streamed.send({ kind: 'go' });
    streamed.to(30);
    expect(streamed.log()[2]).toBe('10.150 cue.start b');
    expect(streamed.of('stream')).toMatchObject([{ cue: 1, at: s(10.15) }]);
    expect(streamed.of('sound')[1]).toMatchObject({ at: s(10.8) });
  });

  it('runs the waits and the follow of a broken cue, and goes on', () => {
    const cues = [
      sound('a'),
      sound('x', { pre_wait_ms: 300, duration_seconds: 2, post_wait_ms: 200 }),
      sound('y'),
      sound('b'),
    ];
    const run = rehearse(showOf(cues), { broken: [1, 2] });
    run.send({ kind: 'go' });
    run.to(30);
    expect(run.log()).toEqual([
      ...['0.000 cue.start a', '10.000 cue.broken x: x is not there', '10.000 cue.end a', '10.300 cue.start x'],
      ...['12.300 cue.end x', '12.500 cue.broken y: y is not there', '12.500 cue.start y', '12.500 cue.end y'],
      ...['12.500 cue.start b', '22.500 cue.end b'],
    ]);
  });

  it('goes on when a file breaks while it sounds', () => {
    const run = rehearse(showOf([sound('a'), sound('b')]));
    run.send({ kind: 'go' });
    run.to(3);
    run.send({ kind: 'broken', run: 0, layer: 0, reason: 'the drive is gone' });
    run.to(20);
    expect(run.log().slice(1)).toEqual([
      '3.000 cue.broken a: the drive is gone',
      '3.000 cue.end a',
      '3.000 cue.start b',
      '13.000 cue.end b',
    ]);
  });

  it('takes one GO within 200 ms, from whatever source', () => {
    const run = rehearse(showOf([sound('a', { follow: 'stop' }), sound('b', { follow: 'stop' }), sound('c')]));
    run.send({ kind: 'go' });
    run.to(0.199);
    run.send({ kind: 'go' });
    run.to(0.2);
    run.send({ kind: 'go' });
    run.to(0.3);
    run.send({ kind: 'go' });
    expect(run.log()).toEqual([
      ...['0.000 cue.start a', '0.199 go.ignored: too soon after the last GO', '0.200 cue.start b'],
      '0.300 go.ignored: too soon after the last GO',
    ]);
  });

  it('hands over at once on a GO before the time', () => {
    const run = rehearse(showOf([sound('a', {}, { loop: true }), sound('b'), sound('c')]));
    run.send({ kind: 'go' });
    run.to(100);
    run.send({ kind: 'go' });
    run.to(120);
    expect(run.log()).toEqual([
      ...['0.000 cue.start a', '100.000 cue.start b', '100.005 cue.end a: stopped'],
      ...['110.000 cue.end b', '110.000 cue.start c', '120.000 cue.end c'],
    ]);
  });

  it('panics in a second, and at once when pressed again', () => {
    const run = rehearse(showOf([sound('a', { follow: 'auto-continue' }), sound('b'), sound('c')]));
    run.send({ kind: 'go' });
    run.to(9.95);
    run.send({ kind: 'panic' });
    run.to(10.2);
    expect(run.state().runs.length).toBe(2);
    run.send({ kind: 'panic' });
    run.to(10.22);
    expect(run.state().runs).toEqual([]);
    run.to(30);
    expect(run.log().filter((line) => line.includes('cue.start c'))).toEqual([]);
    expect(run.of('stop').map(({ at, fade }) => (at + fade.length) / 48_000)).toEqual([
      10.95, 10.95, 9.95, 10.22, 10.22,
    ]);
  });

  it('pauses and resumes without losing a frame of what follows', () => {
    const run = rehearse(showOf([sound('a'), sound('b')]));
    run.send({ kind: 'go' });
    run.to(9.95);
    run.send({ kind: 'pause', run: null });
    run.to(60);
    run.send({ kind: 'resume', run: null });
    run.to(90);
    expect(run.log().filter((line) => !line.includes('ed'))).toEqual([
      ...['0.000 cue.start a', '60.050 cue.end a', '60.050 cue.start b', '70.050 cue.end b'],
    ]);
  });

  it('runs groups: in sequence, together, and shuffled', () => {
    const cues = [
      {
        id: 'seq',
        name: 'seq',
        cues: [sound('p', { duration_seconds: 2 }), sound('q', { duration_seconds: 1 })],
        follow: 'auto-follow',
      },
      {
        name: 'all',
        mode: 'together',
        cues: [sound('r', { duration_seconds: 2 }), sound('t', { pre_wait_ms: 500, duration_seconds: 3 })],
        follow: 'auto-follow',
      },
      sound('z', { duration_seconds: 1 }),
    ];
    const run = rehearse(showOf(cues));
    run.send({ kind: 'go' });
    run.to(10);
    expect(run.log()).toEqual([
      ...[
        '0.000 cue.start seq',
        '0.000 cue.start p',
        '2.000 cue.end p',
        '2.000 cue.start q',
        '3.000 cue.end q',
        '3.000 cue.end seq',
      ],
      ...[
        '3.000 cue.start all',
        '3.000 cue.start r',
        '3.500 cue.start t',
        '5.000 cue.end r',
        '6.500 cue.end t',
        '6.500 cue.end all',
      ],
      ...['6.500 cue.start z', '7.500 cue.end z'],
    ]);
    const songs = ['1', '2', '3', '4', '5', '6'].map((name) => sound(name, { duration_seconds: 1 }));
    const shuffled = rehearse(
      showOf(
        [{ name: 'list', mode: 'playlist', shuffle: true, cues: songs, follow: 'auto-follow' }],
        { loop_mode: 'loop' },
        5,
      ),
    );
    shuffled.send({ kind: 'go' });
    shuffled.to(11.5);
    const played = shuffled.log().flatMap((line) => line.match(/cue.start (\d)/)?.[1] ?? []);
    expect([...played.slice(0, 6)].sort()).toEqual(['1', '2', '3', '4', '5', '6']);
    expect([...played.slice(6, 12)].sort()).toEqual(['1', '2', '3', '4', '5', '6']);
    expect(played.slice(0, 6)).not.toEqual(played.slice(6, 12));
    expect(shuffled.log()).toContain('6.000 list.loop');
  });

  it('fades, stops, pauses and jumps to others by cue', () => {
    const control = (does: string, more: object, follow = 'stop') => ({
      name: does,
      control: { does, ...more },
      follow,
    });
    const cues = [
      sound('bed', { follow: 'stop' }, { loop: true }),
      control('fade', { target: 'bed', gain_db: -12, duration_ms: 500 }),
      control('pause', { target: 'bed' }),
      control('resume', { target: 'bed' }),
      control('stop', { target: 'bed', duration_ms: 1000 }, 'auto-follow'),
      control('jump', { target: 'bed' }),
    ];
    const run = rehearse(showOf(cues));
    for (const at of [0, 1, 2, 3, 4]) {
      run.to(at);
      run.send({ kind: 'go' });
    }
    run.to(6);
    expect(run.log()).toEqual([
      ...[
        '0.000 cue.start bed',
        '1.000 cue.start fade',
        '1.500 cue.end fade',
        '2.000 cue.start pause',
        '2.000 cue.paused bed',
      ],
      ...[
        '2.000 cue.end pause',
        '3.000 cue.start resume',
        '3.000 cue.resumed bed',
        '3.000 cue.end resume',
        '4.000 cue.start stop',
      ],
      ...[
        '5.000 cue.end bed: stopped',
        '5.000 cue.end stop',
        '5.000 cue.start jump',
        '5.000 cue.end jump',
        '5.000 cue.start bed',
      ],
    ]);
    expect(run.of('fade')).toMatchObject([{ run: 0, at: s(1), to: -12, fade: { length: s(0.5) } }]);
    expect(run.state().playhead).toBe(1);
  });

  it('ends a group whose last cue is stopped while it waits, there and then', () => {
    const parts = [sound('a', { duration_seconds: 1, transition: { type: 'gap', duration_ms: 5000 } }), sound('b')];
    const run = rehearse(showOf([{ name: 'g', mode: 'sequence', cues: parts, follow: 'auto-follow' }, sound('c')]));
    run.send({ kind: 'go' });
    run.to(3);
    run.send({ kind: 'stop', run: 1, fade: null });
    run.to(20);
    expect(run.log()).toEqual([
      ...['0.000 cue.start g', '0.000 cue.start a', '1.000 cue.end a', '3.000 cue.end g', '3.000 cue.start c'],
      '13.000 cue.end c',
    ]);
  });

  it('ends a circle of cues without length', () => {
    const cues = [
      { id: 'm', name: 'm', follow: 'auto-follow' },
      { name: 'j', control: { does: 'jump', target: 'm' } },
    ];
    const run = rehearse(showOf(cues));
    run.send({ kind: 'go' });
    run.to(1);
    expect(run.state().runs).toEqual([]);
    expect(run.log().at(-1)).toContain('cue');
    expect(run.log().some((line) => line.includes('in a circle'))).toBe(true);
  });

  it('lets a vamp go on at the end of its pass', () => {
    const run = rehearse(showOf([sound('v', {}, { loop: { start_ms: 2000, end_ms: 4000 } }), sound('b')]));
    run.send({ kind: 'go' });
    run.to(9);
    run.send({ kind: 'devamp', run: 0 });
    run.to(40);
    // It was in its fourth pass, from 8 s to 10 s; then come the last 6 s of the file.
    expect(run.log().slice(0, 3)).toEqual(['0.000 cue.start v', '16.000 cue.end v', '16.000 cue.start b']);
    expect(run.of('end')[0]).toMatchObject({ passes: 4, at: s(16) });
  });

  it('takes what follows along when it is stopped or paused just before its end', () => {
    for (const kind of ['stop', 'pause'] as const) {
      const run = rehearse(showOf([sound('a'), sound('b')]));
      run.send({ kind: 'go' });
      run.to(9.95);
      run.send(kind === 'stop' ? { kind, run: 0, fade: null } : { kind, run: 0 });
      run.to(20);
      expect(run.log().filter((line) => line.includes('start b'))).toEqual([]);
    }
  });

  it('schedules cues that are shorter than the schedule reaches ahead', () => {
    const short = ['a', 'b', 'c', 'd'].map((name) => sound(name, { duration_seconds: 0.03 }));
    const run = rehearse(showOf([sound('first'), ...short]));
    run.send({ kind: 'go' });
    run.to(12);
    expect(run.of('sound').map(({ at }) => at)).toEqual([0, s(10), s(10.03), s(10.06), s(10.09)]);
    for (const { given, at } of run.of('sound').slice(1)) expect(given).toBeLessThanOrEqual(at - 3_840);
  });

  it('moves the playhead back and to a cue', () => {
    const run = rehearse(showOf(['a', 'b', 'c', 'd'].map((name) => sound(name, { follow: 'stop' }))));
    run.send({ kind: 'jump', cue: 3, fire: false });
    run.send({ kind: 'back' });
    expect(run.state().playhead).toBe(2);
    run.send({ kind: 'jump', cue: 1, fire: true });
    expect(run.log()).toEqual(['0.000 cue.start b']);
    expect(run.state().playhead).toBe(2);
  });

  it('crosses out of a group, and out of a group within it', () => {
    const inner = {
      id: 'in',
      name: 'in',
      cues: [sound('p'), sound('q', { duration_seconds: 4 })],
      follow: 'auto-follow',
    };
    const outer = {
      ...{ id: 'out', name: 'out', cues: [sound('o', { duration_seconds: 2 }), inner], follow: 'auto-follow' },
      transition: { type: 'crossfade', duration_ms: 3000 },
    };
    const run = rehearse(showOf([outer, sound('z')]));
    run.send({ kind: 'go' });
    run.to(40);
    expect(run.log().filter((line) => / [qz]/.test(line))).toEqual([
      ...['12.000 cue.start q', '13.000 cue.start z', '16.000 cue.end q', '23.000 cue.end z'],
    ]);
    const cross = { length: s(3), curve: 'equal-power' };
    expect(run.of('end').findLast(({ at }) => at === s(16))).toMatchObject({ fadeOut: cross });
    expect(run.of('sound').at(-1)).toMatchObject({ at: s(13), fadeIn: cross });
  });

  it('tells groups and jumps ahead of their time', () => {
    const cues = [
      sound('a', { duration_seconds: 1 }),
      { id: 'g', name: 'g', mode: 'together', cues: [sound('p', { duration_seconds: 1 }), sound('q')], follow: 'stop' },
      { id: 'j', name: 'j', control: { does: 'jump', target: 'a' } },
    ];
    const run = rehearse(showOf(cues));
    run.send({ kind: 'go' });
    run.to(3);
    for (const { given, at } of run.of('sound').slice(1)) expect(given).toBeLessThanOrEqual(at - 3_840);
    expect(run.of('sound').map(({ at }) => at)).toEqual([0, s(1), s(1)]);
  });
});

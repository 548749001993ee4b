import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type CuelistDesk, cuelistDesk, HOW, rename, SHOW, saved } from './cuelist-desk.ts';

let desk: CuelistDesk;
let path: string;
beforeEach(async () => {
  desk = await cuelistDesk();
  path = desk.write('show.json', SHOW);
});
afterEach(() => desk.remove());

const open = (at = path, list?: string) => desk.editors().open(at, list);
const labels = (at = path) => desk.library().documents.labels(at).labels;

describe('a new cuelist', () => {
  it('is empty, on the list, and can be opened and filled', async () => {
    const { path: made } = await desk.editors().create('Friday 20:00 · Quiet Room');
    expect(made).toBe(desk.at('Cuelists/friday-20-00-quiet-room.cuelist.json'));
    expect(await desk.editors().lists()).toEqual([
      { path: made, name: 'Friday 20:00 · Quiet Room', cues: 0, openedAt: desk.clock.at, trouble: null },
    ]);
    const opened = await open(made);
    expect(opened.now()).toMatchObject({ path: made, revision: 1, cuelist: { cues: [] } });
    const { touched } = opened.apply(
      [{ op: 'cues.add', cues: [{ name: 'Doors', layers: [{ file: 'a.wav' }] }], to: { group: null, before: null } }],
      HOW,
    );
    expect(touched).toEqual(['cue-1']);
    expect(opened.now()).toMatchObject({ revision: 2, cuelist: { cues: [{ id: 'cue-1', name: 'Doors' }] } });
    expect(opened.history()).toEqual({ undo: 'Add “Doors”', redo: null });
    expect(await desk.editors().lists()).toMatchObject([{ cues: 1 }]);
    await opened.close();
    expect(desk.json('Cuelists/friday-20-00-quiet-room.cuelist.json').cues).toHaveLength(1);
  });

  it('never takes the place of another file, and has a name whatever it is called', async () => {
    const made = await Promise.all(['Show', 'Show', '  ', '夜'].map((name) => desk.editors().create(name)));
    expect(made.map(({ path: each }) => each.slice(desk.at('Cuelists/').length)).sort()).toEqual([
      'cuelist-2.cuelist.json',
      'cuelist.cuelist.json',
      'show-2.cuelist.json',
      'show.cuelist.json',
    ]);
    for (const { path: each } of made) await (await open(each)).close();
  });
});

describe('the cuelists that are known', () => {
  it('are those that were opened, the newest first, with what is wrong with them', async () => {
    await (await open()).close();
    desk.clock.at += 1000;
    const other = desk.write('other.json', { ...SHOW, id: 'other', name: null });
    await (await open(other)).close();
    desk.write('show.json', '{"id":"show","cues":[{"follow":"never"}]}');
    const lists = await desk.editors().lists();
    expect(lists).toMatchObject([
      { path: other, name: 'other', cues: 5, trouble: null },
      { path, name: 'show', cues: 0, trouble: expect.stringContaining('Error in cues[0].follow') },
    ]);
    rmSync(path);
    expect((await desk.editors().lists())[1].trouble).toBe(`There is no cuelist at ${path}`);
    desk.editors().forget(path);
    await desk.reopen();
    expect(await desk.editors().lists()).toMatchObject([{ path: other }]);
  });

  it.each([
    ['cuelist-missing', 'none.json', null],
    ['cuelist-invalid', 'bad.json', '{"id":"bad","cues":7}'],
    ['cuelist-invalid', 'text.json', 'no json'],
    ['cuelist-invalid', 'empty.m3u', '#EXTM3U\n'],
  ])('cannot be opened where they are none: %s of %s', async (code, name, text) => {
    if (text !== null) desk.write(name, text);
    const before = readdirSync(desk.folder);
    await expect(open(desk.at(name))).rejects.toMatchObject({ failure: { code } });
    expect(await desk.editors().lists()).toEqual([]);
    expect(readdirSync(desk.folder)).toEqual(before);
  });
});

describe('the file', () => {
  it('follows the edits, with keys nobody knows and the layout it had', async () => {
    desk.write('show.json', JSON.stringify(SHOW, null, '\t').replaceAll('\n', '\r\n'));
    const opened = await open();
    rename(opened, 'Saturday');
    expect(opened.saved().savedAt).toBeNull();
    await saved(opened);
    const wanted = JSON.stringify({ ...SHOW, name: 'Saturday' }, null, '\t').replaceAll('\n', '\r\n');
    expect(readFileSync(path, 'utf8')).toBe(wanted);
    expect(readdirSync(desk.folder).filter((name) => name.endsWith('.partial'))).toEqual([]);
  });

  it('is what it was, to the byte, once everything is undone', async () => {
    const text = '{"id": "odd",\n "cues": [ {"layers": [{"file": "a.wav"}]}, {} ] }';
    desk.write('show.json', text);
    const opened = await open();
    expect(opened.now().document.cues.map(({ id }) => id)).toEqual(['cue-1', 'cue-2']);
    expect(readFileSync(path, 'utf8')).toBe(text);
    rename(opened, 'One');
    await opened.flush();
    expect(desk.json('show.json').cues[0].id).toBe('cue-1');
    await desk.reopen();
    const again = await open();
    again.undo();
    await again.close();
    expect(readFileSync(path, 'utf8')).toBe(text);
  });

  it('is one cuelist by every name, for all who open it', async () => {
    symlinkSync(path, desk.at('link.json'));
    const [first, second] = await Promise.all([open(), open(desk.at('link.json'))]);
    let told = 0;
    second.onChange(() => {
      told += 1;
    });
    rename(first, 'Saturday');
    expect(second.now().document.name).toBe('Saturday');
    expect(told).toBeGreaterThan(0);
    await first.close();
    rename(second, 'Sunday');
    await second.close();
    expect(desk.json('show.json').name).toBe('Sunday');
    // Let go and opened at once: what was being written is there.
    const third = await open();
    rename(third, 'Monday');
    const left = third.close();
    const fourth = await open();
    expect(fourth.now().document.name).toBe('Monday');
    expect(fourth.history()).toEqual({ undo: 'Name Monday', redo: null });
    // And is no other program's change to what is edited next.
    rename(fourth, 'Tuesday');
    await left;
    await fourth.flush();
    expect(fourth.history()).toEqual({ undo: 'Name Tuesday', redo: null });
    expect(desk.json('show.json').name).toBe('Tuesday');
  });

  it('names files that lie beside it or below from there', async () => {
    const opened = await open();
    const layers = [{ file: desk.at('beds/rain.wav') }, { file: '/far/hum.wav' }, { file: 'near.wav' }];
    const written = ['beds/rain.wav', '/far/hum.wav', 'near.wav'].map((file) => ({ file }));
    opened.apply([{ op: 'cues.change', ids: ['doors'], change: { layers } }], HOW);
    expect(opened.now().document.cues[0].layers).toEqual(written);
    const group = { id: 'g', cues: [{ id: 'h', layers }] };
    opened.apply([{ op: 'cues.add', cues: [group], to: { group: null, before: 'doors' } }], HOW);
    expect(opened.now().document.cues[0].cues?.[0].layers).toEqual(written);
  });
});

describe('edits', () => {
  it('that make no sense change nothing and say which cue', async () => {
    const opened = await open();
    const before = opened.now();
    const edits = [
      { op: 'cues.remove' as const, ids: ['late'] },
      { op: 'cues.change' as const, ids: ['down'], change: { control: { does: 'jump' } } },
    ];
    expect(() => opened.apply(edits, HOW)).toThrow(
      'in “Down”, control.target expected the id of the cue to jump to, got nothing',
    );
    expect(opened.now()).toBe(before);
    expect(opened.history()).toEqual({ undo: null, redo: null });
    expect(() => opened.undo()).toThrow('There is nothing to undo');
  });

  it('that take a cue away leave what acts on it, which says so until it is back', async () => {
    const opened = await open();
    expect(opened.now().problems).toEqual([]);
    opened.apply([{ op: 'cues.remove', ids: ['doors'] }], HOW);
    expect(opened.now().problems).toMatchObject([{ severity: 'warning', path: 'cues[0].control.target' }]);
    await opened.close();
    await desk.reopen();
    const again = await open();
    expect(again.now().problems).toHaveLength(1);
    again.undo();
    expect(again.now().problems).toEqual([]);
    expect(again.now().document).toEqual(SHOW);
  });

  it('in a row become one entry where they are one gesture', async () => {
    const opened = await open();
    const gain = (gain_db: number) =>
      opened.apply([{ op: 'cues.change', ids: ['doors'], change: { layers: [{ file: 'beds/doors.wav', gain_db }] } }], {
        merge: 'gain of doors',
        label: 'Change the level of “Doors”',
      });
    for (const db of [-1, -2, -3]) gain(db);
    expect(labels()).toEqual(['Change the level of “Doors”']);
    opened.undo();
    expect(opened.now().document).toEqual(SHOW);
    opened.redo();
    expect(opened.now().document.cues[0].layers?.[0].gain_db).toBe(-3);
  });

  it('go on after a restart, with document, history and revision', async () => {
    const opened = await open();
    for (const name of ['One', 'Two', 'Three']) rename(opened, name);
    opened.undo();
    const { revision } = opened.now();
    await desk.reopen();
    const again = await open();
    expect(again.now()).toMatchObject({ revision, document: { name: 'Two' }, cuelist: { name: 'Two' } });
    expect(again.history()).toEqual({ undo: 'Name Two', redo: 'Name Three' });
    expect(desk.json('show.json').name).toBe('Two');
  });
});

describe('a change by another program', () => {
  const OTHER = { ...SHOW, name: 'From elsewhere', cues: SHOW.cues.slice(1) };

  it('comes in by itself, as an entry of the history', async () => {
    const opened = await open();
    rename(opened, 'Mine');
    await saved(opened);
    let told = 0;
    opened.onChange(() => {
      told += 1;
    });
    desk.write('show.json', OTHER);
    await expect.poll(() => opened.now().document, { timeout: 20_000 }).toEqual(OTHER);
    expect(told).toBeGreaterThan(0);
    expect(labels()).toEqual(['Name Mine', 'Changed outside Cueforge']);
    opened.undo();
    await opened.flush();
    expect(desk.json('show.json').name).toBe('Mine');
  });

  it('that is no cuelist is left as it is until it is one', async () => {
    const opened = await open();
    desk.write('show.json', '{ "id": "sh');
    rename(opened, 'Mine');
    await expect.poll(() => opened.saved().saveTrouble, { timeout: 10_000 }).toContain('show.json has an error');
    expect(readFileSync(path, 'utf8')).toBe('{ "id": "sh');
    desk.write('show.json', OTHER);
    await expect.poll(() => opened.now().document.name, { timeout: 20_000 }).toBe('From elsewhere');
    desk.write('show.json', { cuelists: { a: SHOW } });
    await expect.poll(() => opened.saved().saveTrouble, { timeout: 20_000 }).toContain('no cuelist file any more');
  });

  it('waits while the list is locked, and nothing else changes it either', async () => {
    const opened = await open();
    rename(opened, 'Mine');
    await opened.flush();
    opened.setLocked(true);
    for (const change of [() => rename(opened, 'Yours'), opened.undo, opened.redo])
      expect(change).toThrow('The list is locked in Show mode');
    const before = opened.now();
    desk.write('show.json', OTHER);
    await expect.poll(() => opened.saved().saveTrouble, { timeout: 20_000 }).toContain('when Show mode ends');
    expect(opened.now()).toBe(before);
    expect(desk.json('show.json')).toEqual(OTHER);
    opened.setLocked(false);
    await expect.poll(() => opened.now().document, { timeout: 20_000 }).toEqual(OTHER);
    await expect.poll(() => opened.saved().saveTrouble).toBeNull();
  });
});

describe('a folder that is gone for a while', () => {
  it('loses nothing: told, tried again, written in the end, by the next start too', async () => {
    mkdirSync(desk.at('stick'));
    const there = desk.write('stick/show.json', SHOW);
    const opened = await open(there);
    renameSync(desk.at('stick'), desk.at('gone'));
    rename(opened, 'Mine');
    await expect.poll(() => opened.saved().saveTrouble, { timeout: 10_000 }).not.toBeNull();
    await expect(opened.flush()).rejects.toMatchObject({ failure: { code: 'folder-unwritable' } });
    await desk.reopen();
    renameSync(desk.at('gone'), desk.at('stick'));
    expect(desk.json('stick/show.json').name).toBe('Friday');
    await desk.editors().recover();
    expect(desk.json('stick/show.json').name).toBe('Mine');
    expect(desk.log).toEqual([]);
  });
});

describe('a file of another form', () => {
  const SESSION = {
    cuelists: {
      main: { name: 'Main', cues: [{ name: 'In', duration_seconds: 4, audio: { hypno: { file: 'voice/in.mp3' } } }] },
      late: { name: 'Late', cues: [{ name: 'Bridge', duration_seconds: 2, audio: { background: { file: 'b.ogg' } } }] },
    },
    settings: { audio: { prefetch_lead_seconds: 5 } },
    theirs: 1,
  };

  it('becomes a cuelist file beside it, never over another, the same one each time', async () => {
    desk.write('walk.cuelist.json', 'somebody’s');
    const m3u = desk.write('walk.m3u', '#EXTM3U\n#EXTINF:12,First\nsongs/first.mp3\n/far/second.mp3\n');
    const opened = await open(m3u);
    expect(opened.now().path).toBe(desk.at('walk-2.cuelist.json'));
    expect(opened.now().document.cues).toMatchObject([
      { id: 'cue-1', name: 'First', layers: [{ file: 'songs/first.mp3' }], follow: 'auto-follow' },
      { id: 'cue-2', layers: [{ file: '/far/second.mp3' }] },
    ]);
    expect(desk.json('walk-2.cuelist.json')).toEqual(opened.now().document);
    rename(opened, 'Mine');
    await desk.reopen();
    expect((await open(m3u)).now()).toMatchObject({ path: opened.now().path, document: { name: 'Mine' } });
    expect(await desk.editors().lists()).toMatchObject([{ path: opened.now().path, cues: 2 }]);
    desk.write('walk.m3u', 'third.mp3\n');
    expect((await open(m3u)).now().path).toBe(desk.at('walk-3.cuelist.json'));
    expect(readFileSync(m3u, 'utf8')).toBe('third.mp3\n');
  });

  it('of several lists becomes one of each that is asked for', async () => {
    const session = desk.write('night.session.json', SESSION);
    const [main, late] = [await open(session), await open(session, 'late')];
    expect([main, late].map((each) => each.now().path)).toEqual([
      desk.at('night.cuelist.json'),
      desk.at('night-late.cuelist.json'),
    ]);
    expect(main.now().cuelist).toMatchObject({ name: 'Main', cues: [{ name: 'In', follow: 'auto-follow' }] });
    expect(late.now().document).toMatchObject({
      settings: { audio: { prefetch_lead_seconds: 5 } },
      session: { theirs: 1 },
    });
    expect((await open(session, 'late')).now().path).toBe(late.now().path);
    await expect(open(session, 'none')).rejects.toMatchObject({ failure: { code: 'cuelist-invalid' } });
    expect(existsSync(desk.at('night-none.cuelist.json'))).toBe(false);
  });

  it('as CSV, too', async () => {
    const csv = desk.write('plan.csv', 'name,file,duration\nIn,in.wav,3\n,under.wav,\n');
    const opened = await open(csv);
    expect(opened.now()).toMatchObject({
      path: desk.at('plan.cuelist.json'),
      document: { cues: [{ name: 'In', layers: [{ file: 'in.wav' }, { file: 'under.wav' }] }] },
    });
  });
});

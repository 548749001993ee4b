import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planRelease, type Release, type ReleaseFile } from '../../../../src/render/publish/index.ts';

const file = (name: string, sha256: string, bytes = 10): ReleaseFile => ({
  ...{ name, bytes, sha256, type: 'audio/mpeg', source: `/exports/${name}` },
});
const release = (...files: ReleaseFile[]): Release => ({
  ...{ folder: '/exports', files, manifest: file('manifest.json', 'm2') },
});
const stored = (name: string, sha256: string | null, bytes = 10) => ({ name, sha256, bytes });

describe('the plan of a release', () => {
  it('says of every file whether it is sent, there, or in the place of another', () => {
    const plan = planRelease(release(file('new.mp3', 'a'), file('same.mp3', 'b'), file('other.mp3', 'c')), {
      stored: [stored('same.mp3', 'b'), stored('other.mp3', 'x'), stored('manifest.json', 'm1')],
      published: ['same.mp3', 'other.mp3'],
    });
    expect(plan.files.map(({ file: { name }, action }) => [name, action])).toEqual([
      ['new.mp3', 'upload'],
      ['same.mp3', 'same'],
      ['other.mp3', 'replace'],
      ['manifest.json', 'replace'],
    ]);
    expect(plan.bytes).toBe(30);
  });

  it('replaces what has another length or no known hash', () => {
    const plan = planRelease(release(file('a.mp3', 'a'), file('b.mp3', 'b')), {
      stored: [stored('a.mp3', 'a', 11), stored('b.mp3', null)],
      published: [],
    });
    expect(plan.files.map(({ action }) => action)).toEqual(['replace', 'replace', 'upload']);
  });

  it('tells what an earlier release left from what is not ours', () => {
    const plan = planRelease(release(file('a.mp3', 'a')), {
      stored: [stored('a.mp3', 'a'), stored('gone.mp3', 'g'), stored('cat.jpg', null), stored('manifest.json', 'm1')],
      published: ['a.mp3', 'gone.mp3', 'never-arrived.mp3'],
    });
    expect(plan).toMatchObject({ old: ['gone.mp3'], foreign: ['cat.jpg'] });
  });

  it('of any store: sends what differs and nothing else, and what it sent is the same the next time', () => {
    const names = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'));
    const hashes = fc.constantFrom('1', '2');
    fc.assert(
      fc.property(names, names, fc.infiniteStream(hashes), names, (ours, theirs, hash, published) => {
        const made = release(...ours.map((name) => file(name, hash.next().value!)));
        const there = theirs.map((name) => stored(name, hash.next().value!));
        const plan = planRelease(made, { stored: there, published });
        expect(plan.files.at(-1)!.file.name).toBe('manifest.json');
        const after = new Map(there.map((entry) => [entry.name, entry]));
        for (const { file: sent, action } of plan.files) if (action !== 'same') after.set(sent.name, sent);
        const again = planRelease(made, { stored: [...after.values()], published });
        expect(again.files.every(({ action }) => action === 'same')).toBe(true);
        expect(again.bytes).toBe(0);
        // Everything that is there is ours, old, or left alone; nothing is two of these.
        const named = [...plan.files.map(({ file: { name } }) => name), ...plan.old, ...plan.foreign];
        expect(new Set(named).size).toBe(named.length);
        expect(new Set(named)).toEqual(new Set([...ours, ...theirs, 'manifest.json']));
      }),
    );
  });
});

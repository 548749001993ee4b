import { pathToFileURL } from 'node:url';
import type { AssetQuery } from '../../../src/contract/index.ts';
import { type Library, openLibrary } from '../../../src/library/index.ts';
import { measured, query, scratchLibrary, sound } from './sounds.ts';

export const TEN_THOUSAND = 10_000;

/** Fills a library with sounds that differ as a collection does: words, tempo, loudness, kind; one in four is tagged. */
export const fillLibrary = async (library: Library): Promise<void> => {
  for (let n = 0; n < TEN_THOUSAND; n++) {
    const file = sound(`Sound ${n}`, {
      path: `/music/Album ${n % 300}/${n} - take.flac`,
      artist: ['Kaya', 'Ångström', 'Neon Ways', ''][n % 4],
      album: `Roads ${['north', 'south', 'east'][n % 3]}`,
      kind: n % 5 === 0 ? 'bed' : 'track',
      tags: n % 4 === 0 ? ['fourth'] : [],
    });
    await library.addFile(file);
    library.setAnalysis(
      file.id,
      measured({ bpm: 60 + (n % 100), lufs: -8 - (n % 97) / 8, clipped: n % 50 === 0 ? 9 : 0 }),
    );
  }
};

/** Prints how long searches of ten thousand sounds take: `node tests/integration/library/ten-thousand.ts`. */
const timeSearches = async (): Promise<void> => {
  const files = scratchLibrary();
  /** Milliseconds by the clock, and of this process's own work: on a busy machine they are far apart. */
  const measure = async <T>(work: () => T): Promise<{ clock: number; cpu: number; result: Awaited<T> }> => {
    const [start, used] = [performance.now(), process.cpuUsage()];
    const result = await work();
    const { user, system } = process.cpuUsage(used);
    return { clock: performance.now() - start, cpu: (user + system) / 1000, result };
  };
  const tell = (name: string, clock: number, cpu: number): void =>
    console.log(`${name.padEnd(44)} ${clock.toFixed(1).padStart(8)} ms, of work ${cpu.toFixed(1).padStart(8)} ms`);
  const timed = async <T>(name: string, work: () => T): Promise<Awaited<T>> => {
    const { clock, cpu, result } = await measure(work);
    tell(name, clock, cpu);
    return result;
  };
  const library = await openLibrary(files);
  await timed(`add and measure ${TEN_THOUSAND}`, () => fillLibrary(library));
  const searches: [string, Partial<AssetQuery>][] = [
    ['all by title', {}],
    ['all by artist, last page of 500', { sort: { by: 'artist', descending: true }, offset: 9500, limit: 500 }],
    ['all by tempo', { sort: { by: 'bpm', descending: false } }],
    ['all by format', { sort: { by: 'format', descending: false } }],
    ['a letter that begins a word of each', { text: 's' }],
    ['a word of each, 500 rows', { text: 'sound', limit: 500 }],
    ['two beginnings', { text: 'roa kay' }],
    ['six words', { text: 'sound roads kaya take flac 1' }],
    ['a word of none', { text: 'nothing' }],
    ['tag and tempo and loudness', { tag: 'fourth', bpm: { least: 90, most: 130 }, lufs: { least: -14, most: null } }],
    ['kinds and clipping', { kinds: ['bed', 'voice'], needs: 'clipping' }],
  ];
  console.log('Searches: the median of 30');
  for (const [name, over] of searches) {
    const [clocks, cpus]: number[][] = [[], []];
    for (let n = 0; n < 30; n++) {
      library.rememberWorkout('/w.json', n); // A list that was found before would be kept.
      const { clock, cpu } = await measure(() => library.search(query(over)));
      clocks.push(clock);
      cpus.push(cpu);
    }
    const median = (all: number[]): number => all.sort((a, b) => a - b)[15];
    tell(name, median(clocks), median(cpus));
  }
  library.search(query());
  await timed('next page', () => library.search(query({ offset: 5000 })));
  const ids = Array.from({ length: TEN_THOUSAND }, (_, n) => sound(`Sound ${n}`).id);
  await timed('summary', () => library.summary());
  await timed('tag all', () => library.edit(ids, { tags: ['climb'] }));
  await timed('undo', () => library.undo());
  await timed('remove all', () => library.remove(ids));
  await timed('undo', () => library.undo());
  await timed('back up', () => library.backUp());
  await timed('close', () => library.close());
  const again = await timed('open, checked', () => openLibrary(files));
  await again.close();
  files.remove();
};

if (import.meta.url === pathToFileURL(process.argv[1]).href) await timeSearches();

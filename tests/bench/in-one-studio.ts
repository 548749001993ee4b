import { openStudio } from '../../src/studio/index.ts';

/**
 * A process of the variants' bench: exports variants one after the other in one open studio, as its window does, and prints
 * a line of JSON for each: its seconds, and the seconds of its file that were encoded and that there are.
 * node tests/bench/in-one-studio.ts WORKOUT OUT CACHE VARIANT…
 */
const [workout, outDir, cachePath, ...variants] = process.argv.slice(2);
const studio = await openStudio({ cachePath });
try {
  for (const variant of variants) {
    const began = performance.now();
    const { files } = await studio.exportWorkout({ workout, outDir, variants: [variant] });
    const [{ encodedSeconds: encoded, durationSeconds: whole }] = files;
    console.log(JSON.stringify({ seconds: (performance.now() - began) / 1000, encoded, whole }));
  }
} finally {
  await studio.close();
}

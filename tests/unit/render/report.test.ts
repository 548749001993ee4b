import { describe, expect, it } from 'vitest';
import { createLoudnessMeter } from '../../../src/audio/index.ts';
import { parseWorkoutFile, type Segment, seconds, type Workout } from '../../../src/model/index.ts';
import { curvesIn, workoutReport } from '../../../src/render/report.ts';
import { COLUMNS, curvesOf, type FileCurves } from '../../../src/render/report-curves.ts';
import { loudnessGraph, waveGraph } from '../../../src/render/report-graph.ts';
import { REPORT_STYLE } from '../../../src/render/report-style.ts';

const { workout } = parseWorkoutFile(
  JSON.stringify({ id: 'ride', title: 'Ride <b>&</b> "rest"', cues: [], segments: [] }),
) as { workout: Workout };

const segment = (title: string, start: number, duration: number): Segment => ({
  ...{ id: title, title, start: seconds(start), duration: seconds(duration), intensity: 'high', bpm: null },
});

/** So many blocks of 100 ms at a loudness. */
const blocks = (count: number, lufs: number): number[] => Array(count).fill(10 ** ((lufs + 0.691) / 10));
const measured = (...energies: number[]) => ({
  energies: Float64Array.from(energies),
  peaks: Float32Array.from(energies, (energy) => (energy > 0 ? 0.5 : 0)),
});

const entry = (over: object = {}) => ({
  ...{ workout: 'ride', file: 'ride_ana.mp3', variant: 'ana', name: 'Ana', content: 'mix', sha256: 'f00' },
  ...{ bytes: 14_402_714, duration_seconds: 360, frames: 17_280_000, lufs: -14.05, lra: 6.38, dbtp: -1.95 },
  ...{ max_momentary_lufs: -9.65, max_short_term_lufs: null, clipped_frames: 0 },
  settings: {
    ...{ format: 'mp3', bitrate_kbps: 320, target_lufs: -14, ceiling_dbtp: -1, gain_db: 6, own_gain: false },
    limiter_max_reduction_db: 0.3,
  },
  checks: [
    { name: 'duration', passed: true, measured: 17_280_000, asked: 17_280_000, unit: 'frames' },
    { name: 'loudness', passed: true, measured: -14.05, asked: -14, unit: 'LUFS' },
  ],
  warnings: ['needed <much>'],
  documents: [],
  cues: [{ id: 'a', text: 'Up & over <now>', start_seconds: 2, end_seconds: 5, offset_ms: 0 }],
  ...over,
});

describe('the curves of a file', () => {
  it('are its loudness as the meter has it, each window over its middle', () => {
    const curves = curvesOf(measured(...blocks(100, -20), ...blocks(100, -10)), 960_000, [segment('Up', 0, 10)])!;
    expect(curves.peaks).toEqual(Array(200).fill(0.5));
    expect([curves.high[50], curves.low[50], curves.shortTerm[50]]).toEqual([-20, -20, -20]);
    expect([curves.high[150], curves.shortTerm[150]]).toEqual([-10, -10]);
    // Half of the window that lies over the step is loud.
    expect(curves.high[100]).toBeCloseTo(-12.6, 1);
    expect(curves.shortTerm[100]).toBeCloseTo(-12.6, 1);
    expect([curves.high[0], curves.shortTerm[14], curves.shortTerm[15]]).toEqual([null, null, -20]);
    expect(curves.parts).toEqual([{ title: 'Up', start: 0, end: 10, intensity: 'high', lufs: -20 }]);
  });

  it('have the same size however long the file is, and lose no peak', () => {
    const six = { energies: Float64Array.from(blocks(216_000, -14)), peaks: new Float32Array(216_000).fill(0.5) };
    six.peaks[123_456] = 0.987;
    const curves = curvesOf(six, 216_000 * 4800, [])!;
    expect([curves.low, curves.high, curves.shortTerm, curves.peaks].map(({ length }) => length)).toEqual(
      Array(4).fill(COLUMNS),
    );
    expect(Math.max(...curves.peaks)).toBe(0.987);
  });

  it('are at the floor in silence, and none where there is no window', () => {
    const silent = curvesOf(measured(...Array(10).fill(0)), 48_000, [segment('Still', 0, 1)])!;
    expect(silent.high.slice(2, 9)).toEqual(Array(7).fill(-70));
    expect(silent.parts[0].lufs).toBeNull();
    const meter = createLoudnessMeter();
    meter.push(new Float32Array(9600));
    const short = curvesOf({ energies: meter.energies(), peaks: new Float32Array(1) }, 4800, [])!;
    expect([short.high, short.shortTerm]).toEqual([[null], [null]]);
    expect(curvesOf({ energies: new Float64Array(0), peaks: new Float32Array(0) }, 0, [])).toBeNull();
  });
});

const curves = curvesOf(measured(...blocks(3600, -14)), 17_280_000, [segment('A <hill>', 0, 360)])!;

describe('a graph', () => {
  it('is bounded, whatever it is drawn of', () => {
    const cues = Array.from({ length: 20_000 }, (_, i) => ({ start: i * 0.018, end: i * 0.018 + 0.01 }));
    const parts = cues.map((cue, i) => ({ ...cue, title: `Interval ${i}`, intensity: 'low', lufs: -14 }));
    expect(waveGraph({ ...curves, parts }, cues).length).toBeLessThan(120_000);
    expect(waveGraph(curves, cues.slice(0, 60)).length).toBeLessThan(20_000);
    expect(loudnessGraph(curves, { target: -14, integrated: -14 }).length).toBeLessThan(40_000);
  });

  it('holds finite numbers for silence, for floats over full scale and for a single block', () => {
    const odd: FileCurves = { ...curves, high: Array(400).fill(-70), low: Array(400).fill(-70), peaks: [1.7] };
    for (const each of [odd, curvesOf(measured(0), 4800, [])!]) {
      const drawn = waveGraph(each, [{ start: 0, end: 9 }]) + loudnessGraph(each, { target: null, integrated: null });
      expect(drawn).not.toMatch(/NaN|Infinity|undefined/);
    }
  });
});

describe('the report', () => {
  const known = new Map([['f00', curves]]);
  const html = workoutReport(workout, [entry()], known, '1.0.0');

  it('says what was measured and asked', () => {
    for (const text of [
      '−14.1',
      '−1.9',
      '6.4',
      '14.4 MB',
      '6:00',
      'MP3, 320 kb/s',
      'to the sample',
      'All checks passed',
    ]) {
      expect(html, text).toContain(text);
    }
    expect(html.match(/<svg/g)).toHaveLength(2);
  });

  it('says what failed', () => {
    const check = { name: 'loudness', passed: false, measured: -16.2, asked: -14, unit: 'LUFS' };
    const failed = workoutReport(workout, [entry({ checks: [check] })], known, '1.0.0');
    expect(failed).toContain('1 check failed');
    expect(failed).not.toContain('All checks passed');
  });

  it('takes no text for markup', () => {
    expect(html).not.toMatch(/<b>&|<hill>|<now>|<much>/);
    expect(html).toContain('Ride &lt;b&gt;&amp;&lt;/b&gt; &quot;rest&quot;');
    const tricky = { ...curves, parts: [{ ...curves.parts[0], title: '</script><p>' }] };
    const page = workoutReport(workout, [entry()], new Map([['f00', tricky]]), '1.0.0');
    expect(page.match(/<\/script>/g)).toHaveLength(1);
    expect(curvesIn(page).get('f00')!.parts[0].title).toBe('</script><p>');
  });

  it('loads nothing: it is one file', () => {
    expect(html).not.toMatch(/\b(src|href)=|url\(|@import|https?:/);
  });

  it('is the same for the same files, and draws from itself what was not made again', () => {
    expect(workoutReport(workout, [entry()], curvesIn(html), '1.0.0')).toBe(html);
    const without = workoutReport(workout, [entry()], new Map(), '1.0.0');
    expect(without).toContain('export it again');
    expect(without).not.toContain('<svg');
    expect([curvesIn(without).size, curvesIn('').size, curvesIn(html.slice(0, -60)).size]).toEqual([0, 0, 0]);
    expect(curvesIn('<script type="application/json" id="curves">{"f00":{"low":"no"}}</script>').size).toBe(0);
  });

  it('leaves out entries that it does not understand', () => {
    const odd = [{ workout: 'ride', file: 'old.mp3' }, entry()];
    expect(workoutReport(workout, odd, known, '1.0.0')).toBe(html);
  });
});

/** Relative luminance of #rgb or #rrggbb, as WCAG has it. */
const luminance = (hex: string): number => {
  const digits = hex.length === 4 ? [...hex.slice(1)].map((d) => d + d) : hex.slice(1).match(/../g)!;
  const [r, g, b] = digits.map((pair) => {
    const c = Number.parseInt(pair, 16) / 255;
    return c <= 0.040_45 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const contrast = (a: string, b: string): number => {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
};

it.each(['screen', 'print'])('has texts of enough contrast (AA) on %s', (medium) => {
  const [screen, print] = REPORT_STYLE.split('@media print');
  const colours = Object.fromEntries(
    [...(medium === 'screen' ? screen : print).matchAll(/--([a-z0-9]+): (#[0-9a-f]+)/g)].map(([, name, value]) => [
      name,
      value,
    ]),
  );
  for (const text of ['t1', 't2', 't3', 'go', 'warn', 'error']) {
    for (const ground of ['bg0', 'bg1', 'bg2']) {
      expect(contrast(colours[text], colours[ground]), `${text} on ${ground}`).toBeGreaterThanOrEqual(4.5);
    }
  }
  for (const line of ['music', 'voice']) expect(contrast(colours[line], colours.bg1)).toBeGreaterThanOrEqual(3);
});

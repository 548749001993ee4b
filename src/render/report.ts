import { z } from 'zod';
import type { Workout } from '../model/index.ts';
import { VARIANT_TOLERANCE_LU, WORKOUT_TOLERANCE_LU } from '../plan/index.ts';
import type { ManifestEntry } from './documents.ts';
import { type FileCurves, fileCurves } from './report-curves.ts';
import { loudnessGraph, waveGraph } from './report-graph.ts';
import { REPORT_STYLE } from './report-style.ts';
import { clock, counted, escaped, figure, size } from './report-words.ts';

const level = z.number().nullable();

/** What a report says of a file: its entry in the manifest. One that an older version wrote may lack some of it. */
const reported = z.object({
  file: z.string(),
  variant: z.string(),
  name: z.string(),
  content: z.string(),
  sha256: z.string(),
  bytes: z.number(),
  duration_seconds: z.number(),
  lufs: level,
  lra: level,
  dbtp: level,
  max_momentary_lufs: level,
  max_short_term_lufs: level,
  clipped_frames: z.number(),
  settings: z.object({
    format: z.string(),
    bitrate_kbps: z.number().nullable(),
    target_lufs: level,
    ceiling_dbtp: level,
    gain_db: level,
    own_gain: z.boolean(),
    limiter_max_reduction_db: level,
  }),
  checks: z.array(z.object({ name: z.string(), passed: z.boolean(), measured: level, asked: level, unit: z.string() })),
  warnings: z.array(z.string()),
  cues: z.array(
    z.object({
      text: z.string(),
      start_seconds: z.number(),
      end_seconds: z.number(),
      offset_ms: level,
    }),
  ),
});
type Reported = z.infer<typeof reported>;

/** The curves of files by their SHA-256. */
export type CurvesByFile = ReadonlyMap<string, FileCurves>;

const DATA = ['<script type="application/json" id="curves">', '</script>'] as const;

/** The curves that a report was drawn from, so that the next one can draw what was not made anew; none where it is no report. */
export const curvesIn = (report: string): CurvesByFile => {
  const from = report.indexOf(DATA[0]);
  const to = report.indexOf(DATA[1], from);
  if (from < 0 || to < 0) return new Map();
  try {
    const data = z.record(z.string(), fileCurves).parse(JSON.parse(report.slice(from + DATA[0].length, to)));
    return new Map(Object.entries(data));
  } catch {
    return new Map(); // somebody's own page, or one of another version: its files go without graphs
  }
};

/** Pre-mixed variants first, then music and coaching, then stems. */
const ORDER = ['mix', 'music', 'coaching', 'ducked'];
const rank = ({ variant, content }: Reported): number =>
  variant.includes(':') ? ORDER.length : ORDER.indexOf(content);

/**
 * The report of a workout: one page of HTML that opens anywhere and loads nothing. Per variant its loudness over time, its
 * waveform with segments and cues, what was measured and checked. `entries`: the workout's files as the manifest lists
 * them. The same input gives the same page: it holds no clock time.
 */
export const workoutReport = (
  workout: Workout,
  entries: readonly ManifestEntry[],
  curves: CurvesByFile,
  engine: string,
): string => {
  const files = entries
    .flatMap((entry) => reported.safeParse(entry).data ?? [])
    .sort((a, b) => rank(a) - rank(b) || (a.name === b.name ? 0 : a.name < b.name ? -1 : 1));
  const variants = [...new Set(files.map(({ variant }) => variant))].map((id) =>
    files.filter(({ variant }) => variant === id),
  );
  const data = Object.fromEntries(
    files.flatMap(({ sha256 }) => (curves.has(sha256) ? [[sha256, curves.get(sha256)]] : [])),
  );
  const failed = files.flatMap(({ checks }) => checks.filter(isFailed)).length;
  const longest = Math.max(0, ...files.map(({ duration_seconds }) => duration_seconds));
  const about = [clock(longest), counted(variants.length, 'variant'), counted(files.length, 'file')].join(' · ');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="generator" content="Cueforge ${escaped(engine)}">
<title>${escaped(workout.title)}: export report</title>
<style>${REPORT_STYLE}</style>
</head>
<body>
<main>
<header><div><h1>${escaped(workout.title)}</h1><p class="about">Export report · ${about}</p></div>
${failed === 0 ? '<p class="verdict good">✓ All checks passed</p>' : `<p class="verdict bad">✗ ${counted(failed, 'check')} failed</p>`}</header>
${overview(files)}
${variants.map((each) => section(each, curves)).join('\n')}
<footer>Every figure is of the file as it decodes: loudness by ITU-R BS.1770-4 and EBU R 128, true peak oversampled. Sound that is byte for byte that of a file measured before may have its figures from there. Made with Cueforge ${escaped(engine)}.</footer>
</main>
${DATA[0]}${JSON.stringify(data).replaceAll('<', '\\u003c')}${DATA[1]}
</body>
</html>
`;
};

const isFailed = ({ passed }: { readonly passed: boolean }): boolean => !passed;

const FORMATS: Readonly<Record<string, string>> = {
  mp3: 'MP3',
  m4a: 'AAC',
  opus: 'Opus',
  flac: 'FLAC, 24 bit',
  wav: 'WAV, 24 bit',
  wav16: 'WAV, 16 bit',
  wav32: 'WAV, 32-bit float',
};

const formatOf = ({ settings: { format, bitrate_kbps: bitrate } }: Reported): string => {
  const name = FORMATS[format] ?? format;
  return bitrate === null ? name : `${name}, ${bitrate} kb/s`;
};

const mark = (passed: boolean): string =>
  passed
    ? '<span class="good"><span aria-hidden="true">✓</span><span class="unseen">passed</span></span>'
    : '<span class="bad"><span aria-hidden="true">✗</span><span class="unseen">failed</span></span>';

const overview = (files: readonly Reported[]): string => {
  const rows = files.map((file) => {
    const bad = file.checks.filter(isFailed);
    const verdict =
      bad.length === 0 ? '<span class="good">passed</span>' : `<span class="bad">${bad.length} failed</span>`;
    return `<tr><th scope="row">${escaped(file.name)}<small>${escaped(file.file)}</small></th><td>${escaped(formatOf(file))}</td>${[
      clock(file.duration_seconds),
      size(file.bytes),
      figure(file.lufs),
      figure(file.lra),
      figure(file.dbtp),
      verdict,
    ]
      .map((cell) => `<td class="number">${cell}</td>`)
      .join('')}</tr>`;
  });
  const heads = ['Length', 'Size', 'LUFS', 'LRA', 'dBTP', 'Checks'];
  return `<section class="card" aria-label="All files"><div class="scroll" tabindex="0"><table>
<thead><tr><th scope="col">Variant</th><th scope="col">Format</th>${heads.map((head) => `<th scope="col" class="number">${head}</th>`).join('')}</tr></thead>
<tbody>${rows.join('\n')}</tbody></table></div></section>`;
};

const section = (files: readonly Reported[], curves: CurvesByFile): string => {
  const shown = files.find(({ sha256 }) => curves.has(sha256)) ?? files[0];
  const drawn = curves.get(shown.sha256);
  const { settings } = shown;
  const asked = [
    settings.target_lufs === null ? null : `target ${figure(settings.target_lufs)} LUFS`,
    settings.ceiling_dbtp === null ? 'no limiter' : `ceiling ${figure(settings.ceiling_dbtp)} dBTP`,
    `gain ${figure(settings.gain_db)} dB${settings.own_gain ? ' of its own' : ''}`,
  ].filter((part) => part !== null);
  const warnings = [...new Set(files.flatMap((file) => file.warnings))];
  return `<section class="card" aria-labelledby="${escaped(shown.variant)}">
<div class="head"><h2 id="${escaped(shown.variant)}">${escaped(shown.name)}</h2><p>${escaped(asked.join(' · '))}</p></div>
${tiles(shown)}
${drawn ? graphs(shown, drawn) : '<p class="about">Its loudness over time was not kept: export it again to see it.</p>'}
<div class="pair">${checkTable(files)}${drawn ? partTable(drawn) : ''}</div>
${warnings.length === 0 ? '' : `<ul>${warnings.map((each) => `<li>${escaped(each)}</li>`).join('')}</ul>`}
${cueList(shown)}
</section>`;
};

const tiles = (file: Reported): string => {
  const limited = file.settings.ceiling_dbtp !== null;
  const values: [name: string, value: string, unit: string][] = [
    ['Integrated', figure(file.lufs), 'LUFS'],
    ['True peak', figure(file.dbtp), 'dBTP'],
    ['Loudness range', figure(file.lra), 'LU'],
    ['Max short-term', figure(file.max_short_term_lufs), 'LUFS'],
    ['Max momentary', figure(file.max_momentary_lufs), 'LUFS'],
    ['Limiter at most', limited ? figure(file.settings.limiter_max_reduction_db) : 'none', limited ? 'dB' : ''],
    [
      file.settings.format === 'wav32' ? 'Over full scale' : 'Clipped',
      String(file.clipped_frames),
      file.clipped_frames === 1 ? 'frame' : 'frames',
    ],
  ];
  return `<dl>${values.map(([name, value, unit]) => `<div><dt>${name}</dt><dd>${value} <small>${unit}</small></dd></div>`).join('')}</dl>`;
};

/** Where there is little width, a drawing is scrolled rather than shrunk until it cannot be read. */
const PLOT = ['<div class="scroll" tabindex="0">', '</div>'] as const;

const graphs = (file: Reported, curves: FileCurves): string => {
  const target = file.settings.target_lufs;
  const legend = [
    '<span><i class="band"></i>momentary</span>',
    '<span><i class="short"></i>short-term</span>',
    `<span><i class="integrated"></i>integrated ${figure(file.lufs)}</span>`,
    ...(target === null ? [] : [`<span><i class="target"></i>target ${figure(target)}</span>`]),
  ];
  const cues = file.cues.map(({ start_seconds: start, end_seconds: end }) => ({ start, end }));
  const spoken = cues.length === 0 ? '' : `<span><i class="cue"></i>${counted(cues.length, 'cue')}</span>`;
  return `<figure><figcaption><b>Loudness, LUFS</b>${legend.join('')}</figcaption>${PLOT[0]}${loudnessGraph(curves, { target, integrated: file.lufs })}${PLOT[1]}</figure>
<figure><figcaption><b>Waveform</b>${spoken}</figcaption>${PLOT[0]}${waveGraph(curves, cues)}${PLOT[1]}</figure>`;
};

/** What each check asks, in words, and what it measured. */
const checkWords = (
  { name, measured, asked, unit }: Reported['checks'][number],
  { content, duration_seconds: seconds }: Reported,
): { name: string; asked: string; measured: string } => {
  switch (name) {
    case 'duration': {
      const off = (measured ?? 0) - (asked ?? 0);
      const exact =
        off === 0 ? 'to the sample' : `${counted(Math.abs(off), 'frame')} ${off > 0 ? 'longer' : 'shorter'}`;
      return { name: 'Length', asked: clock(seconds, 3), measured: exact };
    }
    case 'true-peak':
      return { name: 'True peak', asked: `at most ${figure(asked)} dBTP`, measured: `${figure(measured, 2)} dBTP` };
    case 'clipping':
      return { name: 'Clipping', asked: 'none', measured: measured ? counted(measured, 'sample') : 'none' };
    case 'silence':
      return {
        name: 'Silence',
        asked: 'none where the mix sounds',
        measured: measured ? counted(measured, 'frame') : 'none',
      };
    case 'cue-offsets':
      return {
        name: content === 'mix' || content === 'coaching' ? 'Place of cues' : 'Place of music',
        asked: 'within 1 ms',
        measured: `${figure(measured, 2)} ms off`,
      };
    case 'loudness': {
      const tolerance = content === 'music' ? WORKOUT_TOLERANCE_LU : VARIANT_TOLERANCE_LU;
      return {
        name: 'Loudness',
        asked: `${figure(asked)} ± ${tolerance} LUFS`,
        measured: `${figure(measured, 2)} LUFS`,
      };
    }
    default:
      return { name, asked: `${figure(asked, 2)} ${unit}`, measured: `${figure(measured, 2)} ${unit}` };
  }
};

const checkTable = (files: readonly Reported[]): string => {
  const names = [...new Set(files.flatMap(({ checks }) => checks.map(({ name }) => name)))];
  const rows = names.map((name) => {
    const found = files.map((file) => ({ file, check: file.checks.find((each) => each.name === name) }));
    const [first] = found.flatMap(({ file, check }) => (check ? [checkWords(check, file)] : []));
    const cells = found.map(({ file, check }) =>
      check
        ? `<td class="number">${escaped(checkWords(check, file).measured)} ${mark(check.passed)}</td>`
        : '<td class="number">–</td>',
    );
    return `<tr><th scope="row">${escaped(first.name)}<small>${escaped(first.asked)}</small></th>${cells.join('')}</tr>`;
  });
  const heads = files.map((file) => `<th scope="col" class="number">${escaped(formatOf(file))}</th>`);
  return `<div class="scroll" tabindex="0"><table><thead><tr><th scope="col">Check</th>${heads.join('')}</tr></thead><tbody>${rows.join('')}</tbody></table></div>`;
};

const partTable = ({ parts }: FileCurves): string => {
  if (parts.length === 0) return '';
  const rows = parts.map(
    ({ title, start, end, lufs }) =>
      `<tr><td class="number">${clock(start)}</td><th scope="row">${escaped(title)}</th><td class="number">${clock(end - start)}</td><td class="number">${figure(lufs)}</td></tr>`,
  );
  return `<div class="scroll" tabindex="0"><table><thead><tr><th scope="col" class="number">Start</th><th scope="col">Chapter</th><th scope="col" class="number">Length</th><th scope="col" class="number">LUFS</th></tr></thead><tbody>${rows.join('')}</tbody></table></div>`;
};

const cueList = ({ cues }: Reported): string => {
  if (cues.length === 0) return '';
  const rows = cues.map(
    ({ text, start_seconds: start, offset_ms: offset }) =>
      `<tr><td class="number">${clock(start, 1)}</td><td>${escaped(text)}</td><td class="number">${offset === null ? 'too quiet to find' : `${figure(offset, 2)} ms`}</td></tr>`,
  );
  return `<details><summary>${counted(cues.length, 'cue')}, and how far each was found from its place</summary><div class="scroll" tabindex="0"><table><thead><tr><th scope="col" class="number">At</th><th scope="col">Says</th><th scope="col" class="number">Off by</th></tr></thead><tbody>${rows.join('')}</tbody></table></div></details>`;
};

import type { AssetDetail } from '../../src/contract/index.ts';
import { bytesText, levelText } from '../ui/figures.ts';
import { countOf, sayExactLength, sayMoment } from './figures.ts';
import styles from './inspector.module.css';

const ORIGINS: Readonly<Record<AssetDetail['origin'], string>> = {
  imported: 'imported',
  recorded: 'recorded here',
  generated: 'generated',
  synthesised: 'made here',
};

/** A fact in words, with a figure of it; null: nothing is known. */
type Fact = readonly [name: string, words: string | null, tone?: 'warn' | 'error'];

/** What is known of a sound, one fact a line. */
const factsOf = (detail: AssetDetail): readonly Fact[] => {
  const clips = detail.clips.length;
  return [
    ['Loudness', detail.lufs === null ? null : `${levelText(detail.lufs)} LUFS${range(detail.lra)}`],
    ['Momentary', most(detail.maxMomentary)],
    ['Short-term', most(detail.maxShortTerm)],
    [
      'True peak',
      detail.dbtp === null ? null : `${levelText(detail.dbtp, { signed: true })} dBTP`,
      detail.dbtp !== null && detail.dbtp > 0 ? 'warn' : undefined,
    ],
    ['Clipping', clips === 0 ? null : `${countOf(clips, 'place')}, ${countOf(detail.clipped, 'frame')}`, 'warn'],
    ['Silence', silence(detail)],
    [
      'Tempo',
      detail.bpm === null
        ? null
        : `${detail.bpm.toFixed(2)} bpm${detail.firstBeat === null ? ', no grid' : ', grid ✓'}`,
    ],
    ['Length', detail.seconds > 0 ? sayExactLength(detail.seconds) : null],
    ['File', file(detail)],
    ['Size', size(detail)],
    ['Album', detail.album || null],
    ['Added', `${ORIGINS[detail.origin]} ${sayMoment(detail.addedAt, Date.now())}`],
  ];
};

const range = (lra: number | null): string => (lra === null ? '' : ` · LRA ${lra.toFixed(1)}`);

const most = (level: number | null): string | null => (level === null ? null : `${levelText(level)} LUFS at most`);

const silence = ({ silences }: AssetDetail): string | null => {
  if (silences.length === 0) return null;
  const seconds = silences.reduce((all, { start, end }) => all + end - start, 0);
  return `${countOf(silences.length, 'span')}, ${seconds.toFixed(1)} s`;
};

const file = ({ format, bitrateKbps, sampleRate }: AssetDetail): string =>
  [
    bitrateKbps === null ? format : `${format.split(' ')[0]} ${Math.round(bitrateKbps)} kb/s`,
    sampleRate === null ? null : `${sampleRate / 1000} kHz`,
  ]
    .filter(Boolean)
    .join(', ');

const size = ({ channels, bytes }: AssetDetail): string => {
  const words =
    channels === null ? '' : channels === 1 ? ', mono' : channels === 2 ? ', stereo' : `, ${channels} channels`;
  return `${bytesText(bytes)}${words}`;
};

export const Facts = ({ detail }: { detail: AssetDetail }) => (
  <dl className={styles.facts}>
    {factsOf(detail)
      .filter(([, words]) => words !== null)
      .map(([name, words, tone]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd data-tone={tone}>{words}</dd>
        </div>
      ))}
    <div>
      <dt>Where</dt>
      <dd className={styles.path} title={detail.path}>
        {/* Cut at its start: the end of a path says more. */}
        <bdi>{detail.path}</bdi>
      </dd>
    </div>
  </dl>
);

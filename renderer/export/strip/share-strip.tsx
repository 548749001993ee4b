import { History, Link, ShieldCheck, TriangleAlert, Zap } from 'lucide-react';
import { type PointerEvent, useState } from 'react';
import type { ExportOutline } from '../../../src/contract/index.ts';
import { Chip } from '../../ui/chip.tsx';
import { lengthText } from '../../ui/figures.ts';
import unseen from '../../ui/unseen.module.css';
import { checksText } from '../detail/checks.ts';
import { replacedText } from '../detail/when.ts';
import { useExports } from '../export-store.ts';
import { replacedBy } from '../jobs-of-file.ts';
import styles from './share-strip.module.css';
import type { LiveState, ShownMade } from './shown-made.ts';
import {
  encodedText,
  HEIGHT,
  loudnessPath,
  momentText,
  outlinePath,
  sharedOf,
  sharedText,
  spanText,
  stretches,
  WIDTH,
} from './strip-maths.ts';
import { useOutline } from './use-outline.ts';

const Picture = ({ outline, label }: { outline: ExportOutline; label: string }) => {
  const { peaks, shortTerm, encoded, seconds } = outline;
  const [at, setAt] = useState<number | null>(null);
  const point = ({ clientX, currentTarget }: PointerEvent): void => {
    const { left, width } = currentTarget.getBoundingClientRect();
    setAt(Math.min(1, Math.max(0, (clientX - left) / width)) * seconds);
  };
  return (
    <figure className={styles.figure}>
      <svg
        role="img"
        aria-label={label}
        className={styles.picture}
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        onPointerMove={point}
        onPointerLeave={() => setAt(null)}
      >
        {encoded
          ? stretches(encoded, seconds).map(({ x, width }) => (
              <rect key={x} className={styles.encoded} x={x} y={0} width={width} height={HEIGHT} />
            ))
          : null}
        <path className={styles.wave} d={outlinePath(peaks)} />
        {encoded
          ? stretches(encoded, seconds).map(({ x, width }) => (
              <rect key={x} className={styles.mark} x={x} y={HEIGHT - 6} width={width} height={6} />
            ))
          : null}
        <path className={styles.loudness} d={loudnessPath(shortTerm)} />
        {at === null ? null : (
          <line className={styles.at} x1={(WIDTH * at) / seconds} x2={(WIDTH * at) / seconds} y1={0} y2={HEIGHT} />
        )}
      </svg>
      {/* The places, which the picture tells to who points at them. */}
      {encoded && encoded.length > 0 ? (
        <ul className={unseen.unseen} aria-label="Encoded for this file">
          {encoded.map((span) => (
            <li key={span.start}>{spanText(span)}</li>
          ))}
        </ul>
      ) : null}
      <figcaption className={styles.scale}>
        <span>0:00</span>
        <span className={styles.moment}>
          {at === null ? (
            <>
              <i className={styles.keyEncoded} /> encoded for this file <i className={styles.keyLoudness} /> short-term
              loudness
            </>
          ) : (
            momentText(at, encoded)
          )}
        </span>
        <span>{lengthText(seconds)}</span>
      </figcaption>
    </figure>
  );
};

const BEFORE: Readonly<Record<LiveState, string>> = {
  running: 'the file before the one being made',
  queued: 'the file before the one queued',
  paused: 'the file before the one paused',
};

/** A file that was made: what of it is that of other files, and what was encoded for it, over its outline. */
export const ShareStrip = ({ made, before, title }: ShownMade & { readonly title: string }) => {
  const newer = useExports(({ history }) => replacedBy(made, history));
  const known = useOutline(made);
  const outline = newer ? null : known;
  const shared = sharedOf(made.encodedSeconds, made.seconds);
  const passed = made.checks.every((check) => check.passed);
  const encoded = outline?.encoded ? encodedText(outline.encoded, outline.seconds) : null;
  const name = before ? `${title}, ${BEFORE[before]}` : title;
  const label = `${name}: ${[shared === null ? null : sharedText(shared), encoded].filter(Boolean).join(', ')}`;
  return (
    <section className={styles.strip} aria-label="What was shared and what was encoded">
      <div className={styles.head}>
        <h2 className={styles.title}>{title}</h2>
        {before ? <Chip icon={History}>{BEFORE[before]}</Chip> : null}
        {shared === null ? null : (
          <Chip icon={Link} tone="music">
            {sharedText(shared)}
          </Chip>
        )}
        {encoded === null ? null : (
          <Chip icon={Zap} tone="voice">
            {encoded}
          </Chip>
        )}
        <span className={styles.gap} />
        <Chip icon={passed ? ShieldCheck : TriangleAlert} tone={passed ? 'go' : 'error'}>
          {checksText(made)}
        </Chip>
      </div>
      {outline && outline.peaks.length > 0 ? (
        <Picture outline={outline} label={label} />
      ) : (
        <div className={styles.none} aria-hidden={outline === null && newer === null}>
          {newer
            ? replacedText(newer)
            : outline
              ? 'Its report is not beside it any more, and its outline with it.'
              : ''}
        </div>
      )}
    </section>
  );
};

import type { Material } from './material.ts';

/**
 * The obvious one-command export with ffmpeg: every take delayed to its place, all mixed, the music compressed by them,
 * both mixed and encoded. No measuring, no levels, no limiter, no check.
 */
export const rivalArgs = ({ music, takes }: Material, output: string): string[] => {
  const inputs = takes.flatMap(({ file }) => ['-i', file]);
  const delayed = takes.map(
    ({ at }, i) => `[${i + 1}]aformat=channel_layouts=stereo,aresample=48000,adelay=${at}|${at}[v${i}]`,
  );
  const all = takes.map((_, i) => `[v${i}]`).join('');
  const graph = [
    ...delayed,
    `${all}amix=inputs=${takes.length}:duration=longest,volume=${takes.length}[voice]`,
    '[voice]apad,asplit[key][say]',
    '[0][key]sidechaincompress=threshold=0.03:ratio=8:attack=100:release=900[bed]',
    '[bed][say]amix=inputs=2:duration=first,volume=2[out]',
  ].join(';');
  return [
    '-v',
    'error',
    '-y',
    '-i',
    music,
    ...inputs,
    '-filter_complex',
    graph,
    '-map',
    '[out]',
    '-c:a',
    'libmp3lame',
    '-b:a',
    '320k',
    output,
  ];
};

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeMaterial } from './material.ts';

const INTENSITIES = ['low', 'medium', 'high', 'low', 'max', 'medium', 'high', 'max', 'low', 'high', 'low'];

/** A workout for the editor: the bench's music, eleven segments, and so many recorded cues all along it. */
export const makeLongWorkout = async (
  folder: string,
  ffmpeg: string,
  { minutes, cues }: { minutes: number; cues: number },
): Promise<string> => {
  const { music, seconds, takes } = await makeMaterial(folder, ffmpeg, minutes);
  const each = seconds / INTENSITIES.length;
  const path = join(folder, `edit-${minutes}-${cues}.json`);
  const lines = [
    'Recover done. Hands on the drops.',
    'Sprint one. Everything you have.',
    'Hold it!',
    'Ten seconds left. Empty it.',
    'And breathe. Let the legs spin.',
    'Go go go. Hold that cadence all the way through.',
  ];
  const workout = {
    ...{ id: 'long', title: 'Forty-five minutes', duration_seconds: seconds, music_url: music },
    segments: INTENSITIES.map((intensity, i) => ({
      ...{
        id: `s${i}`,
        title: `Block ${i + 1}`,
        start_time: i * each,
        duration_seconds: each,
        intensity,
        bpm: 90 + 4 * i,
      },
    })),
    cues: Array.from({ length: cues }, (_, i) => ({
      ...{ id: `c${i}`, text: lines[i % lines.length], audio: takes[i % takes.length].file },
      time_ms: Math.round(2000 + (i * (seconds - 8) * 1000) / cues + (i % 3) * 600),
    })),
  };
  writeFileSync(path, JSON.stringify(workout));
  return path;
};

import { afterEach, beforeEach, expect, it } from 'vitest';
import { commands, type StudioClient } from '../../../../src/contract/index.ts';
import { toneWav } from '../tone-wav.ts';
import { type ScratchStudio, scratchStudio } from './editing.ts';

let studio: ScratchStudio;
let client: StudioClient;
beforeEach(async () => {
  studio = await scratchStudio();
  client = studio.connect();
  await client.call('settings.set', { exportFolder: studio.at('exports') });
});
afterEach(() => studio.remove());

it('answers a coach from new music to another voice, in the contract’s own shapes', async () => {
  toneWav(studio.at('tone.wav'), { hertz: 220, seconds: 20, level: 0.4 });
  const made = await client.call('edit.create', { title: 'Hills', music: [studio.at('tone.wav')] });
  const { path } = commands['edit.create'].output.strict().parse(made);
  commands['edit.open'].output.strict().parse(await client.call('edit.open', { path }));
  const applied = await client.call('edit.apply', {
    path,
    edits: [
      { op: 'coaches.add', coach: { id: 'maya' } },
      { op: 'coaches.add', coach: { id: 'noor', rate: 1.2 } },
      { op: 'variants.add', variant: { id: 'calm', coach: 'maya' } },
      { op: 'cues.add', cues: [{ time_ms: 2000, text: 'Go.' }] },
    ],
  });
  const { touched } = commands['edit.apply'].output.strict().parse(applied);
  expect(touched).toEqual(expect.arrayContaining(['maya', 'noor', 'calm', 'cue-1']));
  const material = commands['edit.material'].output.strict().parse(await client.call('edit.material', { path }));
  expect(material.tracks).toHaveLength(1);
  const checked = await client.call('edit.check', { path, variant: 'calm' });
  expect(commands['edit.check'].output.strict().parse(checked).revision).toBe(applied.revision);
  commands['edit.suggestSegments'].output.strict().parse(await client.call('edit.suggestSegments', { path }));
  const { job } = await client.call('edit.recast', { path, variant: 'calm', coach: 'noor', keepTiming: true });
  await expect
    .poll(async () => (await client.call('jobs.list', {})).jobs.find(({ id }) => id === job)?.state, {
      timeout: 60_000,
    })
    .toBe('done');
  const { document, history } = await client.call('edit.open', { path });
  expect(document.variants).toContainEqual(expect.objectContaining({ id: 'calm', coach: 'noor' }));
  expect(history.undo).not.toBeNull();
  const written = await client.call('edit.exportAs', { path, form: 'vtt', variant: 'calm', to: null });
  expect(commands['edit.exportAs'].output.strict().parse(written).notes).toEqual([]);
  commands['edit.history'].output.strict().parse(await client.call('edit.history', { path }));
  commands['edit.undo'].output.strict().parse(await client.call('edit.undo', { path }));
  commands['edit.redo'].output.strict().parse(await client.call('edit.redo', { path }));
});

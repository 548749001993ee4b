import {
  CAPTURE_EVENT,
  type CaptureMark,
  type CaptureReader,
  captureMemory,
  readCapture,
  sessionMeters,
  sessionMixerOutput,
  useSessionMixer,
} from '../../../../renderer/mixer/index.ts';
import { block } from '../busy-thread.ts';

let reader: CaptureReader | null = null;

const page = {
  mixer: () => useSessionMixer.getState(),
  state: (): { stage: string; connected: boolean; deviceName: string; trouble: { text: string } | null } =>
    JSON.parse(JSON.stringify(useSessionMixer.getState())),
  meters: sessionMeters,
  start: (): Promise<void> =>
    useSessionMixer.getState().start({
      connectMixer: async () => ({ url: `ws://${location.host}/mixer` }),
      onSeen: () => () => undefined,
    }),
  /** Keeps what the worklet gives out from now on. */
  capture(seconds: number): void {
    const memory = captureMemory(seconds);
    reader = readCapture(memory);
    dispatchEvent(new CustomEvent(CAPTURE_EVENT, { detail: { memory } }));
  },
  /** What was captured since the last call, as text. */
  captured(): { pcm: string; marks: readonly CaptureMark[]; dropped: number } {
    const samples = new Uint8Array(reader!.take().buffer);
    let bytes = '';
    for (let i = 0; i < samples.length; i += 8_192) bytes += String.fromCharCode(...samples.subarray(i, i + 8_192));
    return { pcm: btoa(bytes), marks: reader!.marks(), dropped: reader!.dropped() };
  },
  /** Tells the mixer that its device broke, as Chromium does. */
  breakOutput: (): void => void sessionMixerOutput()?.context.dispatchEvent(new Event('error')),
  /** The device stops to take sound, and nobody says so. */
  stall: (): void => void sessionMixerOutput()?.context.close(),
  block,
};
export type TestPage = typeof page;
(window as unknown as { page: TestPage }).page = page;
// By itself, and said by itself: whatever a driver has the page do counts as a touch.
useSessionMixer.subscribe(({ stage }, before) => {
  if (stage !== before.stage) console.info(`stage: ${stage}`);
});
if (location.hash === '#start') void page.start();

export {
  columnAt,
  columnsOf,
  frameAt,
  levelFor,
  type WaveformView,
  wholeView,
  withinSound,
  zoomAround,
} from './columns.ts';
export type { Position } from './playhead.ts';
export { peakOf, pyramidOf } from './pyramid.ts';
export { SeekWaveform, type SeekWaveformProps } from './seek-waveform.tsx';
export { createShelf, type Shelf, type ShelfOptions } from './shelf.ts';
export { Waveform, type WaveformProps } from './waveform.tsx';
export { parseWaveform, type WaveformData } from './waveform-data.ts';
export { createWaveforms, type LoadBytes, type Waveforms } from './waveforms.ts';

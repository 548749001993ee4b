export { createTrackRenderer, type TrackRenderer } from './renderer.ts';
export { parseTrack, type Section, sectionBars, type Track, trackLength, trackSchema } from './track.ts';

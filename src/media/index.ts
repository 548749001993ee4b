export type { AssetAnalysis } from './asset-analysis.ts';
export { type AssetAnalyzer, createAssetAnalyzer } from './asset-analyzer.ts';
export { findDecoded, findEntry, findSound, type SoundFile } from './asset-sound.ts';
export { readAssetTags, titleOf } from './asset-tags.ts';
export { readWaveform } from './asset-waveform.ts';
export { type CoverImage, readCover } from './cover.ts';
export { checkReadable, DECODER_VERSION, type DecodeOptions, type DecodeSummary, decode } from './decode.ts';
export { type FfmpegBinary, type FfmpegOrigin, findFfmpeg } from './ffmpeg-binary.ts';
export {
  BIT_EXACT,
  type FfmpegEnd,
  type FfmpegProcess,
  ffmpegFailure,
  ffmpegFile,
  ffmpegSaid,
  LOCAL_ONLY,
  QUIET,
  spawnFfmpeg,
} from './ffmpeg-process.ts';
export { createFlacSplitter, FLAC_BLOCK, type FlacSplitter, flacFrameMost, renumbered } from './flac-frames.ts';
export { bareFlacHead, flacFramesAt, writeFlacInfo } from './flac-head.ts';
export { id3Tag } from './id3.ts';
export { letGo } from './let-go.ts';
export { makeFolder } from './make-folder.ts';
export { frameBytes, indexMp3, type Mp3Frame, type Mp3Stretch, sameFrames, splitFrames } from './mp3-frames.ts';
export { createInfoFrame, DECODED_FROM, ENCODER_DELAY, type InfoFrameBuilder } from './mp3-info-tag.ts';
export {
  LOOK_AHEAD_FRAMES,
  MP3_FRAME,
  type Mp3Piece,
  mp3Frames,
  OVERLAP_FRAMES,
  type PieceToEncode,
  pieceToEncode,
  type Splice,
  spliceMp3,
  WARM_UP_FRAMES,
} from './mp3-splice.ts';
export { createPcmCache, type PcmCache, type PcmOpenOptions } from './pcm-cache.ts';
export { contentId, type PcmAsset, pcmFolder } from './pcm-entry.ts';
export type { DecodeProgress } from './pcm-fill.ts';
export { holdPcm, PCM_CACHE_MOST, prunePcmCache } from './pcm-prune.ts';
export { createPcmReader } from './pcm-reader.ts';
export type { PcmShape } from './pcm-shape.ts';
export { createPeakMeter } from './peak-meter.ts';
export { type MediaInfo, probe } from './probe.ts';
export { statedLength } from './stated-length.ts';
export { carriedTags, type TaggedContainer, tagCarrier } from './tag-carrier.ts';
export { type Chapter, type Cover, type FileTags, TRACK_ID } from './tags.ts';
export { transcode } from './transcode.ts';
export { appendToWav, wavChunks } from './wav-chunks.ts';
export { sizeWavHead, wavDataOffset } from './wav-head.ts';
export { type JobContext, serveJobs } from './worker-body.ts';
export { createWorkerPool, type WorkerPool, workerEntry } from './worker-pool.ts';

/** What the embedded voice's worker is started with. */
export interface EmbeddedVoiceSetup {
  /** The engine: a WebAssembly module for WASI. */
  readonly enginePath: string;
  /** An empty folder: all of the file system that the engine sees. */
  readonly scratchDir: string;
}

export interface EmbeddedVoiceJob {
  /** Printable ASCII with at least one letter. */
  readonly text: string;
  readonly voice: string;
  /** How much longer than the voice's own everything takes. > 0. */
  readonly stretch: number;
}

export type EmbeddedVoiceResult = Uint8Array<ArrayBuffer>;

/** A request to say one text. */
export interface SpeechRequest {
  /** Spoken text: words, as `toSpokenText` gives them. */
  readonly text: string;
  /** A voice of the provider; null: its default. */
  readonly voice: string | null;
  /** Speaking rate, 0.5..2; 1 is the voice's own. */
  readonly rate: number;
}

/**
 * What turns text into sound. One file per provider.
 * Failures are CueforgeErrors: `speech-failed` names the text or the voice, `cancelled` follows the signal.
 */
export interface SpeechProvider {
  /** What a coach calls it by: `embedded`, … */
  readonly name: string;
  /** Names engine and version. Part of the take cache's key: another version makes takes anew. */
  readonly version: string;
  /** Names of its voices, the default first. */
  voices(): Promise<readonly string[]>;
  /** Says the text. The same request gives the same bytes. Returns a WAV file. */
  speak(request: SpeechRequest, signal?: AbortSignal): Promise<Uint8Array>;
  /** Ends its threads and processes. What still runs is cancelled. */
  close(): Promise<void>;
}

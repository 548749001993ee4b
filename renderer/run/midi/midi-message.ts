/**
 * What a MIDI 1.0 message is called in the settings: `note 1 60`, `control 10 64`, `program 1 5` (channels count from 1);
 * null: one that no action is given to (clock, bends, a key that is let go).
 */
export const midiName = (bytes: Uint8Array): string | null => {
  const [status = 0, first = 0, second = 0] = bytes;
  const channel = (status & 0x0f) + 1;
  switch (status & 0xf0) {
    case 0x90:
      return second > 0 ? `note ${channel} ${first}` : null;
    case 0xb0:
      // Over half is pressed; a knob or pedal on its way says so many times, and `createPresses` hears one.
      return first < 120 ? `control ${channel} ${first}` : null;
    case 0xc0:
      return `program ${channel} ${first}`;
    default:
      return null;
  }
};

/** A controller's value over this is pressed. */
const HALF = 63;

/** Hears presses out of messages: a controller counts once, as it rises over half. Null: the message is none. */
export const createPresses = (): ((bytes: Uint8Array) => string | null) => {
  const down = new Set<string>();
  return (bytes) => {
    const name = midiName(bytes);
    if (name === null || !name.startsWith('control')) return name;
    const isDown = bytes[2] > HALF;
    const wasDown = down.has(name);
    if (isDown) down.add(name);
    else down.delete(name);
    return isDown && !wasDown ? name : null;
  };
};

const NOTES = ['C', 'C♯', 'D', 'E♭', 'E', 'F', 'F♯', 'G', 'A♭', 'A', 'B♭', 'B'];

/** As a person reads it: "Note C4, channel 1". Middle C is C4. */
export const midiWords = (name: string): string => {
  const [kind, channel, value] = name.split(' ');
  const number = Number(value);
  const what =
    kind === 'note'
      ? `Note ${NOTES[number % 12]}${Math.floor(number / 12) - 1}`
      : kind === 'control'
        ? `Controller ${number}`
        : `Program ${number + 1}`;
  return `${what}, channel ${channel}`;
};

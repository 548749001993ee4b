import { createMixerFeeder } from '../../../../renderer/mixer/mixer-feeder.ts';
import { mixerMemory } from '../../../../renderer/mixer/mixer-memory.ts';
import { createMixing } from '../../../../renderer/mixer/mixing.ts';
import { type FromMixer, frames, type MixerAct, type ToMixer } from '../../../../src/model/index.ts';

/** A mixer without its threads: the real feeder, memory and audio half, and a clock that goes by what is mixed. */
export const openMixer = () => {
  const memory = mixerMemory();
  const mixing = createMixing(memory, Date.now);
  const said: FromMixer[] = [];
  const out: number[] = [];
  let ms = 0;
  const feeder = createMixerFeeder(
    memory,
    () => ms,
    () => undefined,
  );
  const bench = {
    memory,
    mixing,
    feeder,
    /** What the studio was told. */
    said,
    /** Samples that were given out, interleaved. */
    out,
    of: <Kind extends FromMixer['kind']>(kind: Kind) =>
      said.filter((message): message is Extract<FromMixer, { kind: Kind }> => message.kind === kind),
    connect(): void {
      feeder.connect((message) => said.push(message));
      bench.render(128);
      feeder.tick();
    },
    tell(...messages: readonly ToMixer[]): void {
      for (const message of messages) feeder.receive(message);
    },
    acts: (...acts: readonly MixerAct[]): void => feeder.receive({ kind: 'acts', acts }),
    /** A voice that has all of its sound. */
    voice(voice: number, samples: Float32Array, from = 0): void {
      const length = frames(from + samples.length / 2);
      bench.tell(
        { kind: 'voice', voice, from: frames(from) },
        { kind: 'pcm', voice, frame: frames(from), samples },
        { kind: 'over', voice, length },
      );
    },
    /** Mixes so many frames, and lets the feeder look after each `every` of them. */
    render(count: number, every = 480): void {
      for (let done = 0; done < count; done += 128) {
        const size = Math.min(128, count - done);
        const [left, right] = [new Float32Array(size), new Float32Array(size)];
        mixing.render(left, right);
        for (let i = 0; i < size; i++) out.push(left[i], right[i]);
        const before = Math.floor((ms * 48) / every);
        ms += size / 48;
        if (Math.floor((ms * 48) / every) !== before) feeder.tick();
      }
    },
  };
  return bench;
};

export const soundAct = (voice: number, at: number): MixerAct => ({
  kind: 'sound',
  voice,
  at: frames(at),
  gain: 0 as Extract<MixerAct, { kind: 'sound' }>['gain'],
  fadeIn: { length: frames(0), curve: 'linear' },
});

import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A sound server of a test's own, whose devices play to nobody and can be taken away. */
export interface VirtualSinks {
  /** What an application is started with to use it. */
  readonly environment: Readonly<Record<string, string>>;
  /** Adds a device; `name`: letters. */
  add(name: string): void;
  /** Takes a device away, as when it is unplugged. */
  remove(name: string): void;
  /** Names of the devices that something plays to now. */
  playing(): string[];
  /** Whether anything but silence goes to a device now. Listens for 300 ms. */
  sounds(name: string): boolean;
  close(): Promise<void>;
}

/** Whether Debian's pulseaudio is installed; says so where it is not. */
export const hasVirtualSinks = (): boolean => {
  const has = existsSync('/usr/bin/pulseaudio') && existsSync('/usr/bin/pactl');
  if (!has) console.warn('No PulseAudio is here: what happens when a sound device is unplugged is not tested.');
  return has;
};

/** Starts a PulseAudio server that nobody else knows of, with no device. */
export const openVirtualSinks = async (): Promise<VirtualSinks> => {
  const folder = mkdtempSync(join(tmpdir(), 'cueforge-pulse-'));
  const socket = join(folder, 'native');
  const env = { ...process.env, HOME: folder, XDG_RUNTIME_DIR: folder, PULSE_RUNTIME_PATH: folder };
  const native = `module-native-protocol-unix socket=${socket} auth-anonymous=1`;
  const server = spawn(
    'pulseaudio',
    ['-n', '--daemonize=no', '--exit-idle-time=-1', '--use-pid-file=no', '-L', native],
    { env, stdio: 'ignore' },
  );
  const ended = once(server, 'exit');
  for (let tries = 0; !existsSync(socket); tries++) {
    if (tries > 100 || server.exitCode !== null) throw new Error('PulseAudio did not start');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const environment = { PULSE_SERVER: `unix:${socket}` };
  const pactl = (...words: string[]): string =>
    execFileSync('pactl', words, { env: { ...env, ...environment, LC_ALL: 'C' }, encoding: 'utf8' });
  const modules = new Map<string, string>();
  return {
    environment,
    add(name) {
      const description = `sink_properties=device.description=${name}`;
      modules.set(name, pactl('load-module', 'module-null-sink', `sink_name=${name}`, description).trim());
    },
    remove(name) {
      pactl('unload-module', modules.get(name)!);
      modules.delete(name);
    },
    playing() {
      const sinks = new Map(
        pactl('list', 'short', 'sinks')
          .trim()
          .split('\n')
          .map((line) => line.split('\t') as [string, string]),
      );
      return pactl('list', 'short', 'sink-inputs')
        .trim()
        .split('\n')
        .filter(Boolean)
        .map((line) => sinks.get(line.split('\t')[1]) ?? '');
    },
    sounds(name) {
      const words = [`--device=${name}.monitor`, '--raw', '--latency-msec=20'];
      const options = { env: { ...env, ...environment }, timeout: 300, maxBuffer: 1e7 };
      const heard = spawnSync('parec', words, options).stdout;
      return heard.some((byte) => byte !== 0);
    },
    async close() {
      server.kill();
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

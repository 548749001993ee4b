// A page without a face: it puts in reach of the tests what arrives over the bridge.
const bridge = window.cueforge;
const messages = [];
const menu = [];
const seen = [];
bridge.onMessage((message) => messages.push(message));
bridge.onMenu((action, argument) => menu.push([action, argument]));
bridge.onSeen((is) => seen.push(is));

// Tried as the page itself does: what a test evaluates in it is let through by its debugger.
let evalSaid = 'ran';
try {
  new Function('return 1')();
} catch (error) {
  evalSaid = error.name;
}

let next = 1;
const call = async (command, input) => {
  const id = next++;
  bridge.call(id, command, input);
  for (;;) {
    const answer = messages.find((message) => message.kind !== 'event' && message.id === id);
    if (answer) return answer;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
};

/** Opens a tone and grants `credit` frames once; gives the messages of a second. */
const hear = (credit) =>
  new Promise((resolve) => {
    window.addEventListener(
      'message',
      ({ data, ports: [port], origin }) => {
        const heard = [];
        port.onmessage = ({ data: message }) =>
          heard.push({ ...message, samples: message.samples ? message.samples.length : undefined });
        port.postMessage({ kind: 'open', epoch: 1, asset: 'a'.repeat(32), from: 0 });
        port.postMessage({ kind: 'credit', epoch: 1, frames: credit });
        setTimeout(() => resolve({ data, origin, heard }), 1000);
      },
      { once: true },
    );
    bridge.connectPcm();
  });

/** Connects a mixer; gives what it is told at first, and keeps its port. */
const connectMixer = () =>
  new Promise((resolve) => {
    window.addEventListener(
      'message',
      ({ data, ports: [port], origin }) => {
        window.mixer = port;
        const told = [];
        port.onmessage = ({ data: message }) => {
          const { samples, acts } = message;
          // What crosses to the test crosses as JSON, which knows no infinity.
          const fadesTo = acts?.map(({ to }) => String(to));
          told.push({ kind: message.kind, voice: message.voice, ...(samples && { samples: [...samples] }), fadesTo });
          if (told.length === 3) resolve({ data, origin, told });
        };
        port.postMessage({ kind: 'ready', voices: 32 });
      },
      { once: true },
    );
    bridge.connectMixer();
  });

const shareWithWorker = () =>
  new Promise((resolve, reject) => {
    const counter = new Int32Array(new SharedArrayBuffer(4));
    counter[0] = 41;
    const worker = new Worker(new URL('./worker.js', import.meta.url), { type: 'module' });
    worker.onerror = () => reject(new Error('The worker did not start'));
    worker.onmessage = ({ data }) => resolve({ ...data, now: Atomics.load(counter, 0) });
    worker.postMessage(counter);
  });

const lastId = () => next - 1;

window.probe = { evalSaid, lastId, messages, menu, seen, call, hear, connectMixer, shareWithWorker };

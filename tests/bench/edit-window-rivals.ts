/**
 * What a timeline could be drawn with instead, run in the same window one after the other: scripts of the page, since
 * this project's own parts must not be in them. Each gives the times of its changed pictures, in milliseconds.
 */

/** The size that both draw at, CSS pixels, and what is drawn. */
export interface RivalScene {
  readonly width: number;
  readonly height: number;
  readonly seconds: number;
  /** Lowest and highest of each point, -128..127. */
  readonly peaks: readonly number[];
  readonly cues: readonly { readonly start: number; readonly end: number; readonly text: string }[];
}

/**
 * A plain full redraw: every column of the music, the ducking over it and every cue, with the means of a canvas, anew
 * for each picture. `steps`: views as [first second, seconds across].
 */
export const PLAIN_REDRAW = `async (scene, steps) => {
  const { width, height, seconds, peaks, cues } = scene;
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  canvas.style.cssText = 'position:fixed;left:0;top:0;z-index:99;background:#0c0e12';
  document.body.append(canvas);
  const c = canvas.getContext('2d');
  const points = peaks.length / 2;
  const duck = (t) => {
    let db = 0;
    for (const { start, end } of cues) {
      const [a, b, d, e] = [start - 0.35, start - 0.1, end + 0.4, end + 1.3];
      if (t <= a || t >= e) continue;
      const here = t < b ? -6 * (1 - Math.cos((Math.PI * (t - a)) / (b - a))) : t < d ? -12 : -6 * (1 + Math.cos((Math.PI * (t - d)) / (e - d)));
      if (here < db) db = here;
    }
    return 10 ** (db / 20);
  };
  const draw = ([first, across]) => {
    c.fillStyle = '#0c0e12';
    c.fillRect(0, 0, width, height);
    c.font = '11px monospace';
    const apart = [1, 5, 10, 30, 60, 300].find((s) => (s / across) * width > 70) ?? 600;
    for (let t = Math.ceil(first / apart) * apart; t < first + across; t += apart) {
      const x = ((t - first) / across) * width;
      c.fillStyle = '#3a4352';
      c.fillRect(x, 0, 1, 20);
      c.fillStyle = '#b4bdcb';
      c.fillText(Math.floor(t / 60) + ':' + String(t % 60).padStart(2, '0'), x + 5, 14);
    }
    const [middle, reach] = [height * 0.45, height * 0.3];
    const factors = new Float32Array(width);
    for (let x = 0; x < width; x++) factors[x] = duck(first + ((x + 0.5) / width) * across);
    for (const [colour, ducked] of [['#20555c', false], ['#3fb8c4', true]]) {
      c.beginPath();
      for (let x = 0; x < width; x++) {
        const from = Math.max(0, Math.floor(((first + (x / width) * across) / seconds) * points));
        const to = Math.min(points, Math.max(from + 1, Math.ceil(((first + ((x + 1) / width) * across) / seconds) * points)));
        let [low, high] = [0, 0];
        for (let i = from; i < to; i++) {
          low = Math.min(low, peaks[i * 2]);
          high = Math.max(high, peaks[i * 2 + 1]);
        }
        const factor = ducked ? factors[x] : 1;
        const top = middle - (high / 127) * reach * factor;
        c.rect(x, top, 1, Math.max(1, middle - (low / 128) * reach * factor - top));
      }
      c.fillStyle = colour;
      c.fill();
    }
    c.beginPath();
    for (let x = 0; x < width; x++) c.lineTo(x, middle - factors[x] * reach);
    c.strokeStyle = '#ff7a9a';
    c.lineWidth = 1.75;
    c.stroke();
    c.font = '500 12px sans-serif';
    for (const [i, { start, end, text }] of cues.entries()) {
      const x = ((start - first) / across) * width;
      const wide = ((end - start) / across) * width;
      if (x > width || x + Math.max(wide, 300) < 0) continue;
      const free = (((cues[i + 1]?.start ?? seconds) - start) / across) * width - 10;
      if (free > 30) {
        let shown = text;
        while (shown.length > 1 && c.measureText(shown).width > free) shown = shown.slice(0, -1);
        c.fillStyle = '#ffdfb2';
        c.fillText(shown, x + 1, height * 0.8 + 12);
      }
      c.beginPath();
      c.roundRect(x, height * 0.8 + 20, Math.max(2, wide), 54, 4);
      c.fillStyle = '#2f2616';
      c.fill();
      c.strokeStyle = '#b07d3b';
      c.stroke();
      c.fillStyle = '#ffb454';
      for (let at = 3; at < wide - 3; at += 2) {
        const tall = 6 + 30 * Math.abs(Math.sin(at * 0.7 + i));
        c.fillRect(x + at, height * 0.8 + 47 - tall / 2, 1, tall);
      }
    }
  };
  const times = [];
  for (const step of steps) times.push(await new Promise((done) => requestAnimationFrame((now) => { draw(step); done(now); })));
  canvas.remove();
  return times;
}`;

/** wavesurfer.js with the same outline: a zoom for each picture. It draws no ducking and no cues. */
export const WAVESURFER = `async (scene, steps) => {
  const box = document.createElement('div');
  box.style.cssText = 'position:fixed;left:0;top:0;z-index:99;background:#0c0e12;width:' + scene.width + 'px;height:' + scene.height + 'px';
  document.body.append(box);
  const highs = Float32Array.from({ length: scene.peaks.length / 2 }, (_, i) => scene.peaks[i * 2 + 1] / 127);
  const lows = Float32Array.from({ length: scene.peaks.length / 2 }, (_, i) => scene.peaks[i * 2] / 128);
  const wave = globalThis.WaveSurfer.create({
    container: box, height: scene.height, peaks: [highs, lows], duration: scene.seconds, splitChannels: false,
    waveColor: '#3fb8c4', hideScrollbar: true,
  });
  await new Promise((done) => setTimeout(done, 1000));
  const times = [];
  for (const [, across] of steps) {
    wave.zoom(scene.width / across);
    times.push(await new Promise((done) => requestAnimationFrame(done)));
  }
  wave.destroy();
  box.remove();
  return times;
}`;

/** A stretch of music that is not cut: a bar. Its level in decibels, and what it costs to cut before it. */
export interface Bar {
  readonly seconds: number;
  readonly level: number;
  readonly cutCost: number;
}

/**
 * Cuts bars into sections of even level: where the squared deviation from each section's mean, by time, and the costs
 * of the cuts are least together. No section is shorter than `shortest` seconds, but for a whole that is. Gives the index
 * of each section's first bar.
 */
export const cutSections = (bars: readonly Bar[], shortest: number): number[] => {
  const n = bars.length;
  if (n === 0) return [];
  const time = new Float64Array(n + 1);
  const sum = new Float64Array(n + 1);
  const squares = new Float64Array(n + 1);
  for (const [i, { seconds, level }] of bars.entries()) {
    time[i + 1] = time[i] + seconds;
    sum[i + 1] = sum[i] + level * seconds;
    squares[i + 1] = squares[i] + level * level * seconds;
  }
  const deviation = (from: number, to: number): number => {
    const mean = (sum[to] - sum[from]) / (time[to] - time[from]);
    return squares[to] - squares[from] - mean * (sum[to] - sum[from]);
  };
  // best[i]: the least for the bars before i, of which the last section begins at begin[i].
  const best = new Float64Array(n + 1).fill(Number.POSITIVE_INFINITY);
  const begin = new Int32Array(n + 1);
  best[0] = 0;
  for (let end = 1; end <= n; end++) {
    for (let from = end - 1; from >= 0; from--) {
      if (from > 0 && time[end] - time[from] < shortest) continue;
      if (best[from] === Number.POSITIVE_INFINITY) continue;
      if (from === 0 && end < n && time[end] < shortest) continue;
      const cost = best[from] + deviation(from, end) + (from > 0 ? bars[from].cutCost : 0);
      if (cost < best[end]) [best[end], begin[end]] = [cost, from];
    }
  }
  const cuts: number[] = [];
  for (let end = n; end > 0; end = begin[end]) cuts.unshift(begin[end]);
  return cuts;
};

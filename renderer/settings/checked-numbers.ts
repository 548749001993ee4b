/** What is typed as a number, with either minus and either decimal sign; null: it is none. */
export const readNumber = (typed: string): number | null => {
  const text = typed.trim().replace('−', '-').replace(',', '.');
  return /^[+-]?\d+(\.\d+)?$/.test(text) ? Number(text) : null;
};

/** Why a typed loudness target cannot be one; null: it can. */
export const checkTarget = (typed: string): string | null => {
  const lufs = readNumber(typed);
  return lufs === null || lufs < -40 || lufs > -5 ? 'A level from −40 to −5 LUFS.' : null;
};

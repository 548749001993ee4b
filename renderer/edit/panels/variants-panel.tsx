/** Which variant takes which cues. */
export const VariantsPanel = () => null;

/** The transport at the foot of every room. */
export const PlayerBar = () => null;

/** What this window remembers for itself: where the user was, widths of panels. A browser may refuse to keep it. */
const PREFIX = 'cueforge.';

export const readKept = (name: string): string | null => {
  try {
    return localStorage.getItem(PREFIX + name);
  } catch {
    return null;
  }
};

export const writeKept = (name: string, value: string): void => {
  try {
    localStorage.setItem(PREFIX + name, value);
  } catch {
    // Storage is full or forbidden: the next start begins in the Library, nothing else is lost.
  }
};

import { useEffect } from 'react';
import { readKept, writeKept } from '../state/kept.ts';
import { useStudio } from '../state/studio.ts';

const SYSTEM_IS_LIGHT = '(prefers-color-scheme: light)';

/** Puts the chosen theme on the page and follows the system's where that was chosen. Kept, so that a start does not flash. */
export const useTheme = (): void => {
  const theme = useStudio((state) => state.settings?.theme) ?? readKept('theme') ?? 'dark';
  useEffect(() => {
    writeKept('theme', theme);
    const system = matchMedia(SYSTEM_IS_LIGHT);
    const apply = (): void => {
      const isLight = theme === 'light' || (theme === 'system' && system.matches);
      document.documentElement.dataset.theme = isLight ? 'light' : 'dark';
    };
    apply();
    system.addEventListener('change', apply);
    return () => system.removeEventListener('change', apply);
  }, [theme]);
};

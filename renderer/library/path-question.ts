import { create } from 'zustand';

/** A question for a path on the studio's machine, for hosts without a dialog of their own. */
export interface PathQuestion {
  readonly title: string;
  readonly label: string;
  /** The word on its button. */
  readonly action: string;
  run(path: string): Promise<unknown>;
}

export const usePathQuestion = create<{ readonly question: PathQuestion | null }>()(() => ({ question: null }));
export const askForPath = (question: PathQuestion): void => usePathQuestion.setState({ question });
export const dropQuestion = (): void => usePathQuestion.setState({ question: null });

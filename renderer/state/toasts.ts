import { Toast } from '@base-ui/react/toast';

/** What a toast is about; the words say it too. */
export type ToastTone = 'done' | 'failed';

/** The page's toasts. Only ends of jobs and failures become one: what succeeds in sight needs none. */
export const toasts = Toast.createToastManager();

export interface ToastAction {
  readonly label: string;
  readonly run: () => void;
}

const MILLISECONDS = { done: 6_000, failed: 0 } as const;

const tell = (type: ToastTone, title: string, description: string, action?: ToastAction): void => {
  const id = toasts.add({
    type,
    title,
    description,
    timeout: MILLISECONDS[type],
    actionProps: action && {
      children: action.label,
      onClick: () => {
        toasts.close(id);
        action.run();
      },
    },
  });
};

/** Says that something was done while the user was elsewhere. Goes by itself. */
export const tellDone = (title: string, description: string, action?: ToastAction): void =>
  tell('done', title, description, action);

/** Says what failed and why; stays until it is closed. */
export const tellFailure = (title: string, description: string, action?: ToastAction): void =>
  tell('failed', title, description, action);

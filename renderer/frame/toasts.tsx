import { Toast } from '@base-ui/react/toast';
import { Check, CircleAlert, X } from 'lucide-react';
import { useRun } from '../run/run-store.ts';
import { useNavigation } from '../state/navigation.ts';
import { toasts } from '../state/toasts.ts';
import buttonStyles from '../ui/button.module.css';
import { classNames } from '../ui/class-names.ts';
import styles from './toasts.module.css';

const List = () => {
  const { toasts: shown } = Toast.useToastManager();
  return shown.map((toast) => {
    const Icon = toast.type === 'failed' ? CircleAlert : Check;
    return (
      <Toast.Root key={toast.id} toast={toast} className={classNames(styles.toast, toast.limited && styles.limited)}>
        <Icon
          className={toast.type === 'failed' ? styles.failed : styles.done}
          size={18}
          strokeWidth={1.75}
          aria-hidden
        />
        <Toast.Content className={styles.content}>
          <Toast.Title className={styles.title} />
          <Toast.Description className={styles.description} />
          <Toast.Action className={classNames(buttonStyles.button, buttonStyles.plain, styles.action)} />
        </Toast.Content>
        {/* Base UI hides it from screen readers while messages lie in a stack; these lie one above another, each in sight. */}
        <Toast.Close className={styles.close} aria-label="Close this message" aria-hidden={false}>
          <X size={14} strokeWidth={1.75} aria-hidden />
        </Toast.Close>
      </Toast.Root>
    );
  });
};

/** Messages in the corner: ends of jobs that happened out of sight, and failures. */
export const Toasts = () => {
  const inRun = useNavigation(({ room }) => room === 'run');
  const performs = useRun(({ view }) => view !== null && (view.armed || view.runs.length > 0));
  return (
    <Toast.Provider toastManager={toasts} limit={4}>
      <Toast.Portal>
        {/* A show's time, gauges and meters are on the right: there a message would lie over them. */}
        <Toast.Viewport className={classNames(styles.viewport, inRun && performs && styles.besideShow)}>
          <List />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  );
};

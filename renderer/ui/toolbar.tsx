import { type ComponentProps, type KeyboardEvent, useRef } from 'react';
import { classNames } from './class-names.ts';
import styles from './toolbar.module.css';

/** Buttons that belong together; the arrow keys go from one to the next. `aria-label` names them. */
export const Toolbar = ({ className, onKeyDown, ...rest }: ComponentProps<'div'> & { 'aria-label': string }) => {
  const bar = useRef<HTMLDivElement>(null);
  const step = (event: KeyboardEvent<HTMLDivElement>): void => {
    onKeyDown?.(event);
    const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (by === 0 || event.target instanceof HTMLInputElement) return;
    const buttons = [...(bar.current?.querySelectorAll<HTMLButtonElement>('button:not(:disabled)') ?? [])];
    const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
    if (at < 0) return;
    event.preventDefault();
    buttons[(at + by + buttons.length) % buttons.length].focus();
  };
  return <div ref={bar} role="toolbar" className={classNames(styles.toolbar, className)} onKeyDown={step} {...rest} />;
};

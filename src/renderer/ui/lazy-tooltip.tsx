import { Tooltip } from '@mantine/core';
import { useEffect, useRef, useState, type ReactNode, type RefObject } from 'react';
import { StandIn } from './stand-in';

/** What the element gets that has the tooltip. */
export interface TooltipTarget<E extends HTMLElement> {
  ref: RefObject<E | null>;
  onMouseEnter: () => void;
  onMouseLeave: () => void;
  onFocus: () => void;
  onBlur: () => void;
  onKeyDown: (event: { key: string }) => void;
}

interface LazyTooltipProps<E extends HTMLElement> {
  label: ReactNode;
  /** Milliseconds of hovering until it opens. */
  openDelay?: number;
  /** Draws the element that has the tooltip. */
  children: (target: TooltipTarget<E>) => ReactNode;
}

/** A tooltip that costs nothing until it is first opened, by hovering or by the keyboard: for those there are many of. */
export function LazyTooltip<E extends HTMLElement>({
  label,
  openDelay = 300,
  children,
}: LazyTooltipProps<E>) {
  const ref = useRef<E>(null);
  // Not mounted until first wanted; then kept, so that it can fade.
  const [state, setState] = useState<'never' | 'open' | 'closed'>('never');
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  const open = () => setState('open');
  const close = () => {
    clearTimeout(timer.current);
    setState((now) => (now === 'never' ? now : 'closed'));
  };
  return (
    <>
      {children({
        ref,
        onMouseEnter: () => {
          clearTimeout(timer.current);
          timer.current = setTimeout(open, openDelay);
        },
        onMouseLeave: close,
        onFocus: () => {
          if (ref.current?.matches(':focus-visible')) open();
        },
        onBlur: close,
        onKeyDown: ({ key }) => {
          if (key === 'Escape') close();
        },
      })}
      {state !== 'never' && (
        <Tooltip label={label} opened={state === 'open'} fz="sm" p="sm">
          <StandIn of={ref.current} />
        </Tooltip>
      )}
    </>
  );
}

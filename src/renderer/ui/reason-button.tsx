import { Button, Tooltip, type ButtonProps } from '@mantine/core';
import { useId, type MouseEventHandler, type ReactNode, type Ref } from 'react';

interface ReasonButtonProps extends ButtonProps {
  /** Why it cannot be clicked now; null: it can. */
  reason: string | null;
  onClick: MouseEventHandler<HTMLButtonElement>;
  ref?: Ref<HTMLButtonElement>;
  children: ReactNode;
}

/** A button that says why it is disabled: it keeps the focus and has a tooltip, unlike one that is simply off. */
export function ReasonButton({ reason, onClick, children, ...props }: ReasonButtonProps) {
  const id = useId();
  return (
    <>
      <Tooltip label={reason} disabled={reason === null} events={{ hover: true, focus: true, touch: true }}>
        <Button
          {...props}
          {...(reason === null
            ? { onClick }
            : { 'data-disabled': true, 'aria-disabled': true, 'aria-describedby': id })}
        >
          {children}
        </Button>
      </Tooltip>
      {reason !== null && (
        <span id={id} className="sw-visually-hidden">
          {reason}
        </span>
      )}
    </>
  );
}

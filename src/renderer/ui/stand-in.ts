import { useEffect, useLayoutEffect, type Ref } from 'react';

interface StandInProps {
  /** The element that is on the page already. */
  of: HTMLElement | null;
  /** Given by `Tooltip` and `Popover.Target`, as to any child. */
  ref?: Ref<HTMLElement>;
  id?: string | undefined;
  'aria-describedby'?: string | undefined;
  'aria-controls'?: string | undefined;
}

/**
 * The child of a `Tooltip` or `Popover.Target` whose real target is drawn elsewhere. With it they can be mounted
 * when they are first wanted, without drawing their target anew, which would lose its focus: dozens of them on a
 * page take longer to mount than the page itself.
 */
export function StandIn({
  of,
  ref,
  id,
  'aria-describedby': describedBy,
  'aria-controls': controls,
}: StandInProps) {
  useLayoutEffect(() => {
    if (typeof ref === 'function') ref(of);
    else if (ref) ref.current = of;
  }, [ref, of]);
  useAttribute(of, 'id', id);
  useAttribute(of, 'aria-describedby', describedBy);
  useAttribute(of, 'aria-controls', controls);
  return null;
}

function useAttribute(element: HTMLElement | null, name: string, value: string | undefined): void {
  useEffect(() => {
    if (element === null || value === undefined) return;
    element.setAttribute(name, value);
    return () => element.removeAttribute(name);
  }, [element, name, value]);
}

import { Drawer } from '@mantine/core';
import type { ReactNode } from 'react';
import { focusPage } from './focus-page';
import classes from './table-drawer.module.css';

interface SideDrawerProps {
  opened: boolean;
  title: ReactNode;
  /** Controls between the title and the close button. */
  actions?: ReactNode;
  onClose: () => void;
  size: number | string;
  /** False while a dialog is open on top: Escape is for that one alone. */
  closeOnEscape?: boolean;
  children: ReactNode;
}

/**
 * A panel that comes in from the right and fills the height. Put together from parts because Mantine's ready-made
 * header is a `<header>`, a second banner landmark beside the page's own.
 */
export function SideDrawer({
  opened,
  title,
  actions,
  onClose,
  size,
  closeOnEscape = true,
  children,
}: SideDrawerProps) {
  return (
    <Drawer.Root
      opened={opened}
      onClose={onClose}
      onExitTransitionEnd={focusPage}
      closeOnEscape={closeOnEscape}
      position="right"
      size={size}
      classNames={{ content: classes.content ?? '', title: classes.title ?? '', body: classes.body ?? '' }}
    >
      <Drawer.Overlay />
      <Drawer.Content>
        <div className={classes.head}>
          <Drawer.Title>{title}</Drawer.Title>
          {actions}
          <Drawer.CloseButton aria-label="Close" />
        </div>
        <Drawer.Body>{children}</Drawer.Body>
      </Drawer.Content>
    </Drawer.Root>
  );
}

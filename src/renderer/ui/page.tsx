import { Text, Title } from '@mantine/core';
import { useEffect, type ReactNode } from 'react';
import classes from './page.module.css';

interface PageProps {
  title: string;
  /** One line under the title. */
  description?: ReactNode;
  /** Controls at the right of the title. */
  actions?: ReactNode;
  /**
   * "scroll": the page scrolls (default). "fill": the content gets exactly the height that is left and
   * scrolls inside itself, for tables.
   */
  layout?: 'scroll' | 'fill';
  /** "text" keeps lines readable; "wide" (default) uses the window. */
  width?: 'wide' | 'text';
  children: ReactNode;
}

/** What every page sits in: its one `h1`, its controls, its scrolling. Sections inside use `h2`. */
export function Page({
  title,
  description,
  actions,
  layout = 'scroll',
  width = 'wide',
  children,
}: PageProps) {
  useEffect(() => {
    document.title = `${title} – Seatwatch`;
  }, [title]);
  return (
    <div className={classes.page} data-layout={layout} data-width={width}>
      <div className={classes.head}>
        <div className={classes.titles}>
          <Title order={1} className={classes.title}>
            {title}
          </Title>
          {description !== undefined && (
            <Text component="div" c="dimmed" size="sm" mt={4}>
              {description}
            </Text>
          )}
        </div>
        {actions !== undefined && <div className={classes.actions}>{actions}</div>}
      </div>
      <div className={classes.body}>{children}</div>
    </div>
  );
}

import { Button, Code, Loader, Skeleton, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import type { AppErrorShape } from '../../shared/model/errors';
import { ErrorIcon, InfoIcon } from './icons';
import classes from './states.module.css';

interface EmptyStateProps {
  title: string;
  children?: ReactNode;
  icon?: ReactNode;
  /** Buttons: what to do about it. */
  actions?: ReactNode;
  /** Among other things on a card, rather than in the place of a page. */
  compact?: boolean;
}

/** Nothing to show, and why that is, and what to do about it. */
export function EmptyState({ title, children, icon, actions, compact = false }: EmptyStateProps) {
  return (
    <div className={classes.state} data-compact={compact || undefined}>
      <div className={classes.badge}>{icon ?? <InfoIcon size={24} />}</div>
      <Title order={2} size="h4">
        {title}
      </Title>
      {children !== undefined && (
        <Text component="div" c="dimmed" size="sm" maw={460}>
          {children}
        </Text>
      )}
      {actions !== undefined && <div className={classes.actions}>{actions}</div>}
    </div>
  );
}

interface ErrorStateProps {
  error: Pick<AppErrorShape, 'code' | 'message' | 'fix'>;
  title?: string;
  onRetry?: (() => void) | undefined;
  actions?: ReactNode;
  /** As of `EmptyState`. */
  compact?: boolean;
}

/** A failed load: what happened, what to do, the code to look up, and another try. */
export function ErrorState({
  error,
  title = 'This could not be loaded',
  onRetry,
  actions,
  compact = false,
}: ErrorStateProps) {
  return (
    <div className={classes.state} data-compact={compact || undefined} role="alert">
      <div className={classes.badge} data-tone="bad">
        <ErrorIcon size={24} />
      </div>
      <Title order={2} size="h4">
        {title}
      </Title>
      <Text component="div" size="sm" maw={520}>
        {error.message}
      </Text>
      {error.fix && (
        <Text component="div" c="dimmed" size="sm" maw={520}>
          {error.fix}
        </Text>
      )}
      <Code>{error.code}</Code>
      {(onRetry || actions) && (
        <div className={classes.actions}>
          {onRetry && (
            <Button variant="default" onClick={onRetry}>
              Try again
            </Button>
          )}
          {actions}
        </div>
      )}
    </div>
  );
}

interface LoadingStateProps {
  /** What is loading, for screen readers. */
  label?: string;
  /** "cards": tiles and a chart. "table": a header and rows. "spinner": small places. */
  shape?: 'cards' | 'table' | 'spinner';
}

/** The outline of what is coming. */
export function LoadingState({ label = 'Loading', shape = 'cards' }: LoadingStateProps) {
  return (
    <div role="status" aria-busy="true" className={classes.loading}>
      <span className="sw-visually-hidden">{label}</span>
      {shape === 'spinner' && <Loader size="sm" aria-hidden="true" />}
      {shape === 'cards' && (
        <>
          <div className={classes.tiles}>
            {[0, 1, 2, 3].map((n) => (
              <Skeleton key={n} height={104} radius="md" />
            ))}
          </div>
          <Skeleton height={280} radius="md" />
        </>
      )}
      {shape === 'table' && (
        <>
          <Skeleton height={40} radius="md" />
          {[0, 1, 2, 3, 4, 5, 6, 7].map((n) => (
            <Skeleton key={n} height={30} radius="sm" />
          ))}
        </>
      )}
    </div>
  );
}

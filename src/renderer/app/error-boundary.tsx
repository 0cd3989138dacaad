import { Button } from '@mantine/core';
import { Component, type ErrorInfo, type ReactNode } from 'react';
import { toErrorShape } from '../../shared/model/errors';
import { toHash } from '../ui/routing/route';
import { ErrorState } from '../ui/states';

interface Props {
  /** When this changes the boundary tries again, e.g. the address. */
  resetKey?: string;
  children: ReactNode;
}

/** Catches faults while drawing, so that the rest of the window stays usable. */
export class ErrorBoundary extends Component<Props, { error: unknown; failed: boolean }> {
  override state = { error: null as unknown, failed: false };

  static getDerivedStateFromError(error: unknown) {
    return { error, failed: true };
  }

  override componentDidCatch(error: unknown, info: ErrorInfo): void {
    console.error('A view failed', error, info.componentStack);
  }

  override componentDidUpdate(before: Props): void {
    if (this.state.failed && before.resetKey !== this.props.resetKey) this.reset();
  }

  private readonly reset = () => this.setState({ error: null, failed: false });

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children;
    return (
      <ErrorState
        title="This page ran into a fault"
        error={toErrorShape(this.state.error)}
        onRetry={this.reset}
        actions={
          <Button component="a" href={toHash({ name: 'orgs' })} variant="subtle">
            Go to Orgs
          </Button>
        }
      />
    );
  }
}

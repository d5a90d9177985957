'use client';
import { Component, type ContextType, type ErrorInfo, type ReactNode } from 'react';
import { isFirstTime } from './loggedErrors.ts';
import { LoggerContext } from './LoggerContext.ts';
import { noLogger } from './noLogger.ts';

/** What a fallback is made from. */
export interface LogErrorBoundaryState {
  readonly error: unknown;
  /** Renders the children anew. */
  readonly reset: () => void;
}

/** What a boundary is given. */
export interface LogErrorBoundaryProps {
  readonly children?: ReactNode;
  /** What is shown instead of the children. @default nothing */
  readonly fallback?: ReactNode | ((state: LogErrorBoundaryState) => ReactNode);
  /** Added to the logger's name: says which part of the page failed. */
  readonly name?: string;
  /** Passes the error on to the next boundary after it is logged; then there is no fallback. @default false */
  readonly rethrow?: boolean;
}

type Failure = { readonly failed: false } | { readonly failed: true; readonly error: unknown };

/**
 * Logs what its children throw while they render, at level `error` with React's component stack as
 * `metadata.component_stack`, and shows a fallback instead of them.
 *
 * @example
 * <LogErrorBoundary name="cart" fallback={({ reset }) => <button onClick={reset}>Try again</button>}>
 *   <Cart />
 * </LogErrorBoundary>
 */
export class LogErrorBoundary extends Component<LogErrorBoundaryProps, Failure> {
  static override readonly contextType = LoggerContext;
  declare readonly context: ContextType<typeof LoggerContext>;
  override readonly state: Failure = { failed: false };

  static getDerivedStateFromError(error: unknown): Failure {
    return { failed: true, error };
  }

  readonly #reset = () => this.setState({ failed: false });

  override componentDidCatch(error: unknown, { componentStack }: ErrorInfo): void {
    const { name, rethrow } = this.props;
    if (isFirstTime(error)) {
      const logger = (this.context ?? noLogger()).child(name ?? '');
      logger.error('Component failed to render', { error, component_stack: componentStack?.trim() });
    }
    if (rethrow) throw error;
  }

  override render(): ReactNode {
    const { children, fallback, rethrow } = this.props;
    if (!this.state.failed) return children;
    if (rethrow) return null;
    const { error } = this.state;
    return typeof fallback === 'function' ? fallback({ error, reset: this.#reset }) : (fallback ?? null);
  }
}

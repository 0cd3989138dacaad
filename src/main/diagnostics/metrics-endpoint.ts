import type { Metrics } from '../../core/diagnostics/metrics';
import type { PolicyRules } from '../../core/policy';
import type { Log } from '../../core/ports';
import { toErrorShape } from '../../shared/model/errors';
import type { DiagnosticsReport } from '../../shared/model/diagnostics';
import { type MetricsServer, startMetricsServer } from './metrics-server';

export interface MetricsEndpointDeps {
  /** Null: off. */
  port(): number | null;
  policy: Pick<PolicyRules, 'requireFeature'>;
  metrics: Metrics;
  log: Log;
}

export interface MetricsEndpoint {
  /** Makes it so as the settings say now. Never rejects: what is wrong stands in `status`. */
  apply(): Promise<void>;
  status(): Pick<DiagnosticsReport, 'metricsUrl' | 'metricsProblem'>;
  stop(): Promise<void>;
}

/** The endpoint while the window's process runs, as the settings and the policy of the computer have it. */
export function createMetricsEndpoint(deps: MetricsEndpointDeps): MetricsEndpoint {
  let server: MetricsServer | null = null;
  let problem: string | null = null;
  let stopped = false;
  // One change after the other: a port must be let go of before it can be taken again.
  let last: Promise<void> = Promise.resolve();

  async function change(): Promise<void> {
    const port = stopped ? null : deps.port();
    if (server !== null && server.port === port) return;
    await server?.stop();
    server = null;
    problem = null;
    if (port === null) return;
    try {
      deps.policy.requireFeature('metrics');
      server = await startMetricsServer({
        port,
        metrics: deps.metrics,
        onError: (error) => {
          deps.log.warn('the metrics could not be collected', { error: words(error) });
        },
      });
      deps.log.info('metrics are served', { port });
    } catch (error) {
      problem = problemOf(error, port);
      deps.log.warn('the metrics are not served', { port, error: words(error) });
    }
  }

  const apply = (): Promise<void> => (last = last.then(change));
  return {
    apply,
    status: () => ({ metricsUrl: server?.url ?? null, metricsProblem: problem }),
    stop() {
      stopped = true;
      return apply();
    },
  };
}

const words = (error: unknown): string => (error instanceof Error ? error.message : String(error));

function problemOf(error: unknown, port: number): string {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE') return `Port ${port} is used by another program.`;
  if (code === 'EACCES') return `Port ${port} may not be used by this account.`;
  const shape = toErrorShape(error);
  return shape.code === 'UNEXPECTED'
    ? `The port cannot be opened (${String(code ?? words(error))}).`
    : shape.message;
}

import { collectBundle } from '../../core/diagnostics/bundle';
import type { CrashStore } from '../../core/diagnostics/crashes';
import { examine } from '../../core/diagnostics/doctor';
import type { DoctorDeps, Patient } from '../../core/diagnostics/doctor-deps';
import { createMetrics, type ProcessMemory } from '../../core/diagnostics/metrics';
import { writeToFile } from '../../core/export';
import type { PolicyRules } from '../../core/policy';
import type { Log } from '../../core/ports';
import type { DiagnosticsReport } from '../../shared/model/diagnostics';
import { createMetricsEndpoint } from './metrics-endpoint';

export interface DiagnosticsDeps {
  patient: Patient;
  doctor: DoctorDeps;
  crashes: CrashStore;
  policy: PolicyRules;
  log: Log;
  processes: () => ProcessMemory[];
  /** Where the person wants the bundle; null: nowhere. */
  askForFile(suggestedName: string): Promise<string | null>;
}

/** What the window offers for when something goes wrong, and the metrics while it runs. */
export interface WindowDiagnostics {
  report(): DiagnosticsReport;
  saveBundle(): Promise<{ file: string } | null>;
  removeCrashReports(): void;
  /** At the start, and whenever settings changed. */
  applySettings(): Promise<void>;
  stop(): Promise<void>;
}

export function createDiagnostics(deps: DiagnosticsDeps): WindowDiagnostics {
  const { patient, doctor, crashes, policy, log, processes } = deps;
  const { dataDir, logFile } = patient;
  const { now, system } = doctor;
  const endpoint = createMetricsEndpoint({
    port: () => patient.settings.get().metricsPort,
    metrics: createMetrics({ patient, system, now, processes }),
    policy,
    log,
  });

  return {
    report: () => ({ logFile, crashes: crashes.list(), ...endpoint.status() }),
    async saveBundle() {
      const file = await deps.askForFile(
        `seatwatch-support-${new Date(now()).toISOString().slice(0, 10)}.json`,
      );
      if (file === null) return null;
      const checks = await examine(doctor, patient);
      const text = await collectBundle({ deps: doctor, checks, patient, dataDir, logFile });
      await writeToFile(file, (sink) => sink.write(text));
      return { file };
    },
    removeCrashReports: () => {
      crashes.removeAll();
    },
    applySettings: () => endpoint.apply(),
    stop: () => endpoint.stop(),
  };
}

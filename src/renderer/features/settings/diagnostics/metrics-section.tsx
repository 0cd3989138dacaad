import { NumberInput, Switch } from '@mantine/core';
import { useState } from 'react';
import type { DiagnosticsReport } from '../../../../shared/model/diagnostics';
import { useApi, useSettingsStore } from '../../../api/services';
import { useFeatureReason } from '../../../api/use-policy';
import type { Loaded } from '../../../api/use-load';
import { CopyField } from '../../../ui/copy-field';
import { Note } from '../../../ui/note';
import { Section } from '../../../ui/section';
import { Setting } from '../setting';
import { useSaveSetting } from '../use-save-setting';
import { portProblem, USUAL_PORT } from './diagnostics-words';

/** Figures for monitoring software, on this computer only. */
export function MetricsSection({ loaded: { data } }: { loaded: Loaded<DiagnosticsReport> }) {
  const api = useApi();
  const port = useSettingsStore((s) => s.settings.metricsPort);
  const reason = useFeatureReason('metrics');
  const save = useSaveSetting();
  const on = port !== null && reason === null;
  return (
    <Section
      title="Metrics"
      description="For monitoring software: how fresh the data is, API requests, errors, sizes. Only programs on this computer can read them; no person is named."
    >
      <Setting
        label="Serve metrics"
        description="In the OpenMetrics text format, which Prometheus reads. Off unless you switch it on."
        htmlFor="serve-metrics"
        {...(reason === null ? {} : { managed: reason })}
      >
        <Switch
          id="serve-metrics"
          checked={on}
          disabled={reason !== null}
          onChange={(event) => void save({ metricsPort: event.currentTarget.checked ? USUAL_PORT : null })}
        />
      </Setting>
      {on && <PortSetting key={port} value={port} onSave={(metricsPort) => void save({ metricsPort })} />}
      {on && data?.metricsUrl != null && (
        <Setting label="Address" description="What the monitoring software is told.">
          <CopyField
            value={data.metricsUrl}
            label="address of the metrics"
            onCopy={(text) => api.app.copyText({ text })}
          />
        </Setting>
      )}
      {on && data?.metricsProblem != null && (
        <Note tone="warning" title="The metrics are not served" live>
          {data.metricsProblem} Choose another port.
        </Note>
      )}
    </Section>
  );
}

/** A port that cannot be used stays in the field, with the reason, and is not saved. */
function PortSetting({ value, onSave }: { value: number; onSave: (port: number) => void }) {
  const [port, setPort] = useState<number | string>(value);
  const [problem, setProblem] = useState<string | null>(null);
  const leave = () => {
    const found = portProblem(port);
    setProblem(found);
    if (found === null && typeof port === 'number' && port !== value) onSave(port);
  };
  return (
    <Setting label="Port" description="On 127.0.0.1. From 1024 to 65535." htmlFor="metrics-port">
      <NumberInput
        id="metrics-port"
        w={150}
        min={1024}
        max={65_535}
        allowDecimal={false}
        allowNegative={false}
        clampBehavior="none"
        value={port}
        error={problem}
        onChange={(next) => {
          setPort(next);
          setProblem(null);
        }}
        onBlur={leave}
        onKeyDown={(event) => event.key === 'Enter' && event.currentTarget.blur()}
      />
    </Setting>
  );
}

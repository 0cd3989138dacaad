import { useState } from 'react';
import { useStore } from 'zustand';
import type { Finding } from '../../../shared/model/findings';
import { ReasonButton } from '../../ui/reason-button';
import { EmptyState, ErrorState, LoadingState } from '../../ui/states';
import { SideDrawer } from '../../ui/table-drawer';
import { AcknowledgeDialog, type Deciding } from './acknowledge-dialog';
import { FindingDetail } from './finding-detail';
import type { FindingsStore } from './findings-store';
import { MuteDialog, subjectsOf } from './mute-dialog';

interface FindingDrawerProps {
  store: FindingsStore;
  orgId: string;
  /** Why nothing can be done now; null: it can. */
  past: string | null;
  /** Something was done. */
  onChange: () => void;
}

export function FindingDrawer({ store, orgId, past, onChange }: FindingDrawerProps) {
  const opened = useStore(store, (s) => s.opened);
  const checks = useStore(store, (s) => s.checks.data);
  const [deciding, setDeciding] = useState<Deciding | null>(null);
  const [muting, setMuting] = useState<Finding | null>(null);
  const { close, retryDetail, setFilters } = store.getState();
  const detail = opened?.detail;
  const finding = detail?.data?.finding;

  return (
    <>
      <SideDrawer
        opened={opened !== null}
        onClose={close}
        closeOnEscape={deciding === null && muting === null}
        size={600}
        title={finding?.title ?? opened?.title ?? 'Finding'}
      >
        {detail?.data ? (
          <FindingDetail
            orgId={orgId}
            detail={detail.data}
            check={checks?.find(({ info }) => info.id === finding?.check)?.info}
            onOnly={(subject) => {
              close();
              setFilters({ subject });
            }}
          >
            <Actions finding={detail.data.finding} past={past} onDecide={setDeciding} onMute={setMuting} />
          </FindingDetail>
        ) : detail?.error ? (
          <ErrorState error={detail.error} title="This finding could not be loaded" onRetry={retryDetail} />
        ) : detail && !detail.loading ? (
          <EmptyState title="This finding does not exist any more" />
        ) : (
          <LoadingState shape="table" label="Loading the finding" />
        )}
      </SideDrawer>
      <AcknowledgeDialog
        orgId={orgId}
        deciding={deciding}
        onClose={() => setDeciding(null)}
        onDone={onChange}
      />
      <MuteDialog orgId={orgId} finding={muting} onClose={() => setMuting(null)} onDone={onChange} />
    </>
  );
}

interface ActionsProps {
  finding: Finding;
  past: string | null;
  onDecide: (deciding: Deciding) => void;
  onMute: (finding: Finding) => void;
}

function Actions({ finding, past, onDecide, onMute }: ActionsProps) {
  const { id, status, summary } = finding;
  const one = { selection: { ids: [id] }, count: 1, of: summary };
  const subjects = subjectsOf(finding);
  return (
    <>
      {status === 'open' && (
        <ReasonButton reason={past} size="xs" onClick={() => onDecide({ what: 'acknowledge', ...one })}>
          Acknowledge…
        </ReasonButton>
      )}
      {status === 'acknowledged' && (
        <ReasonButton
          reason={past}
          size="xs"
          variant="default"
          onClick={() => onDecide({ what: 'reopen', ...one })}
        >
          Reopen…
        </ReasonButton>
      )}
      {subjects.length > 0 && !finding.muted && (
        <ReasonButton reason={past} size="xs" variant="default" onClick={() => onMute(finding)}>
          Mute…
        </ReasonButton>
      )}
    </>
  );
}

import type { LeaveEntry } from '../../shared/model/reclaim';
import { Time } from './time';

/** "On leave until 31 Jan 2027: parental leave (Kim, 3 Nov 2026)", or that there is none. */
export function LeaveLine({ leave }: { leave: LeaveEntry | null }) {
  if (leave === null) return <>Not on leave.</>;
  return (
    <>
      {leave.isExpired ? 'Was on leave' : 'On leave'}
      {leave.until ? (
        <>
          {' '}
          until <Time iso={leave.until} dateOnly />
        </>
      ) : (
        ' until it is ended'
      )}
      : {leave.reason} ({leave.by}, <Time iso={leave.at} dateOnly />)
    </>
  );
}

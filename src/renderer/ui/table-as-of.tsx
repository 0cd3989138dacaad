import { RelativeTime, Time } from './time';

/** Up to when the stored data speaks. Every page of collected data says it. */
export function AsOf({ at }: { at: string | null | undefined }) {
  if (!at) return <>No data collected yet</>;
  return (
    <>
      As of <Time iso={at} /> (<RelativeTime iso={at} />)
    </>
  );
}

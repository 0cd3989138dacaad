import { EverythingSection } from './everything-section';
import { MergeSection } from './merge-section';

/** Taking everything along, and bringing in what another computer collected. */
export function TransferSection() {
  return (
    <>
      <EverythingSection />
      <MergeSection />
    </>
  );
}

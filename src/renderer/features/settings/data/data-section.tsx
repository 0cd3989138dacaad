import { BackupsSection } from './backups-section';
import { FolderSection } from './folder-section';
import { IntegritySection } from './integrity-section';
import { StorageSection } from './storage-section';

/** Looking after what was collected. */
export function DataSection() {
  return (
    <>
      <BackupsSection />
      <IntegritySection />
      <StorageSection />
      <FolderSection />
    </>
  );
}

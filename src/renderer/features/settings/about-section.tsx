import { useStore } from 'zustand';
import { useServices, useSettingsStore } from '../../api/services';
import { Facts, Section } from '../../ui/section';
import { LoadingState } from '../../ui/states';
import { policyFacts } from './policy-words';

/** Which version this is, where it keeps things, and what was decided for this computer. */
export function AboutSection() {
  const info = useSettingsStore((s) => s.info);
  const { file, policy } = useStore(useServices().policy, (s) => s.status);
  const facts = policyFacts(policy);
  return (
    <>
      <Section title="About">
        {info ? (
          <Facts
            facts={[
              { name: 'Version', value: `Seatwatch ${info.version}` },
              { name: 'Data folder', value: info.dataDir },
              { name: 'Log file', value: info.logFile },
            ]}
          />
        ) : (
          <LoadingState shape="spinner" label="Loading the version" />
        )}
      </Section>
      {file !== null && (
        <Section
          title="Managed by your organization"
          description="Whoever looks after this computer decided these. Nobody can change them here or on the command line."
        >
          <Facts
            facts={[
              ...(facts.length > 0 ? facts : [{ name: 'Decided', value: 'Nothing yet' }]),
              { name: 'Policy file', value: file },
            ]}
          />
        </Section>
      )}
    </>
  );
}

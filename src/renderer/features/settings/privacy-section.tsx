import { Anchor, Text } from '@mantine/core';
import { useOrgsStore, useSettingsStore } from '../../api/services';
import { usePolicy } from '../../api/use-policy';
import { formatCount } from '../../ui/format';
import { Managed } from '../../ui/managed';
import { orgRoute, settingsRoute, toHash } from '../../ui/routing/route';
import { Section } from '../../ui/section';
import { keepingWords } from './data/storage-words';
import { LeftOutSection } from './left-out/left-out-section';
import table from '../../ui/data-table.module.css';
import classes from './settings.module.css';

/** Where people's data is, how long, and how one person is forgotten. */
export function PrivacySection() {
  return (
    <>
      <WhereSection />
      <KeepingSection />
      <Section title="Forgetting a person" description="When somebody asks for their data to be erased.">
        <Text size="sm">
          Open <strong>Users</strong> of the org, open the person, and choose{' '}
          <strong>Forget this person…</strong> from the menu beside the name. You are shown first what would
          be removed, and which backups still hold the person. Salesforce itself is not changed: unless you
          also leave the person out of later collections (below), the next one brings the user record back.
        </Text>
      </Section>
      <LeftOutSection />
    </>
  );
}

function WhereSection() {
  const dataDir = useSettingsStore((s) => s.info?.dataDir);
  const looks = useSettingsStore((s) => s.settings.checkForUpdates);
  return (
    <Section title="Where the data is">
      <ul className={classes.plain}>
        <li>
          Everything that is collected stays on this computer
          {dataDir !== undefined && (
            <>
              , in <span className={classes.path}>{dataDir}</span>
            </>
          )}
          . Whoever can read that folder can read it.
        </li>
        <li>
          Seatwatch talks to the Salesforce orgs that you connected, and only reads there. By itself it sends
          nothing to anybody else: no statistics, no crash reports.
        </li>
        <li>
          {looks
            ? 'Once a day it looks for a newer version, because you switched that on. '
            : 'It does not look for newer versions unless you switch that on. '}
          <Anchor inherit underline="always" href={toHash(settingsRoute('updates'))}>
            Updates
          </Anchor>
        </li>
        <li>
          Exports and backups hold people’s names and logins. Keep them as carefully as the data itself.{' '}
          <Anchor inherit underline="always" href={toHash(settingsRoute('data'))}>
            Backups
          </Anchor>
        </li>
        <li>
          Consumer secrets and private keys are in the vault, never in exports, backups or the log.{' '}
          <Anchor inherit underline="always" href={toHash(settingsRoute('secrets'))}>
            Secrets
          </Anchor>
        </li>
      </ul>
    </Section>
  );
}

function KeepingSection() {
  const orgs = useOrgsStore((s) => s.orgs);
  const { keepLoginsDays: limit } = usePolicy();
  return (
    <Section
      title="How long logins are kept"
      description="Each org has its own time. Older logins are removed from this computer."
    >
      {limit !== undefined && (
        <div className={classes.above}>
          <Managed>{`Your organization has logins removed after ${formatCount(limit, 'day')} at the latest`}</Managed>
        </div>
      )}
      {!orgs || orgs.length === 0 ? (
        <Text size="sm" c="dimmed">
          No org is connected yet.
        </Text>
      ) : (
        <div className={table.scroll} data-framed tabIndex={0} role="group" aria-label="Orgs, scrollable">
          <table className={table.table} aria-label="How long logins of each org are kept">
            <thead>
              <tr>
                <th scope="col">Org</th>
                <th scope="col">Logins kept</th>
                <th scope="col">
                  <span className="sw-visually-hidden">Actions</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {orgs.map((org) => (
                <tr key={org.id}>
                  <th scope="row">{org.name}</th>
                  <td>{keepingWords(shorter(org.keepLoginsDays, limit))}</td>
                  <td data-align="right">
                    <Anchor
                      inherit
                      href={toHash(orgRoute(org.id, 'details'))}
                      aria-label={`Change how long logins of ${org.name} are kept`}
                    >
                      Change
                    </Anchor>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Section>
  );
}

/** What holds where an org and the administrator both say how long; null is for ever. */
function shorter(own: number | null, limit: number | undefined): number | null {
  if (limit === undefined) return own;
  return own === null ? limit : Math.min(own, limit);
}

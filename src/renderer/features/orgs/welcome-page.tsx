import { Anchor, Button, Text, Title } from '@mantine/core';
import { useEffect, type ReactNode } from 'react';
import { ArrowRightIcon, LicenseIcon, LockIcon, UsersIcon } from '../../ui/icons';
import { Logo } from '../../ui/logo';
import { settingsRoute, toHash } from '../../ui/routing/route';
import { navigate } from '../../ui/routing/router';
import { TryDemoButton } from './try-demo-button';
import classes from './welcome-page.module.css';

/** First run: what Seatwatch does, and the two ways to begin. */
export function WelcomePage() {
  useEffect(() => {
    document.title = 'Welcome – Seatwatch';
  }, []);
  return (
    <div className={classes.page}>
      <div className={classes.content}>
        <Logo size={52} />
        <Title order={1} className={classes.title}>
          See who really uses your Salesforce licenses
        </Title>
        <Text c="dimmed" size="lg" maw={620}>
          Seatwatch reviews licenses, real usage and sign-ins of your Salesforce orgs, on this computer.
        </Text>
        <ul className={classes.points}>
          <Point icon={<LicenseIcon size={22} />} title="Find the seats nobody uses">
            Seats held by people who left, never signed in or stopped coming, with what they cost you per
            year.
          </Point>
          <Point icon={<UsersIcon size={22} />} title="Know who signs in, and how">
            Last login, failed attempts and activity of every user, kept beyond Salesforce’s six months.
          </Point>
          <Point icon={<LockIcon size={22} />} title="Everything stays with you">
            Data is stored on this computer and reviewed offline. Nothing in Salesforce is changed, and
            collecting stops before your API quota gets tight.
          </Point>
        </ul>
        <div className={classes.actions}>
          <Button
            size="md"
            rightSection={<ArrowRightIcon size={18} />}
            onClick={() => navigate({ name: 'add-org' })}
          >
            Connect an org
          </Button>
          <TryDemoButton size="md" variant="default" />
        </div>
        <Text size="sm" c="dimmed">
          Connecting takes about 20 minutes and needs administrator rights in Salesforce; a checklist guides
          you. The demo is a made-up company of 1,200 people on this computer; nothing is sent anywhere.
        </Text>
        <Text size="sm" c="dimmed">
          Used Seatwatch before?{' '}
          <Anchor inherit underline="always" href={toHash(settingsRoute('data'))}>
            Restore a backup
          </Anchor>
        </Text>
      </div>
    </div>
  );
}

function Point({ icon, title, children }: { icon: ReactNode; title: string; children: ReactNode }) {
  return (
    <li className={classes.point}>
      <span className={classes.icon}>{icon}</span>
      <div>
        <h2 className={classes.pointTitle}>{title}</h2>
        <Text size="sm" c="dimmed">
          {children}
        </Text>
      </div>
    </li>
  );
}

import { Card, Text, Title } from '@mantine/core';
import { useId, type ReactNode } from 'react';
import classes from './section.module.css';

interface SectionProps {
  title: string;
  description?: ReactNode;
  /** Controls at the right of the title. */
  actions?: ReactNode;
  /** "flush": the content touches the card's edges, for tables. */
  padding?: 'normal' | 'flush';
  children?: ReactNode;
}

/** A card with an `h2`; a landmark named after it. */
export function Section({ title, description, actions, padding = 'normal', children }: SectionProps) {
  const id = useId();
  return (
    <Card component="section" aria-labelledby={id} padding={0}>
      <div className={classes.head} data-plain={description === undefined || undefined}>
        <div className={classes.titles}>
          <Title order={2} size="h5" id={id}>
            {title}
          </Title>
          {description !== undefined && (
            <Text component="div" size="sm" c="dimmed">
              {description}
            </Text>
          )}
        </div>
        {actions}
      </div>
      <div className={classes.body} data-padding={children === undefined ? 'none' : padding}>
        {children}
      </div>
    </Card>
  );
}

/** Name and value pairs. */
export function Facts({ facts }: { facts: readonly { name: string; value: ReactNode }[] }) {
  return (
    <dl className={classes.facts}>
      {facts.map(({ name, value }) => (
        <div key={name} className={classes.fact}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

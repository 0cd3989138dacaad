import { Anchor } from '@mantine/core';
import type { CheckInfo } from '../../shared/model/checks';
import { ExternalIcon } from './icons';
import classes from './technique-links.module.css';

interface TechniqueLinksProps {
  references: CheckInfo['references'];
  /** Opens a MITRE ATT&CK technique in the browser, by its id. */
  onOpen: (id: string) => void;
}

/** What a check refers to. */
export function TechniqueLinks({ references, onOpen }: TechniqueLinksProps) {
  return (
    <ul className={classes.list}>
      {references.map(({ id, title, url }) => (
        <li key={id}>
          {url === null ? (
            `${id} ${title}`
          ) : (
            <Anchor component="button" type="button" size="sm" ta="left" onClick={() => onOpen(id)}>
              MITRE ATT&CK {id}: {title} <ExternalIcon size={13} />
              <span className="sw-visually-hidden"> (opens in the browser)</span>
            </Anchor>
          )}
        </li>
      ))}
    </ul>
  );
}

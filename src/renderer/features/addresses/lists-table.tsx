import { ActionIcon } from '@mantine/core';
import type { AddressList } from '../../../shared/model/addresses';
import { formatCount } from '../../ui/format';
import { PencilIcon, TrashIcon } from '../../ui/icons';
import { Section } from '../../ui/section';
import { Tag } from '../../ui/status';
import { Time } from '../../ui/time';
import { PURPOSE_WORDS, scopeWords } from './address-words';
import table from '../../ui/data-table.module.css';
import classes from './addresses.module.css';

interface ListsTableProps {
  lists: readonly AddressList[];
  onEdit: (list: AddressList) => void;
  onRemove: (list: AddressList) => void;
}

/** How many ranges are shown as an example of what is in a list. */
const EXAMPLES = 2;

export function ListsTable({ lists, onEdit, onRemove }: ListsTableProps) {
  return (
    <Section title="Lists" padding="flush">
      <div className={table.scroll} tabIndex={0} role="region" aria-label="Lists, scrollable">
        <table
          className={`${table.table ?? ''} ${classes.lists ?? ''}`}
          aria-label="Lists of known addresses"
        >
          <thead>
            <tr>
              <th scope="col">Name</th>
              <th scope="col">Purpose</th>
              <th scope="col">Holds</th>
              <th scope="col">For</th>
              <th scope="col">Changed</th>
              <th scope="col">
                <span className="sw-visually-hidden">Actions</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {lists.map((list) => (
              <tr key={list.id}>
                <th scope="row">{list.name}</th>
                <td data-nowrap>
                  <Tag tone={PURPOSE_WORDS[list.purpose].tone}>{PURPOSE_WORDS[list.purpose].label}</Tag>
                </td>
                <td>
                  {formatCount(list.ranges.length, 'range')}
                  <span className={table.detail}>{examples(list)}</span>
                </td>
                <td data-nowrap>{scopeWords(list)}</td>
                <td data-nowrap>
                  <Time iso={list.changedAt} dateOnly />
                  <span className={table.detail}>{list.changedBy}</span>
                </td>
                <td data-align="right">
                  <ActionIcon variant="subtle" aria-label={`Edit ${list.name}`} onClick={() => onEdit(list)}>
                    <PencilIcon size={17} />
                  </ActionIcon>
                  <ActionIcon
                    variant="subtle"
                    color="red.8"
                    aria-label={`Remove ${list.name}`}
                    onClick={() => onRemove(list)}
                  >
                    <TrashIcon size={17} />
                  </ActionIcon>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Section>
  );
}

function examples({ ranges }: AddressList): string {
  const some = ranges.slice(0, EXAMPLES).map(({ cidr }) => cidr);
  return [...some, ...(ranges.length > EXAMPLES ? ['…'] : [])].join(', ');
}

import { NO_VALUE } from './format';
import { ACCESS_WORDS, accessOf } from './person-words';
import { Tag } from './status';
import classes from './access-tags.module.css';

/** The ways of signing in that were seen. */
export function AccessTags({
  access,
  empty = NO_VALUE,
}: {
  access: string | readonly string[];
  empty?: string;
}) {
  const seen = accessOf(access);
  if (seen.length === 0) return <>{empty}</>;
  return (
    <span className={classes.tags}>
      {seen.map((one) => (
        <span key={one} title={ACCESS_WORDS[one].meaning}>
          <Tag tone={one === 'api' ? 'info' : 'quiet'}>{ACCESS_WORDS[one].label}</Tag>
        </span>
      ))}
    </span>
  );
}

import type { CheckState } from '../../../shared/model/checks';
import { STREAM_TITLES, type StreamTitleName } from '../../../shared/model/streams';
import { formatNumber } from '../../ui/format';
import type { Tone } from '../../ui/org-state';

export interface ResultWords {
  label: string;
  tone: Tone;
  /** What it was evaluated over, or why it was not. */
  detail: string | null;
}

/** What became of a check when it was last evaluated. */
export function resultWords({
  enabled,
  result,
  info,
}: Pick<CheckState, 'enabled' | 'result' | 'info'>): ResultWords {
  if (!enabled) return { label: 'Off', tone: 'quiet', detail: 'It is switched off and looks at nothing.' };
  if (result === null) return { label: 'Never evaluated', tone: 'quiet', detail: null };
  if (result.status === 'not-evaluated')
    return {
      label: 'Not evaluated',
      tone: 'warn',
      detail: capital(result.reason ?? 'The reason is not known.'),
    };
  if (result.status === 'off')
    return { label: 'Not evaluated yet', tone: 'quiet', detail: 'It was off at the last evaluation.' };
  return {
    label: 'Evaluated',
    tone: 'ok',
    detail: result.population === null ? null : `${formatNumber(result.population)} ${info.subjects}`,
  };
}

const capital = (words: string) => words.charAt(0).toUpperCase() + words.slice(1);

export function streamTitle(stream: string): string {
  return STREAM_TITLES[stream as StreamTitleName] ?? stream;
}

import type { CheckInfo, ParameterInfo, ParameterValue } from '../../shared/model/checks';
import { STREAM_TITLES, type StreamTitleName } from '../../shared/model/streams';

// The pages of docs/checks: nothing is said there that is not in a check's definition.
// `npm run docs` writes them; test/check-docs.test.ts fails while they are not as the definitions say.

/** Markdown by name of the file in docs/checks: an index, and a page for each check. Not formatted. */
export function checkPages(checks: readonly CheckInfo[]): Map<string, string> {
  return new Map([
    ['README.md', indexPage(checks)],
    ...checks.map((check) => [`${check.id}.md`, checkPage(check)] as const),
  ]);
}

const MADE = '<!-- Made from the definitions in src/checks by `npm run docs`; changes here are lost. -->';

function indexPage(checks: readonly CheckInfo[]): string {
  const posture = checks.filter(({ category }) => category === 'posture');
  const threat = checks.filter(({ category }) => category === 'threat');
  return paragraphs(
    MADE,
    '# Security checks',
    `${String(checks.length)} checks. How they are evaluated, what becomes of findings and how the posture score is made: [Security checks](../security-checks.md). Every check can be switched off and set per org on the Checks page.`,
    '## Posture',
    'How the org is set up and used. The weight is the share in the posture score.',
    table(
      ['Check', 'Finds', 'Weight'],
      posture.map((check) => [linkTo(check), check.finds, String(check.weight)]),
    ),
    '## Threat',
    'Things that happened.',
    table(
      ['Check', 'Finds', 'MITRE ATT&CK'],
      threat.map((check) => [linkTo(check), check.finds, check.references.map(({ id }) => id).join(', ')]),
    ),
  );
}

const linkTo = ({ id, title }: CheckInfo): string => `[${title}](${id}.md)`;

function checkPage(check: CheckInfo): string {
  const { id, title, category, weight, subjects, parameters, needs, evidence } = check;
  return paragraphs(
    MADE,
    `# ${title}`,
    `\`${id}\` · ${category} · checks ${subjects}${weight > 0 ? ` · weight ${String(weight)} in the posture score` : ''} · [all checks](README.md)`,
    ...section('What it finds', check.finds),
    ...section('Why it matters', check.matters),
    ...section('Severity', check.severityRule),
    ...section(
      'Settings',
      table(
        ['Setting', 'Id', 'Default', 'Allowed', 'Meaning'],
        parameters.map((parameter) => [
          parameter.title,
          `\`${parameter.id}\``,
          defaultOf(parameter),
          allowed(parameter),
          parameter.help ?? '',
        ]),
      ),
    ),
    ...section('Data it needs', dataNeeded(needs)),
    ...section(
      'Evidence',
      table(
        ['Entry', 'Says'],
        Object.entries(evidence).map(([key, says]) => [`\`${key}\``, says]),
      ),
    ),
    ...section('What to do', check.remediation.map((step, at) => `${String(at + 1)}. ${step}`).join('\n')),
    ...section(
      'References',
      check.references
        .map(({ id: reference, title: words, url }) =>
          url === null ? `- ${reference} ${words}` : `- [${reference}](${url}) ${words}`,
        )
        .join('\n'),
    ),
    ...section('Also known as', check.alsoKnownAs.map((name) => `- ${name}`).join('\n')),
  );
}

function dataNeeded(needs: CheckInfo['needs']): string {
  if (needs.length === 0) return 'Nothing of Salesforce: it looks at what Seatwatch itself keeps.';
  return table(
    ['Data', 'Salesforce fields', 'Without it'],
    needs.map(({ stream, fields, without }) => [
      STREAM_TITLES[stream as StreamTitleName],
      fields.map((field) => `\`${field}\``).join(', '),
      without ?? 'The check is “not evaluated because …”; it never passes silently.',
    ]),
  );
}

function defaultOf({ kind, default: value, unit, choices }: ParameterInfo): string {
  if (kind === 'list') return listed(value, choices);
  if (kind === 'flag') return value === true ? 'on' : 'off';
  return withUnit(String(value), unit);
}

function listed(value: ParameterValue, choices: ParameterInfo['choices']): string {
  if (!Array.isArray(value) || value.length === 0) return 'none';
  return value.map((one) => choices.find((choice) => choice.value === one)?.label ?? one).join(', ');
}

function allowed({ kind, min, max, unit, choices }: ParameterInfo): string {
  if (kind === 'flag') return 'on, off';
  if (kind === 'number') return withUnit(`${String(min)} to ${String(max)}`, unit);
  if (choices.length === 0) return 'any texts';
  // All countries of the world are no help to a reader.
  return choices.length > 30
    ? `any of ${String(choices.length)}`
    : choices.map(({ label }) => label).join(', ');
}

const withUnit = (value: string, unit: string): string => {
  if (unit === '') return value;
  return unit === '%' ? `${value}%` : `${value} ${unit}`;
};

/** Nothing where there is nothing to say. */
const section = (title: string, text: string): string[] => (text === '' ? [] : [`## ${title}`, text]);

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return '';
  const line = (cells: readonly string[]) => `| ${cells.map(cellText).join(' | ')} |`;
  return [line(head), `|${head.map(() => ' --- |').join('')}`, ...rows.map(line)].join('\n');
}

const cellText = (text: string): string => text.replaceAll('|', '\\|').replace(/\s*\n\s*/g, ' ');

const paragraphs = (...parts: string[]): string => `${parts.filter((part) => part !== '').join('\n\n')}\n`;

import type { FieldDef } from '../catalog/types';

/** Locale and time zone of the org and its users. */
const LOCALE = 'en-US';
const number = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 15 });
const date = new Intl.DateTimeFormat(LOCALE, {
  year: 'numeric',
  month: 'numeric',
  day: 'numeric',
  timeZone: 'UTC',
});
const time = new Intl.DateTimeFormat(LOCALE, { hour: 'numeric', minute: '2-digit', timeZone: 'UTC' });

/**
 * A value as FORMAT() shows it: `1,234.5`, `1/31/2026`, `1/31/2026, 9:15 AM`. Undefined for what it
 * leaves as it is.
 * Source: SOQL reference, "FORMAT()".
 */
export function localizedText(field: FieldDef, value: string | number): string | undefined {
  switch (field.type) {
    case 'int':
    case 'double':
      return number.format(Number(value));
    case 'date':
      return date.format(Date.parse(String(value)));
    case 'datetime':
      // Newer ICU data puts a narrow no-break space before AM.
      return `${date.format(Number(value))}, ${time.format(Number(value)).replace('\u202f', ' ')}`;
    default:
      return undefined;
  }
}

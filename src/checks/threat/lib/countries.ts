import countries from 'i18n-iso-countries/index.js';
import english from 'i18n-iso-countries/langs/en.json';

countries.registerLocale(english);

/** ISO 3166-1 alpha-2 codes with their English names, by name. */
export const COUNTRY_CHOICES: readonly { value: string; label: string }[] = Object.entries(
  countries.getNames('en'),
)
  .map(([value, label]) => ({ value, label }))
  .sort((a, b) => a.label.localeCompare(b.label, 'en'));

export const countryName = (code: string): string => countries.getName(code, 'en') ?? code;

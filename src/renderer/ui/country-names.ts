const locale = typeof navigator === 'undefined' ? 'en-US' : navigator.language;

let names: Intl.DisplayNames | undefined;

/** "DE" → "Germany", in the language of the system; what is no country stays as it is, and '' is unknown. */
export function countryName(alpha2: string): string {
  if (alpha2 === '') return 'Unknown country';
  names ??= new Intl.DisplayNames(locale, { type: 'region' });
  try {
    return names.of(alpha2) ?? alpha2;
  } catch {
    return alpha2;
  }
}

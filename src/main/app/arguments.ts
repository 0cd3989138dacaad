/**
 * The arguments that are meant for Seatwatch. In a packaged app that is everything behind the
 * executable; started as `electron [switches] <app folder> ARGS`, everything behind the folder.
 */
export function ownArguments(argv: readonly string[], startedByElectron: boolean): string[] {
  const rest = argv.slice(1);
  if (!startedByElectron) return rest;
  for (let index = 0; index < rest.length; index++) {
    const argument = rest[index] ?? '';
    if (argument === '-r' || argument === '--require') index++;
    else if (!argument.startsWith('-')) return rest.slice(index + 1);
  }
  return [];
}

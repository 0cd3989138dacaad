/** How many times as long the random tests are to search: 1 in `npm test`, more in `npm run test:soak`. */
const FACTOR = Number(process.env['SEATWATCH_ROUNDS'] ?? 1);

/** How often a random test is repeated, of which `quick` is enough for a run that people wait for. */
export const rounds = (quick: number): number => Math.ceil(quick * FACTOR);

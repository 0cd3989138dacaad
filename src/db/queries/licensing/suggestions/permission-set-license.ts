import { annualPrice } from '../../../../shared/model/prices';
import { IN_USE, REASONS } from '../judging';
import { type Facts, licenseOf, profileOf } from './facts';
import type { KindOfSuggestion } from './kind';
import { some } from './words';

const setsOf = ({ grants }: Facts, licenseId: string): string[] =>
  grants.sets.filter((set) => set.licenseId === licenseId).map(({ label }) => label);

/** A permission set license held without any permission set that needs it. Also of people who are idle. */
export const PERMISSION_SET_LICENSE: KindOfSuggestion = {
  kind: 'unneeded-permission-set-license',

  obstacle: ({ noGrants }) => noGrants,

  find(facts, take) {
    for (const seat of facts.unneeded ?? []) {
      const { price } = licenseOf(facts, seat);
      take(seat, price === null ? null : annualPrice(price));
    }
  },

  target: () => null,

  explain(facts, seat) {
    const license = licenseOf(facts, seat);
    const person = facts.people.holdings.persons[seat] ?? 0;
    const tied = setsOf(facts, license.id);
    const named = facts.neededAnyway.filter(
      ({ license: of, by }) =>
        by === 'permission-set' && of.toLowerCase() === license.developerName.toLowerCase(),
    );
    const names = [...new Set([...tied, ...named.map(({ name }) => name)])];
    const which =
      names.length === 1
        ? `The permission set that uses it, ${some(names)}, is not assigned`
        : `None of the permission sets that use it is assigned: ${some(names)}`;
    const evidence = [
      `${which}; neither directly nor through a permission set group.`,
      `Salesforce assigns the license with the first of them and leaves it when the last one goes.`,
    ];
    const verdict = facts.judged.verdicts[person] ?? IN_USE;
    if (REASONS.has(verdict))
      evidence.push(`The seat is on the unused list, too: its cost is to be counted once.`);
    const profile = profileOf(facts, person)?.name;
    return {
      evidence,
      check: [
        `Permission sets tied to no license may use what this one brings: look at those of this user${profile === undefined ? '' : ` and at the profile “${profile}”`}.`,
        `An app may ask for the license without any permission set. If so, add it to what is needed anyway.`,
      ],
    };
  },
};

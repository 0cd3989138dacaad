import { z } from 'zod';

/** What an address range is to the company. */
export const AddressPurpose = z.enum(['office', 'vpn', 'carrier', 'denied']);
export type AddressPurpose = z.infer<typeof AddressPurpose>;

/** Also those the org itself trusts (Setup, Network Access): collected, not entered. */
export type KnownPurpose = AddressPurpose | 'trusted';

export const AddressRange = z.object({
  /** As entered, brought into one form: "203.0.113.0/24", "2001:db8::/32", "198.51.100.7/32". */
  cidr: z.string(),
  note: z.string(),
});
export type AddressRange = z.infer<typeof AddressRange>;

/** Known addresses, imported or typed in; every check knows them. */
export const AddressList = z.object({
  id: z.number().int(),
  /** Null: for every org. */
  orgId: z.string().nullable(),
  name: z.string(),
  purpose: AddressPurpose,
  ranges: z.array(AddressRange),
  changedBy: z.string(),
  changedAt: z.string(),
});
export type AddressList = z.infer<typeof AddressList>;

/** What a file of addresses held. */
export const AddressImport = z.object({
  ranges: z.array(AddressRange),
  /** Lines that are no address, with their number from 1 and why. */
  refused: z.array(z.object({ line: z.number().int(), text: z.string(), why: z.string() })),
  /** Lines that said the same as another one. */
  duplicates: z.number().int(),
});
export type AddressImport = z.infer<typeof AddressImport>;

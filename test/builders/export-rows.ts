import { type LicenseTableRow, type SeatTableRow, UnusedSeat } from '../../src/shared/model/licenses';
import { makeLicense } from './license-rows';
import { makeSeat } from './seat-row';

/** A reclaimable seat as the window gets it, with what lists for people need. */
export function seatTableRow(changes: Partial<SeatTableRow> = {}): SeatTableRow {
  return makeSeat('005000000000001AAA', {
    username: 'user1@acme.example',
    name: 'User 1',
    profile: 'Standard User',
    createdAt: '2025-01-01T00:00:00.000Z',
    monthlyPrice: 150,
    currency: 'EUR',
    annualSaving: 1800,
    department: 'Sales',
    manager: 'Mia Boss',
    managerEmail: 'mia@acme.example',
    managerId: '005000000000901AAA',
    country: 'DE',
    ...changes,
  });
}

/** The same as a list for scripts has it. */
export const unusedSeat = (changes: Partial<UnusedSeat> = {}): UnusedSeat =>
  UnusedSeat.parse(seatTableRow(changes));

export const licenseTableRow = (changes: Partial<LicenseTableRow> = {}): LicenseTableRow =>
  makeLicense({
    name: 'Salesforce',
    developerName: 'SFDC',
    id: '100000000000001AAA',
    assignedActive: 78,
    unused: 12,
    neverLoggedIn: 3,
    reasons: { 'user-deactivated': 0, frozen: 1, 'never-logged-in': 3, inactive: 8 },
    ...changes,
  });

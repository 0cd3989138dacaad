import type { SeatPrice } from '../../shared/model/prices';
import type { LicenseFacts } from '../free-licenses';

/** A license of any kind as the tables have it, with the price the admin entered. */
export interface StoredLicense extends LicenseFacts {
  id: string;
  label: string;
  developerName: string;
  /** Null: Salesforce does not say. */
  used: number | null;
  usedUpdatedAt: number | null;
  expiresAt: number | null;
  monthlyLoginsUsed: number | null;
  price: SeatPrice | null;
}

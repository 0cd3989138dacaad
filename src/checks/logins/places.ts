import type { Client, Ip, LoginEvent } from './event';

const PHONES = new Set(['iOS', 'iPadOS', 'Android']);

/** An app or a browser on a phone or tablet, as far as it tells. */
export const isPhone = ({ isMobile, platformFamily }: Client): boolean =>
  isMobile || (platformFamily !== null && PHONES.has(platformFamily));

/** On a list of the company's own addresses: whoever comes from there is among its people. */
export const isOwnAddress = ({ purposes }: Ip): boolean =>
  purposes.size > 0 && (purposes.has('office') || purposes.has('vpn'));

/** Known to be somewhere else than whoever uses it: a gateway of the company or of a mobile carrier. */
export const isGateway = ({ purposes }: Ip): boolean =>
  purposes.size > 0 && (purposes.has('vpn') || purposes.has('carrier'));

/** A program on a server: it is where the server is, not where the person is. */
export const isServer = ({ isApi, isUi, isMobile }: Client): boolean => isApi && !isUi && !isMobile;

/** Whether a login says where its user was. */
export function tellsPlace({ place, ip, client }: LoginEvent): boolean {
  return (
    place.latitude !== null &&
    place.longitude !== null &&
    ip !== null &&
    !ip.isPrivate &&
    !isGateway(ip) &&
    !isServer(client)
  );
}

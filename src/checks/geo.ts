import { geoDistance } from 'd3-geo';

/** Mean radius of the Earth, km (IUGG). */
const EARTH_RADIUS_KM = 6371.0088;

interface Point {
  latitude: number;
  longitude: number;
}

/** Along a great circle, km. */
export function distanceKm(a: Point, b: Point): number {
  return EARTH_RADIUS_KM * geoDistance([a.longitude, a.latitude], [b.longitude, b.latitude]);
}

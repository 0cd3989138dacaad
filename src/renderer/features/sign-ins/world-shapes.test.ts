import { geoArea, geoCentroid } from 'd3-geo';
import { getAlpha2Codes, numericToAlpha2 } from 'i18n-iso-countries';
import { feature } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';
import { describe, expect, it } from 'vitest';
import large from 'world-atlas/countries-50m.json';
import { SMALL_PLACES } from './small-places';
import { MAP_HEIGHT, MAP_WIDTH, worldShapes } from './world-shapes';

describe('the map of the world', () => {
  it('has every country there is a code for, but the one where nobody signs in', () => {
    const drawn = new Set(worldShapes().map(({ country }) => country));
    expect(Object.keys(getAlpha2Codes()).filter((code) => !drawn.has(code))).toEqual(['AQ']);
  });

  it('draws everything inside its box', () => {
    for (const { country, path, center, isSmall } of worldShapes()) {
      const [x, y] = center;
      expect([country, x >= 0 && x <= MAP_WIDTH, y >= 0 && y <= MAP_HEIGHT]).toEqual([country, true, true]);
      expect(path !== '' || isSmall).toBe(true);
      expect(path).not.toContain('NaN');
    }
  });

  it('has Germany where Germany is, and what is small as circles', () => {
    const of = (code: string) => worldShapes().find(({ country }) => country === code);
    const [x = 0, y = 0] = of('DE')?.center ?? [];
    expect(x).toBeGreaterThan(MAP_WIDTH * 0.45);
    expect(x).toBeLessThan(MAP_WIDTH * 0.56);
    expect(y).toBeLessThan(MAP_HEIGHT / 3);
    expect([of('DE')?.isSmall, of('SG')?.isSmall, of('LU')?.isSmall]).toEqual([false, true, true]);
  });

  it('has the small places where the larger edition of the map has them', () => {
    const topology = large as unknown as Topology<{ countries: GeometryCollection<{ name: string }> }>;
    for (const each of feature(topology, topology.objects.countries).features) {
      const country = each.id === undefined ? undefined : numericToAlpha2(each.id);
      const place = country === undefined ? undefined : SMALL_PLACES[country];
      if (place === undefined) continue;
      const parts =
        each.geometry.type === 'MultiPolygon'
          ? each.geometry.coordinates.map((coordinates) => ({ type: 'Polygon' as const, coordinates }))
          : [each.geometry];
      const [largest] = parts.sort((a, b) => geoArea(b) - geoArea(a));
      const [longitude, latitude] = largest === undefined ? [0, 0] : geoCentroid(largest);
      expect([country, Math.abs(longitude - place[0]) <= 0.2, Math.abs(latitude - place[1]) <= 0.2]).toEqual([
        country,
        true,
        true,
      ]);
    }
  });
});

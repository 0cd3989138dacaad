import { geoNaturalEarth1, geoPath } from 'd3-geo';
import { numericToAlpha2 } from 'i18n-iso-countries';
import { feature } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';
import atlas from 'world-atlas/countries-110m.json';
import { SMALL_PLACES } from './small-places';

export const MAP_WIDTH = 960;
export const MAP_HEIGHT = 462;

export interface WorldShape {
  /** ISO 3166-1 alpha-2. */
  country: string;
  /** Of an SVG path in a box of MAP_WIDTH × MAP_HEIGHT; '' : too small, drawn as a circle only. */
  path: string;
  center: readonly [x: number, y: number];
  /** Too small to be seen or met with a pointer. */
  isSmall: boolean;
}

/** Room for the circles at the edges. */
const MARGIN = 10;

/** Square units of the box below which a shape is given a circle as well. */
const SMALL_AREA = 22;

/** Nobody signs in from there, and it would take a fifth of the map. */
const LEFT_OUT = 'AQ';

/** Shapes without a number: parts of the map that not everybody takes for countries. */
const BY_NAME: Readonly<Record<string, string>> = { Kosovo: 'XK', Somaliland: 'SO', 'N. Cyprus': 'CY' };

let shapes: readonly WorldShape[] | undefined;

/** All countries and territories. Drawn from data that comes with the app; worked out once. */
export function worldShapes(): readonly WorldShape[] {
  shapes ??= drawn();
  return shapes;
}

function drawn(): WorldShape[] {
  const topology = atlas as unknown as Topology<{ countries: GeometryCollection<{ name: string }> }>;
  const all = feature(topology, topology.objects.countries);
  const features = all.features.flatMap((each) => {
    const country = each.id === undefined ? BY_NAME[each.properties.name] : numericToAlpha2(each.id);
    return country === undefined || country === LEFT_OUT ? [] : [{ country, each }];
  });
  // Turned so far that the edge of the map runs through the Bering Strait, not through Russia.
  const projection = geoNaturalEarth1()
    .rotate([-11, 0])
    .fitExtent(
      [
        [MARGIN, MARGIN],
        [MAP_WIDTH - MARGIN, MAP_HEIGHT - MARGIN],
      ],
      {
        type: 'GeometryCollection',
        geometries: [
          ...features.map(({ each }) => each.geometry),
          { type: 'MultiPoint', coordinates: Object.values(SMALL_PLACES).map((place) => [...place]) },
        ],
      },
    );
  const path = geoPath(projection).digits(1);
  const large = features.map(({ country, each }): WorldShape => ({
    country,
    path: path(each) ?? '',
    center: path.centroid(each),
    isSmall: path.area(each) < SMALL_AREA,
  }));
  const small = Object.entries(SMALL_PLACES).map(([country, place]): WorldShape => ({
    country,
    path: '',
    center: projection([...place]) ?? [0, 0],
    isSmall: true,
  }));
  return [...large, ...small];
}

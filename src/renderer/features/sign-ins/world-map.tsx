import { useRef, useState, type KeyboardEvent } from 'react';
import type { CountryLogins } from '../../../shared/model/sign-in-map';
import { countryName } from '../../ui/country-names';
import type { Measure } from '../../ui/heat-map';
import { logShare, shade } from '../../ui/shade';
import { countWords, mapSummary, sortCountries } from './country-words';
import { MAP_HEIGHT, MAP_WIDTH, worldShapes, type WorldShape } from './world-shapes';
import classes from './sign-ins.module.css';

interface WorldMapProps {
  countries: readonly CountryLogins[];
  measure: Measure;
  /** The country pointed at, here or in the table. */
  pointed: string | null;
  onPoint: (country: string | null) => void;
}

/** Radius of the circle of a country without a visible shape: a dot for one, a disk for most. */
const radius = (share: number): number => 4 + 6 * share;

/**
 * Sign-ins by country. Countries with sign-ins or failures are met with Tab and the arrow keys, those with most
 * first; the others are background.
 */
export function WorldMap({ countries, measure, pointed, onPoint }: WorldMapProps) {
  const shapes = worldShapes();
  const byCode = new Map(countries.map((country) => [country.country, country]));
  const most = Math.max(0, ...countries.map((country) => country[measure]));
  const tone = measure === 'logins' ? 'main' : 'bad';
  const order = sortCountries(
    countries.filter(({ country }) => shapes.some((shape) => shape.country === country)),
    { column: measure, descending: true },
  ).map(({ country }) => country);
  const [reached, setReached] = useState<string | null>(null);
  const stop = reached !== null && order.includes(reached) ? reached : order[0];
  const svg = useRef<SVGSVGElement>(null);

  const move = (event: KeyboardEvent, country: string) => {
    const at = order.indexOf(country);
    const next = {
      ArrowRight: at + 1,
      ArrowDown: at + 1,
      ArrowLeft: at - 1,
      ArrowUp: at - 1,
      Home: 0,
      End: order.length - 1,
    }[event.key];
    if (event.key === 'Escape') onPoint(null);
    const code = next === undefined ? undefined : order[next];
    if (next !== undefined) event.preventDefault();
    if (code === undefined) return;
    setReached(code);
    svg.current?.querySelector<SVGElement>(`[data-stop="${code}"]`)?.focus();
  };

  const draw = (shape: WorldShape, as: 'land' | 'dot') => {
    const counts = byCode.get(shape.country);
    const share = logShare(counts?.[measure] ?? 0, most);
    const look = {
      className: as === 'land' ? classes.land : classes.dot,
      style: { fill: shade(share, tone) },
      'data-counted': counts ? true : undefined,
      'data-pointed': pointed === shape.country || undefined,
      onMouseEnter: () => onPoint(counts ? shape.country : null),
    };
    // A country with a shape and a circle is one stop: the circle, which is seen.
    const isStop = counts !== undefined && (as === 'dot' || !shape.isSmall);
    const keys = isStop
      ? {
          role: 'img',
          'aria-label': `${countryName(shape.country)}: ${countWords(counts)}`,
          tabIndex: stop === shape.country ? 0 : -1,
          'data-stop': shape.country,
          onFocus: () => {
            setReached(shape.country);
            onPoint(shape.country);
          },
          onBlur: () => onPoint(null),
          onKeyDown: (event: KeyboardEvent) => move(event, shape.country),
        }
      : { 'aria-hidden': true };
    const key = `${as} ${shape.country} ${shape.path.length}`;
    if (as === 'land') return <path key={key} d={shape.path} {...look} {...keys} />;
    const [cx, cy] = shape.center;
    return <circle key={key} cx={cx} cy={cy} r={radius(share)} {...look} {...keys} />;
  };

  const target = pointed === null ? undefined : shapes.find(({ country }) => country === pointed);
  const counts = pointed === null ? undefined : byCode.get(pointed);
  return (
    <div className={classes.map} onMouseLeave={() => onPoint(null)}>
      <svg
        ref={svg}
        viewBox={`0 0 ${MAP_WIDTH} ${MAP_HEIGHT}`}
        role="group"
        aria-label={`${mapSummary(countries, measure)} Arrow keys go from country to country.`}
      >
        <rect
          width={MAP_WIDTH}
          height={MAP_HEIGHT}
          className={classes.sea}
          onMouseEnter={() => onPoint(null)}
        />
        {shapes.filter(({ path }) => path !== '').map((shape) => draw(shape, 'land'))}
        {shapes
          .filter(({ isSmall, country }) => isSmall && byCode.has(country))
          .map((shape) => draw(shape, 'dot'))}
      </svg>
      {target && counts && (
        <div
          className={classes.tip}
          data-side={target.center[0] > MAP_WIDTH * 0.7 ? 'left' : 'right'}
          style={{
            left: `${((target.center[0] / MAP_WIDTH) * 100).toFixed(2)}%`,
            top: `${((target.center[1] / MAP_HEIGHT) * 100).toFixed(2)}%`,
          }}
          aria-hidden="true"
        >
          <strong>{countryName(target.country)}</strong>
          <span>{countWords(counts)}</span>
        </div>
      )}
    </div>
  );
}

import { html, type Markup } from '../html';

const WIDTH = 120;
const HEIGHT = 8;

/**
 * A bar of `value` within `whole`, drawn inline. It is only decoration beside the number it stands for, so
 * screen readers skip it. Lengths are attributes: the page's policy allows no styles in elements.
 */
export function bar(value: number, whole: number): Markup {
  const share = whole > 0 ? Math.min(1, Math.max(0, value / whole)) : 0;
  const length = share === 0 ? 0 : Math.max(1, Math.round(share * WIDTH));
  return html`<svg
    class="bar"
    width="${WIDTH}"
    height="${HEIGHT}"
    viewBox="0 0 ${WIDTH} ${HEIGHT}"
    aria-hidden="true"
  >
    <rect class="rest" width="${WIDTH}" height="${HEIGHT}" rx="2" />
    <rect class="part" width="${length}" height="${HEIGHT}" rx="2" />
  </svg>`;
}

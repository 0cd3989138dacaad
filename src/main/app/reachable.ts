interface Area {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** True when enough of the window would be visible to be grabbed; a display may have been unplugged. */
export function isReachable(bounds: Area, displays: readonly Area[]): boolean {
  return displays.some((area) => {
    const width = Math.min(bounds.x + bounds.width, area.x + area.width) - Math.max(bounds.x, area.x);
    const height = Math.min(bounds.y + bounds.height, area.y + area.height) - Math.max(bounds.y, area.y);
    return width >= 100 && height >= 60;
  });
}

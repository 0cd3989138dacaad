/** Gaps between sightings that are remembered: what others did a minute ago says more than what they did an hour ago. */
const REMEMBERED = 32;

/**
 * How fast other clients use up a limit, measured without a clock: in their requests per request of ours,
 * from one sighting of ours to the next. Whoever asks for the room left asks for `during` the requests that
 * will have arrived since the newest sighting, and gets the worst of the gaps remembered. So the first two
 * sightings teach the pace, a burst is kept in mind for a while and then forgotten, and silence costs nothing.
 *
 * What it cannot foresee is a first burst, or others gaining speed: their rise beyond the worst seen. That
 * includes a first long wait between two requests of ours, as for a bulk job. The sighting after it shows it.
 */
export class Traffic {
  private readonly paces: number[] = [];

  /**
   * Between two sightings others made `rise` requests (fewer, even below 0, when the window rolled on) and `own`
   * of ours arrived, at least one.
   */
  saw(rise: number, own: number): void {
    this.paces.push(Math.max(0, rise) / own);
    if (this.paces.length > REMEMBERED) this.paces.shift();
  }

  /** Requests of others to expect while `own` requests of ours arrive. */
  during(own: number): number {
    return own <= 0 ? 0 : Math.ceil(Math.max(0, ...this.paces) * own);
  }
}

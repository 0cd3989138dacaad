const serials = new WeakMap<object, number>();
let last = 0;

/** A number that stands for this object and no other: what was made from it is remembered under that. */
export function serialOf(made: object): number {
  let serial = serials.get(made);
  if (serial === undefined) serials.set(made, (serial = ++last));
  return serial;
}

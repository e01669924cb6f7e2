/** Shapes whose gatherer is kept; beyond, the oldest is forgotten, which costs no more than a request of its own. */
const KEPT = 100;

/** Only calls of one shape can be joined: each shape has a gatherer of its own, made when it is first needed. */
export function perShape<Shape, Kept>(make: (shape: Shape) => Kept): (shape: Shape) => Kept {
  const kept = new Map<string, Kept>();
  return (shape) => {
    const key = JSON.stringify(shape);
    const known = kept.get(key);
    if (known !== undefined) return known;
    const made = make(shape);
    const [oldest] = kept.keys();
    if (kept.size >= KEPT && oldest !== undefined) kept.delete(oldest);
    kept.set(key, made);
    return made;
  };
}

import { error, formatPath, type Problem } from './problem.ts';

/** How deep arrays and objects of a file may nest. Our own format needs 5. */
const DEEPEST = 64;

type Keys = readonly (string | number)[];

/** Every array and object in a JSON value with its place. Keeps its own stack; goes one level past the deepest allowed. */
function* containersOf(value: unknown): Generator<{ container: object; keys: Keys }> {
  const waiting: { value: unknown; keys: Keys }[] = [{ value, keys: [] }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { value: container, keys } = next;
    if (typeof container !== 'object' || container === null) continue;
    yield { container, keys };
    if (keys.length > DEEPEST) continue;
    const entries = Array.isArray(container) ? container.entries() : Object.entries(container);
    for (const [key, child] of entries)
      if (typeof child === 'object' && child !== null) waiting.push({ value: child, keys: [...keys, key] });
  }
}

/** Nesting so deep that it would exhaust the stack of whoever walks the value later; null: none. */
export const findDeepNesting = (value: unknown): Problem | null => {
  for (const { keys } of containersOf(value))
    if (keys.length >= DEEPEST)
      return error(formatPath(keys.slice(0, 2)), `expected nesting of up to ${DEEPEST} levels, got more`);
  return null;
};

/** Keys that assignment would turn into a prototype, wherever they are. */
export const checkKeys = (value: unknown): Problem[] => {
  const problems: Problem[] = [];
  for (const { container, keys } of containersOf(value))
    if (Object.hasOwn(container, '__proto__'))
      problems.push(
        error(formatPath([...keys, '__proto__']), 'expected any other key, got "__proto__", a reserved one'),
      );
  return problems;
};

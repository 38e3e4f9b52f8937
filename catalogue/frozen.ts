/** Freezes a value and all that it holds; a Map made by `frozenMap` is frozen already, its values are frozen here. */
export function deepFreeze<T>(value: T): T {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const part of value instanceof Map ? value.values() : Object.values(value)) deepFreeze(part);
  return value;
}

/** A map that refuses changes at run time too: freezing alone does not reach what a Map keeps inside. */
export function frozenMap<Key extends string | number, Value>(
  values: readonly Value[],
  keyOf: (value: Value) => Key,
): ReadonlyMap<Key, Value> {
  const map = new Map(values.map((value) => [keyOf(value), value]));
  const refuse = () => {
    throw new TypeError("the catalogue is read-only");
  };
  return Object.assign(map, { set: refuse, delete: refuse, clear: refuse });
}

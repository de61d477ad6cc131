/** The value of a key in the cache; the first caller creates it. */
export function getOrCreate<Value>(
  cache: Map<string, Value>,
  key: string,
  create: () => Value,
): Value {
  const value = cache.get(key) ?? create();
  cache.set(key, value);
  return value;
}

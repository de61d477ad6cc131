/** The name that the text is most likely a misspelling of, if one is close enough. */
export function findNearest(text: string, names: readonly string[]): string | undefined {
  const [best] = names
    .map((name) => ({ name, limit: Math.max(1, Math.floor(name.length / 3)) }))
    // The distance is at least the difference in length, and comparing a long text is slow.
    .filter(({ name, limit }) => Math.abs(text.length - name.length) <= limit)
    .map(({ name, limit }) => ({
      name,
      limit,
      distance: distanceBetween(text.toLowerCase(), name.toLowerCase()),
    }))
    .filter(({ distance, limit }) => distance <= limit)
    .sort((one, other) => one.distance - other.distance);
  return best?.name;
}

/** The number of letters to insert, delete, replace or swap with the next. */
function distanceBetween(one: string, other: string): number {
  const rows = [Array.from({ length: other.length + 1 }, (_, index) => index)];
  for (let i = 1; i <= one.length; i += 1) {
    const above = rows[i - 1] ?? [];
    const row = [i];
    for (let j = 1; j <= other.length; j += 1) {
      const isSame = one[i - 1] === other[j - 1];
      const isSwap = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
      row.push(
        Math.min(
          (above[j] ?? 0) + 1,
          (row[j - 1] ?? 0) + 1,
          (above[j - 1] ?? 0) + (isSame ? 0 : 1),
          isSwap ? (rows[i - 2]?.[j - 2] ?? 0) + 1 : Infinity,
        ),
      );
    }
    rows.push(row);
  }
  return rows[one.length]?.[other.length] ?? 0;
}

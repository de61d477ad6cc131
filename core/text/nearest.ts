/** The one of these names that was meant, where one is near enough. */
export function nearest(text: string, names: readonly string[]): string | undefined {
  const [best] = names
    .map((name) => ({ name, most: Math.max(1, Math.floor(name.length / 3)) }))
    // The distance is at least the difference in length, and a long text takes long to compare.
    .filter(({ name, most }) => Math.abs(text.length - name.length) <= most)
    .map(({ name, most }) => ({
      name,
      most,
      distance: distanceBetween(text.toLowerCase(), name.toLowerCase()),
    }))
    .filter(({ distance, most }) => distance <= most)
    .sort((one, other) => one.distance - other.distance);
  return best?.name;
}

/** How many letters must be put in, taken out, changed or swapped with the next. */
function distanceBetween(one: string, other: string): number {
  const rows = [Array.from({ length: other.length + 1 }, (_, index) => index)];
  for (let i = 1; i <= one.length; i += 1) {
    const above = rows[i - 1] ?? [];
    const row = [i];
    for (let j = 1; j <= other.length; j += 1) {
      const same = one[i - 1] === other[j - 1];
      const isSwap = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
      row.push(
        Math.min(
          (above[j] ?? 0) + 1,
          (row[j - 1] ?? 0) + 1,
          (above[j - 1] ?? 0) + (same ? 0 : 1),
          isSwap ? (rows[i - 2]?.[j - 2] ?? 0) + 1 : Infinity,
        ),
      );
    }
    rows.push(row);
  }
  return rows[one.length]?.[other.length] ?? 0;
}

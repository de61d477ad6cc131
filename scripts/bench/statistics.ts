/** The middle value, or the mean of the two in the middle; undefined if there are none. */
export function median(values: readonly number[]): number | undefined {
  const sorted = [...values].sort((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.ceil(sorted.length / 2) - 1];
  return upper === undefined || lower === undefined ? undefined : (lower + upper) / 2;
}

/** How many times as much as ours; undefined if one of them is missing, or ours is 0. */
export function ratio(value: number | undefined, ours: number | undefined): number | undefined {
  return value === undefined || ours === undefined || ours === 0 ? undefined : value / ours;
}

/** The median of a field over the samples that have it. */
export function medianOf<Field extends string>(
  samples: readonly Readonly<Partial<Record<Field, number>>>[],
  field: Field,
): number | undefined {
  return median(samples.flatMap(({ [field]: value }) => (value === undefined ? [] : [value])));
}

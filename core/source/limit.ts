/** Returns a function that runs at most `count` tasks at a time; the others wait in order. */
export function limitConcurrency(
  count: number,
): <Result>(task: () => Promise<Result>) => Promise<Result> {
  const waiting: (() => void)[] = [];
  let free = count;
  return async (task) => {
    if (free > 0) free -= 1;
    else await new Promise<void>((start) => waiting.push(start));
    try {
      return await task();
    } finally {
      const startNext = waiting.shift();
      if (startNext === undefined) free += 1;
      else startNext();
    }
  };
}

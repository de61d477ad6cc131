const LIMIT = 5000;
const ANONYMOUS_LIMIT = 60;
const HOUR_SECONDS = 3600;

export interface Rate {
  limit: number;
  used: number;
  remaining: number;
  /** In seconds since 1970. */
  reset: number;
}

/** Counts requests per account and hour. It tells the limit; this cut does not yet enforce it. */
export class RateLimits {
  private readonly windows = new Map<string | null, { used: number; reset: number }>();

  count(account: string | null): Rate {
    const window = this.window(account);
    window.used += 1;
    return this.read(account);
  }

  read(account: string | null): Rate {
    const { used, reset } = this.window(account);
    const limit = account === null ? ANONYMOUS_LIMIT : LIMIT;
    return { limit, used: Math.min(used, limit), remaining: Math.max(0, limit - used), reset };
  }

  private window(account: string | null): { used: number; reset: number } {
    const seconds = Math.floor(Date.now() / 1000);
    let window = this.windows.get(account);
    if (window === undefined || window.reset <= seconds) {
      window = { used: 0, reset: seconds + HOUR_SECONDS };
      this.windows.set(account, window);
    }
    return window;
  }
}

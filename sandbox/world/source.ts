/** The registry that mirrors are copied from, beside what the registry itself keeps. */
export interface SourceWorld {
  /** By name. What is not here was never pushed. */
  repositories: Record<string, SourceRepository>;
}

export interface SourceRepository {
  /** Who alone may read it; null where everybody may. */
  login: SourceLogin | null;
  /** Deleted by its owner: nobody sees it until it is put there again. */
  isGone: boolean;
  /** The tags that were deleted; the registry behind keeps them. */
  goneTags: string[];
  /** What was pushed with a subject, by the subject's digest (OCI distribution 1.1, referrers). */
  referrers: Record<string, Referrer[]>;
}

export interface SourceLogin {
  username: string;
  password: string;
}

export interface Referrer {
  mediaType: string;
  digest: string;
  size: number;
  artifactType?: string;
  annotations?: Record<string, string>;
}

export function newSourceRepository(): SourceRepository {
  return { login: null, isGone: false, goneTags: [], referrers: {} };
}

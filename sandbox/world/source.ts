/** The data of the registry that mirrors are copied from, besides its content. */
export interface SourceWorld {
  /** By name. */
  repositories: Record<string, SourceRepository>;
}

export interface SourceRepository {
  /** The only login that can read it; null if everybody can. */
  login: SourceLogin | null;
  /** Deleted by its owner, until it is restored. */
  isGone: boolean;
  /** Deleted tags, which the registry itself keeps. */
  goneTags: string[];
  /** By the subject's digest (OCI distribution 1.1, referrers). */
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

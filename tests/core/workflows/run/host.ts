import type { Permissions } from "./schema";

/** The environment of a run: the repository, GitHub, and the runner's programs. */
export interface Host {
  readonly apiUrl: string;
  /** `OWNER/NAME`, with GitHub's capitalization. */
  readonly repository: string;
  readonly isPrivate: boolean;
  /** The content of a checkout. */
  readonly folder: string;
  readonly secrets: Readonly<Record<string, string>>;
  /** Creates a GITHUB_TOKEN with these permissions only. */
  issueToken(permissions: Permissions): Promise<string>;
  /** Revokes a job's token, which expires with the job. */
  revokeToken(token: string): Promise<void>;
  readonly buildx: string;
  /** A Docker configuration whose current builder is BuildKit's. */
  readonly dockerFolder: string;
  /** Writes the bill of materials instead of docker/buildkit-syft-scanner. */
  readonly scanner: string;
  /** The variables that programs need to reach the sandbox. */
  readonly environment: Readonly<Record<string, string>>;
}

import type { Permissions } from "./schema";

/** What a run finds around it: the repository, its GitHub, and the programs of a runner. */
export interface Host {
  readonly apiUrl: string;
  /** `OWNER/NAME`, in GitHub's own case. */
  readonly repository: string;
  readonly isPrivate: boolean;
  /** What a checkout gives. */
  readonly folder: string;
  readonly secrets: Readonly<Record<string, string>>;
  /** Makes a GITHUB_TOKEN that may this and no more. */
  issueToken(permissions: Permissions): Promise<string>;
  /** A job's token ends with it. */
  revokeToken(token: string): Promise<void>;
  readonly buildx: string;
  /** A Docker configuration whose current builder is BuildKit's. */
  readonly dockerFolder: string;
  /** Writes the bill of materials, as docker/buildkit-syft-scanner does where its registry is. */
  readonly scanner: string;
  /** What every program of this machine needs to reach the sandbox. */
  readonly environment: Readonly<Record<string, string>>;
}

import type { Artifacts } from "./artifacts";
import type { Host } from "./host";
import type { Inputs } from "./inputs";
import type { Permissions } from "./schema";

/** A signature that GitHub would keep. */
export interface Attestation {
  readonly name: string;
  readonly digest: string;
}

/** What an action can use of the job that calls it. */
export interface Caller {
  readonly host: Host;
  readonly inputs: Inputs;
  readonly artifacts: Artifacts;
  readonly permissions: Permissions;
  readonly folder: string;
  readonly workspace: string;
  readonly home: string;
  /** The folder of the run's caches. */
  readonly caches: string;
  readonly runUrl: string;
  /** The environment of its programs. */
  readonly environment: Readonly<Record<string, string>>;
  /** The platforms whose programs it can run. */
  readonly platforms: Set<string>;
  sign(attestation: Attestation): void;
  log(text: string): void;
}

/** A failure that GitHub would have too: the step fails. Any other error fails the test. */
export class ActionFailure extends Error {}

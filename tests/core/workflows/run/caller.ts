import type { Artifacts } from "./artifacts";
import type { Host } from "./host";
import type { Inputs } from "./inputs";
import type { Permissions } from "./schema";

/** A signature that GitHub would keep. */
export interface Attestation {
  readonly name: string;
  readonly digest: string;
}

/** What an action finds of the job that calls it. */
export interface Caller {
  readonly host: Host;
  readonly inputs: Inputs;
  readonly artifacts: Artifacts;
  readonly permissions: Permissions;
  readonly folder: string;
  readonly workspace: string;
  readonly home: string;
  /** Where the run's caches lie, in the place of GitHub's. */
  readonly caches: string;
  readonly runUrl: string;
  /** What its programs run with. */
  readonly environment: Readonly<Record<string, string>>;
  /** The platforms whose programs it can run. */
  readonly platforms: Set<string>;
  sign(attestation: Attestation): void;
  say(text: string): void;
}

/** What went wrong as it would on GitHub: the step fails. All else that is thrown ends the test. */
export class ActionFailure extends Error {}

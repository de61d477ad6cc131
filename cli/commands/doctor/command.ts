import type { Flag } from "../../arguments";
import { helpFlag, installed, type Command } from "../command";

const flags = {
  repository: { value: "OWNER/NAME", says: "the repository, or its address on GitHub" },
  image: {
    value: "NAME",
    repeats: true,
    says: "a package below the owner, several times for several [the repository's name]",
  },
  light: { says: "only GitHub's API, the package scopes and the registry's login" },
  json: { says: "the findings for a program, in a form that docs/doctor.md describes" },
  "token-stdin": {
    says: "the token comes on the standard input [it is in GHCR_TOKEN, or is asked for at a terminal, unseen]",
  },
  registry: { value: "HOST", says: "another registry [GHCR_REGISTRY, or ghcr.io]" },
  help: helpFlag,
} as const satisfies Record<string, Flag>;

export const doctor = {
  ...installed,
  name: "doctor",
  says: "says whether a token can publish to ghcr.io, and if not, why",
  usage: ["doctor --repository OWNER/NAME [--image NAME] [--light] [--json]"],
  about: [
    "Says whether a token can publish a repository's images to ghcr.io, and if not, why, and what to do. It changes nothing on GitHub or in the registry.",
  ],
  flags,
  codes: { 0: "all is well", 1: "something failed", 2: "it cannot tell, or it could not run" },
  examples: [
    "npx pulumi-ghcr doctor --repository F1bonacci66/civilx-universe",
    "gh auth token | npx pulumi-ghcr doctor --repository octo/app --token-stdin",
  ],
  idle: "nothing was asked",
} as const satisfies Command;

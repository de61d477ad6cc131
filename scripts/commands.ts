import type { Flag } from "../cli/arguments";
import { helpFlag, type Command } from "../cli/commands/command";

/** What only a clone of the project has. */
const inClone = { isInstalled: false, idle: "nothing was started" } as const;

const bare = { help: helpFlag } as const satisfies Record<string, Flag>;

const sandboxFlags = {
  json: { says: "address and variables for a program, on one line" },
  help: helpFlag,
} as const satisfies Record<string, Flag>;

export const sandbox = {
  ...inClone,
  name: "sandbox",
  file: "../scripts/sandbox.ts",
  says: "runs a GitHub and a ghcr.io on this machine, to try things",
  usage: ["sandbox [--json]"],
  about: [
    "Runs a GitHub and a ghcr.io on this machine until it is interrupted, and prints the variables with which a plain pulumi up in another terminal works against them: '. .sandbox/env' sets them in bash, zsh and sh. What it holds stays in .sandbox.",
  ],
  flags: sandboxFlags,
  codes: {
    0: "it was interrupted, and has stopped in good order",
    2: "it could not run",
  },
  examples: ["npx pulumi-ghcr sandbox"],
  steps: 3,
  needsEngine: true,
} as const satisfies Command;

export const start = {
  ...inClone,
  name: "start",
  file: "../scripts/start.ts",
  says: "shows all of it at work in the sandbox, from nothing",
  usage: ["start"],
  about: [
    "Gets the engine ready, starts a sandbox, runs pulumi up against it, and reads back the images that were pushed. Run again, it goes on where it was.",
  ],
  flags: bare,
  codes: {
    0: "all was published and read back",
    1: "not all of it was",
    2: "it could not run",
  },
  examples: ["npm start"],
  steps: 5,
  needsEngine: true,
} as const satisfies Command;

export const test = {
  ...inClone,
  name: "test",
  file: "../scripts/test.ts",
  says: "runs all that guards the project",
  usage: ["test"],
  about: [
    "Checks format, lint and types, and runs the unit tests and those with the real engine. The last line tells how many passed and failed.",
  ],
  flags: bare,
  codes: { 0: "all passed", 1: "something failed", 2: "it could not run" },
  examples: ["npm test"],
  steps: 7,
  needsEngine: true,
} as const satisfies Command;

export const testUnit = {
  ...inClone,
  name: "test-unit",
  file: "../scripts/testUnit.ts",
  says: "runs the tests that need no engine",
  usage: ["test-unit"],
  about: ["Runs the tests that need no engine. They run on every system."],
  flags: bare,
  codes: { 0: "all passed", 1: "something failed", 2: "it could not run" },
  examples: ["npm run test:unit"],
  steps: 2,
  needsEngine: false,
} as const satisfies Command;

const engineFlags = {
  rebuild: { says: "forget what was built, and start over" },
  help: helpFlag,
} as const satisfies Record<string, Flag>;

export const engine = {
  ...inClone,
  name: "engine",
  file: "../scripts/toolchain.ts",
  says: "gets Pulumi, BuildKit and a registry, and shows each part",
  usage: ["engine [--rebuild]"],
  about: [
    "Gets ready what start, test and sandbox need, and shows each part: where it comes from, its version and its size. What the machine lacks is built from pinned Go modules.",
  ],
  flags: engineFlags,
  codes: { 0: "every part is ready", 2: "one could not be had" },
  examples: ["npx pulumi-ghcr engine --rebuild"],
  steps: 2,
  needsEngine: true,
} as const satisfies Command;

export const docs = {
  ...inClone,
  name: "docs",
  file: "../scripts/docs/main.ts",
  says: "writes the documents that are made from the sources",
  usage: ["docs"],
  about: ["Writes the documents that are made from the sources, where they are not current."],
  flags: bare,
  codes: { 0: "all are current", 2: "it could not run" },
  examples: ["npm run docs"],
  idle: "nothing was written",
  steps: 0,
  needsEngine: false,
} as const satisfies Command;

const fuzzFlags = {
  cases: { value: "NUMBER", says: "how many inputs [100000]" },
  seed: { value: "NUMBER", says: "repeats a run, which tells its own" },
  help: helpFlag,
} as const satisfies Record<string, Flag>;

export const fuzz = {
  ...inClone,
  name: "fuzz",
  says: "gives hostile input to functions and clients",
  usage: ["fuzz [--cases NUMBER] [--seed NUMBER]"],
  about: [
    "Gives hostile input to functions and, in one of fifty cases, to the clients through a server on this machine.",
  ],
  flags: fuzzFlags,
  codes: { 0: "all held", 1: "something did not hold", 2: "it could not run" },
  examples: ["npx pulumi-ghcr fuzz --cases 1000 --seed 7"],
  steps: 0,
  needsEngine: false,
  file: "../tests/fuzz/main.ts",
} as const satisfies Command;

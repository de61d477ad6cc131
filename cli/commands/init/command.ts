import type { Flag } from "../../arguments";
import { helpFlag, installed, type Command } from "../command";

export const visibilities = ["private", "public"] as const;
export const builders = ["pulumi", "actions"] as const;

/** Each question has its flag, so that it can be answered before it is asked. */
const flags = {
  stack: { value: "NAME", says: "the stack [the one that has a file, or prod]" },
  backend: { value: "URL", says: "where Pulumi keeps it [as logged in, or file://~]" },
  owner: { value: "NAME", says: "whose packages they are [the repository's owner]" },
  repository: { value: "NAME", says: "the repository's name, of a single one [as git says]" },
  visibility: {
    value: "KIND",
    choices: visibilities,
    says: "of a repository that is made: public [private]",
  },
  image: { value: "NAME", repeats: true, says: "an image to take; may be repeated [all]" },
  tag: { value: "RULE", repeats: true, says: "a tag; may be repeated [latest]" },
  build: {
    value: "WHERE",
    choices: builders,
    says: "pulumi, or actions [pulumi where a builder is]",
  },
  "token-stdin": { says: "the token comes on the standard input" },
  yes: { says: "publish without asking" },
  help: helpFlag,
} as const satisfies Record<string, Flag>;

export const init = {
  ...installed,
  name: "init",
  says: "from nothing to a published image: settings, secrets, pulumi up",
  usage: ["init [FOLDER …] [--stack NAME] [--yes]"],
  about: [
    "From nothing to a published image: looks for the Dockerfiles below each FOLDER, or here, checks your token, writes the stack's settings, stores the token encrypted, shows the preview, and publishes when you say so. Run it again, and it changes only what you answer differently.",
    "The token comes from GHCR_TOKEN, or it is asked for, and is not shown. Beside GHCR_TOKEN, GITHUB_TOKEN is the one that administers, where it is set. Without a terminal nothing is asked, and without --yes nothing is published.",
  ],
  flags,
  takes: "folder",
  codes: { 0: "all went well", 1: "something was refused", 2: "it could not run" },
  examples: [
    "npx pulumi-ghcr init ../my-app",
    'npx pulumi-ghcr init ../my-app --tag "{{version}}" --tag latest --yes',
  ],
  idle: "nothing was changed",
  steps: 7,
} as const satisfies Command;

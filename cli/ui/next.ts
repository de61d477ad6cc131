import type { OutputImage, PullRequests } from "../readBack";
import { settingLine } from "../variables";

/** A command to type, and what it does. */
export interface NextCommand {
  readonly command: string;
  readonly description: string;
}

/** What the commands need first in the person's own shell. */
export interface NextShell {
  /** Where they are typed, if not here. */
  readonly folder?: string | undefined;
  /** The file of the passphrase that init made: our commands find it, and Pulumi's do not. */
  readonly passphrase?: string | undefined;
}

/** What comes next, for somebody who has just seen a command do its work. */
export function nextLines(
  commands: readonly NextCommand[],
  { folder, passphrase }: NextShell = {},
): readonly string[] {
  return [
    "Next:",
    ...(folder === undefined ? [] : [`  cd ${folder}`]),
    ...(passphrase === undefined
      ? []
      : [`  ${settingLine("PULUMI_CONFIG_PASSPHRASE_FILE", passphrase)}`]),
    ...commands.flatMap(({ command, description }) => [`  ${command}`, `      ${description}`]),
  ];
}

export function deployCommand(stack: string): NextCommand {
  return {
    command: `pulumi stack output compose --stack ${stack} > compose.lock.yaml`,
    description: "pins a deployment by digest: docs/compose.md; other ways: docs/deploy.md",
  };
}

export function publishCommand(stack: string): NextCommand {
  return {
    command: `pulumi up --stack ${stack}`,
    description: "publishes with the current settings",
  };
}

/** Where a workflow builds. One that is proposed builds nothing before somebody takes it. */
export function pinCommand(
  stack: string,
  { isProposed }: { readonly isProposed: boolean },
): NextCommand {
  return {
    command: `pulumi up --stack ${stack}`,
    description: isProposed
      ? "pins what GitHub has built, after the pull request is merged and its run has finished"
      : "pins what GitHub has built, after its run has finished",
  };
}

/** After the version that the settings hold, if they hold one. */
export function releaseCommand(stack: string, version?: string): NextCommand {
  return {
    command: `npx pulumi-ghcr push --tag ${nextVersion(version)} --stack ${stack}`,
    description: "publishes a version",
  };
}

/** `v1.0.1` after `v1.0.0`; what it is called is whoever releases it to say. */
function nextVersion(version = ""): string {
  const [, head = "", last] = /^(v?\d+(?:\.\d+)*\.)(\d{1,9})$/.exec(version) ?? [];
  return last === undefined ? "v1.0.0" : `${head}${Number(last) + 1}`;
}

/** Where Pulumi stopped, and said why. */
export function continueCommand(stack: string): NextCommand {
  return {
    command: `pulumi up --stack ${stack}`,
    description: "continues after you fix that; so does running the same init again",
  };
}

/** A stack whose images are not all built yet has nothing whole to deploy. */
export function commandAfterRelease(
  stack: string,
  images: readonly Pick<OutputImage, "pinned">[],
  pullRequests: PullRequests,
): NextCommand {
  return images.every(({ pinned }) => pinned !== undefined)
    ? deployCommand(stack)
    : pinCommand(stack, { isProposed: Object.keys(pullRequests).length > 0 });
}

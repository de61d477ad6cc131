import { isBuilt, type OutputImage, type PullRequests } from "../readBack";
import { settingLine } from "../variables";

/** A command to type, and what it does, unless the next one says it for both. */
export interface NextCommand {
  readonly command: string;
  readonly description?: string;
}

/** What the user's own shell needs before the commands. */
export interface NextShell {
  /** The folder to type them in, if not the working folder. */
  readonly folder?: string | undefined;
  /** The passphrase file that init created: our commands find it, Pulumi's do not. */
  readonly passphrase?: string | undefined;
}

/** The commands to suggest after a command has finished. */
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
    ...commands.flatMap(({ command, description }) => [
      `  ${command}`,
      ...(description === undefined ? [] : [`      ${description}`]),
    ]),
  ];
}

export function deployCommand(stack: string): NextCommand {
  return {
    command: `npx pulumi-ghcr outputs deploy --stack ${stack}`,
    description: "writes files into the folder deploy that pin the images: docs/deploy.md",
  };
}

/** If the stack has mirrors. */
export function mirrorsCommand(stack: string): NextCommand {
  return {
    command: `npx pulumi-ghcr mirrors --check --stack ${stack}`,
    description: "tells whether a source has changed since it was copied",
  };
}

export function publishCommand(stack: string): NextCommand {
  return {
    command: `npx pulumi up --stack ${stack}`,
    description: "publishes with the current settings",
  };
}

/** If a workflow builds the images. A proposed workflow builds nothing before it is merged. */
export function pinCommand(
  stack: string,
  { isProposed }: { readonly isProposed: boolean },
): NextCommand {
  return {
    command: `npx pulumi up --stack ${stack}`,
    description: isProposed
      ? "pins what GitHub builds after the pull request is merged"
      : "pins what GitHub has built, after its run has finished",
  };
}

/** Suggests the version after the one in the settings. */
export function releaseCommand(stack: string, version?: string): NextCommand {
  return {
    command: `npx pulumi-ghcr push ${suggestVersion(version)} --stack ${stack}`,
    description: "publishes a version",
  };
}

/** `v1.0.1` after `v1.0.0`; only an example, the user decides. */
function suggestVersion(version = ""): string {
  const [, head = "", last] = /^(v?\d+(?:\.\d+)*\.)(\d{1,9})$/.exec(version) ?? [];
  return last === undefined ? "v1.0.0" : `${head}${Number(last) + 1}`;
}

/** After Pulumi failed with an explanation. */
export function continueCommand(stack: string): NextCommand {
  return {
    command: `npx pulumi up --stack ${stack}`,
    description: "continues after you fix that; so does running the same init again",
  };
}

/** A stack cannot be deployed until all of its images are built. */
export function commandAfterRelease(
  stack: string,
  images: readonly Pick<OutputImage, "pinned" | "isLastKnown">[],
  pullRequests: PullRequests,
): NextCommand {
  return images.every(isBuilt)
    ? deployCommand(stack)
    : pinCommand(stack, { isProposed: Object.keys(pullRequests).length > 0 });
}

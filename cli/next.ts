import type { OutputImage } from "./readBack";

/** A command to type, and what it does. */
export interface NextCommand {
  readonly command: string;
  readonly what: string;
}

/** What comes next, for somebody who has just seen a command do its work. */
export function nextLines(commands: readonly NextCommand[]): readonly string[] {
  return ["Next:", ...commands.flatMap(({ command, what }) => [`  ${command}`, `      ${what}`])];
}

export function deploys(stack: string): NextCommand {
  return {
    command: `pulumi stack output compose --stack ${stack} > compose.lock.yaml`,
    what: "pins a deployment by digest: docs/compose.md; other ways: docs/deploy.md",
  };
}

export function publishes(stack: string): NextCommand {
  return {
    command: `pulumi up --stack ${stack}`,
    what: "publishes by the settings as they stand",
  };
}

/** Where a workflow builds. */
export function pins(stack: string): NextCommand {
  return {
    command: `pulumi up --stack ${stack}`,
    what: "pins what GitHub has built, once it has",
  };
}

export function releases(stack: string): NextCommand {
  return {
    command: `npx pulumi-ghcr push --tag v1.0.0 --stack ${stack}`,
    what: "releases under a version",
  };
}

/** A stack whose images are not all built yet has nothing whole to deploy. */
export function afterRelease(
  stack: string,
  images: readonly Pick<OutputImage, "pinned">[] = [],
): NextCommand {
  return images.every(({ pinned }) => pinned !== undefined) ? deploys(stack) : pins(stack);
}

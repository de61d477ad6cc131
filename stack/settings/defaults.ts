import type * as pulumi from "@pulumi/pulumi";
import { serviceOf } from "../../core/oci/plainName";
import { defaultTags, rulesToRead } from "../../core/tags/rules";
import type { PlainSettings } from "./schema";
import { plannedWorkflow, type WorkflowSettings } from "./workflow";

/**
 * What a repository is where neither it nor `defaults` says. What is left open here differs between
 * one that is made and one that is adopted, so that the component fills it in.
 */
export const repositoryDefaults = {
  create: false,
  adopt: false,
  secretName: "GHCR_TOKEN",
  secretScope: "repository",
} as const;

/** What an image is where neither it nor `defaults` says. */
export const imageDefaults = {
  build: "pulumi",
  attested: false,
  cache: "off",
  network: "default",
  buildOnPreview: false,
  enforceVisibility: false,
} as const;

type Written = NonNullable<PlainSettings["repositories"]>[string];
type WrittenImage = NonNullable<Written["images"]>[string];
type Defaults = NonNullable<PlainSettings["defaults"]>;
type Secret = pulumi.Output<string>;

type Filled = "tags" | keyof typeof imageDefaults;

/** An image's settings, with every default filled in and its secrets looked up. */
export interface ImageSettings extends Omit<WrittenImage, Filled | "secrets" | "service"> {
  /** Fixed text and rules. */
  readonly tags: readonly string[];
  /** What the rules are filled from, where it is set. */
  readonly version?: string;
  readonly build: NonNullable<WrittenImage["build"]>;
  readonly attested: boolean;
  readonly cache: NonNullable<WrittenImage["cache"]>;
  readonly network: NonNullable<WrittenImage["network"]>;
  readonly buildOnPreview: boolean;
  readonly enforceVisibility: boolean;
  /** The Compose services that run it. */
  readonly service: readonly string[];
  /** The secrets that the build may read, by the id that the Dockerfile gives them. */
  readonly secrets?: Readonly<Record<string, Secret>>;
}

/** A repository's settings, with every default filled in. */
export interface RepositorySettings {
  readonly create: boolean;
  readonly adopt: boolean;
  /** Whether the adopting update may write what differs from GitHub. */
  readonly mayOverwrite: boolean;
  readonly onDestroy?: NonNullable<Written["onDestroy"]>;
  readonly visibility?: NonNullable<Written["visibility"]>;
  readonly description?: string;
  readonly secretName: string;
  readonly secretScope: NonNullable<Written["secretScope"]>;
  readonly protectTags?: readonly string[];
  readonly workflowPermissions?: NonNullable<Written["workflowPermissions"]>;
  readonly approvePullRequests?: boolean;
  /** The workflow that publishes from it, where there is one. */
  readonly workflow?: WorkflowSettings | undefined;
  readonly images: Readonly<Record<string, ImageSettings>>;
}

/**
 * Fills in what a repository does not say: from `defaults`, and then from what is built in. A value
 * is taken whole: a list or a map of the repository's own replaces the one in `defaults`, and
 * nothing of that is left. A merged list could never be made shorter.
 */
export function withDefaults(
  written: Written,
  defaults: Defaults,
  secrets: ReadonlyMap<string, Secret>,
  version?: string,
): RepositorySettings {
  const { images = {}, ...own } = written;
  const all = { ...repositoryDefaults, ...pick(defaults, repositoryNames), ...own };
  const workflow = plannedWorkflow({ ...all, images }, defaults);
  const attested = workflow?.attest === true;
  return {
    ...all,
    workflow,
    adopt: all.adopt !== false,
    mayOverwrite: all.adopt === "overwrite",
    images: mapValues(images, (image, name) =>
      imageWithDefaults(name, image, defaults, { secrets, version, attested }),
    ),
  };
}

function imageWithDefaults(
  name: string,
  written: WrittenImage,
  defaults: Defaults,
  around: {
    readonly secrets: ReadonlyMap<string, Secret>;
    readonly version: string | undefined;
    /** Whether the repository's workflow attests what it builds. */
    readonly attested: boolean;
  },
): ImageSettings {
  const { version } = around;
  const { secrets, ...said } = {
    ...imageDefaults,
    attested: around.attested && (written.build ?? defaults.build) === "actions",
    tags: defaultTags(version),
    ...(version === undefined ? {} : { version }),
    service: [serviceOf(name)],
    ...pick(defaults, imageNames),
    ...written,
  };
  const image =
    said.build === "actions" ? { ...said, tags: rulesToRead(said.tags, version) } : said;
  if (secrets === undefined) return image;
  // Each name was looked for before, and a missing one told.
  const found = Object.entries(secrets).flatMap(([id, name]) => {
    const secret = around.secrets.get(name);
    return secret === undefined ? [] : [[id, secret] as const];
  });
  return { ...image, secrets: Object.fromEntries(found) };
}

const repositoryNames = [
  "create",
  "adopt",
  "onDestroy",
  "visibility",
  "secretName",
  "secretScope",
  "protectTags",
  "workflowPermissions",
  "approvePullRequests",
  "workflow",
] as const;

const imageNames = [
  "dockerfile",
  "tags",
  "platforms",
  "target",
  "buildArgs",
  "secrets",
  "build",
  "attested",
  "cache",
  "network",
  "buildOnPreview",
  "packageVisibility",
  "enforceVisibility",
] as const;

/** What is written of these; what is not written must not stand in the way of a default. */
function pick<Name extends keyof Defaults>(
  defaults: Defaults,
  names: readonly Name[],
): Pick<Defaults, Name> {
  return Object.fromEntries(
    names.filter((name) => defaults[name] !== undefined).map((name) => [name, defaults[name]]),
  ) as Pick<Defaults, Name>;
}

export function mapValues<Value, Result>(
  values: Readonly<Record<string, Value>>,
  change: (value: Value, key: string) => Result,
): Record<string, Result> {
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => [key, change(value, key)]),
  );
}

import * as pulumi from "@pulumi/pulumi";
import type { Visibility } from "../../core/github/packageState";
import { repositoryOnPage } from "../../core/github/repositoryPage";
import type { TaggedReference } from "../../core/oci/reference";
import { PackageVisibility, type PackageVisibilityArgs } from "../../components/packageVisibility";
import type { PreflightResult } from "../preflight";

/** An image of the stack whose package may be checked. */
export interface CheckedImage {
  /** The package's name, without the owner. */
  readonly name: string;
  readonly image: {
    readonly referenceParts: pulumi.Input<TaggedReference>;
    readonly digest: pulumi.Input<string | undefined>;
    /** Set if the digest is the last known one, because the tag cannot be read. */
    readonly lastKnownTag?: pulumi.Input<string | undefined>;
  };
  /** Its visibility; without it the package is not checked. */
  readonly visibility?: Visibility | undefined;
  /** The page of the repository that the package should be linked to. */
  readonly source: pulumi.Input<string>;
  /** The path of its settings. */
  readonly setting: string;
}

/** A problem and its fix. */
export interface StackFinding {
  readonly setting: string;
  readonly message: string;
  readonly fix: readonly string[];
}

export interface PackageOutputs {
  readonly visibility: { readonly desired: Visibility; readonly actual: pulumi.Output<unknown> };
  /** Whether the package can be read without a login. */
  readonly isPublic: pulumi.Output<boolean | undefined>;
  readonly repository: {
    readonly desired: pulumi.Output<string | undefined>;
    /** Undefined if it is not linked, or if that is unknown. */
    readonly actual: pulumi.Output<string | undefined>;
  };
}

type Connection = Pick<PackageVisibilityArgs, "owner" | "registry" | "username" | "token" | "api">;

/**
 * Checks each package whose visibility is set. Returns the packages' outputs, and all findings:
 * theirs, and the preflight's about everything else.
 */
export function declarePackages(
  images: readonly CheckedImage[],
  to: Connection,
  preflight: Pick<PreflightResult, "packages" | "findings">,
): {
  readonly packages: Readonly<Record<string, PackageOutputs>>;
  readonly findings: pulumi.Output<readonly StackFinding[]>;
} {
  const checked = images.flatMap(({ name, image, visibility, source, setting }) => {
    if (visibility === undefined) return [];
    const check = new PackageVisibility(name, {
      ...to,
      image: name,
      visibility,
      source,
      tag: pulumi.output(image.referenceParts).apply(({ tag }) => tag),
      // What the tag points to is unknown then, as before the first push.
      digest: pulumi
        .all([image.digest, image.lastKnownTag])
        .apply(([digest, last]) => (last === undefined ? digest : undefined)),
      hints: preflight.packages.get(name),
    });
    return [{ name, visibility, source, setting, check }];
  });
  const packages = checked.map(({ name, visibility, source, check }): [string, PackageOutputs] => [
    name,
    {
      visibility: { desired: visibility, actual: check.actual },
      isPublic: check.isPublic,
      repository: {
        desired: pulumi.output(source).apply(repositoryOnPage),
        actual: check.repository,
      },
    },
  ]);
  const after = pulumi.all(
    checked.map(({ setting, check }) =>
      check.findings.apply((all) => all.map((each) => ({ setting, ...each }))),
    ),
  );
  const before = preflight.findings
    .filter(({ isOfPackage }) => isOfPackage !== true)
    .map(({ setting, message, fix = [] }) => ({ setting, message, fix }));
  return {
    packages: Object.fromEntries(packages),
    findings: after.apply((lists) => [...before, ...lists.flat()]),
  };
}

import * as pulumi from "@pulumi/pulumi";
import type { Visibility } from "../../core/github/packageState";
import { repositoryOnPage } from "../../core/github/repositoryPage";
import type { TaggedReference } from "../../core/oci/reference";
import { PackageVisibility, type PackageVisibilityArgs } from "../../components/packageVisibility";
import type { PreflightResult } from "../preflight";

/** An image of the stack whose package may be looked at. */
export interface LookedAt {
  /** The package's name below its owner. */
  readonly name: string;
  readonly image: {
    readonly referenceParts: pulumi.Input<TaggedReference>;
    readonly digest: pulumi.Input<string | undefined>;
  };
  /** Who should see it; nothing where that is nobody's business. */
  readonly visibility?: Visibility | undefined;
  /** The page of the repository that it should be linked to. */
  readonly source: pulumi.Input<string>;
  /** The setting that wants it. */
  readonly setting: string;
}

/** Something that is not as it should be, and what to do. */
export interface StackFinding {
  readonly setting: string;
  readonly found: string;
  readonly mend: readonly string[];
}

export interface PackageOutputs {
  readonly visibility: { readonly desired: Visibility; readonly actual: pulumi.Output<unknown> };
  /** Whether somebody without a login reads it. */
  readonly isPublic: pulumi.Output<boolean | undefined>;
  readonly repository: {
    readonly desired: pulumi.Output<string | undefined>;
    /** Nothing where it is linked to none, or that cannot be told. */
    readonly actual: pulumi.Output<string | undefined>;
  };
}

type To = Pick<PackageVisibilityArgs, "owner" | "registry" | "username" | "token" | "api">;

/**
 * Looks at each package that is to be looked at, and gives what the stack tells of them; and what the
 * preflight found of all else.
 */
export function declarePackages(
  images: readonly LookedAt[],
  to: To,
  preflight: Pick<PreflightResult, "packages" | "findings">,
): {
  readonly packages: Readonly<Record<string, PackageOutputs>>;
  readonly findings: pulumi.Output<readonly StackFinding[]>;
} {
  const looks = images.flatMap(({ name, image, visibility, source, setting }) => {
    if (visibility === undefined) return [];
    const found = new PackageVisibility(name, {
      ...to,
      image: name,
      visibility,
      source,
      tag: pulumi.output(image.referenceParts).apply(({ tag }) => tag),
      digest: image.digest,
      hints: preflight.packages.get(name),
    });
    return [{ name, visibility, source, setting, found }];
  });
  const packages = looks.map(({ name, visibility, source, found }): [string, PackageOutputs] => [
    name,
    {
      visibility: { desired: visibility, actual: found.actual },
      isPublic: found.isPublic,
      repository: {
        desired: pulumi.output(source).apply(repositoryOnPage),
        actual: found.repository,
      },
    },
  ]);
  const after = pulumi.all(
    looks.map(({ setting, found }) =>
      found.findings.apply((all) => all.map((each) => ({ setting, ...each }))),
    ),
  );
  const before = preflight.findings
    .filter(({ isOfPackage }) => isOfPackage !== true)
    .map(({ setting, found, mend = [] }) => ({ setting, found, mend }));
  return {
    packages: Object.fromEntries(packages),
    findings: after.apply((lists) => [...before, ...lists.flat()]),
  };
}

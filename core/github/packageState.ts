import type { Answer } from "../http/answer";
import type { PackageAnswer, PackageFacts } from "./packages";
import { packageOf, type Reference } from "../oci/reference";
import type { RegistryClient } from "../registry/client";
import { answerOf } from "../registry/refusal";
import { fillPlaceholders, settingsPages } from "./settingsPages";

export type Visibility = PackageFacts["visibility"];

/** The observed state of a pushed package, at GitHub and at the registry. Null is unknown. */
export interface PackageState {
  readonly visibility: Visibility | null;
  /** The linked repository, `owner/name`; false if there is none. */
  readonly repository: string | false | null;
  /** Whether it can be pulled without a login, which is what 'public' means. */
  readonly isPublic: boolean | null;
  /** The digest that its tag points to. */
  readonly digest: string | null;
  /** The settings page: no API changes these settings. */
  readonly page: string;
  /** The reasons why something is unknown. */
  readonly why: readonly string[];
}

/** The desired state of a package. */
export interface DesiredPackage {
  readonly visibility: Visibility;
  /** The repository that it belongs to, `owner/name`. */
  readonly repository?: string | undefined;
  /** The digest that was pushed. */
  readonly digest: string;
}

/** A difference from the desired state, with its fix. */
export interface Difference {
  readonly kind: "visibility" | "link" | "tag";
  readonly message: string;
  readonly cause: string;
  readonly fix: readonly string[];
}

/** Combines GitHub's answer about a package with the registry's about its tag. */
export async function readPackageState(
  answer: PackageAnswer,
  client: RegistryClient,
  reference: Reference,
): Promise<PackageState> {
  const [digest, anonymous] = await Promise.all([
    readDigest(client, reference),
    client.isPublic(reference),
  ]);
  const { owner, name } = packageOf(reference);
  const facts = answer.outcome === "found" ? answer.package : undefined;
  const pages = settingsPages;
  const page = facts?.address.includes("/orgs/") ? pages.organizationPackage : pages.userPackage;
  return {
    visibility: facts?.visibility ?? null,
    repository: facts === undefined ? null : (facts.repository ?? false),
    isPublic: anonymous.outcome === "unknown" ? null : anonymous.outcome === "yes",
    digest: typeof digest === "string" ? digest : null,
    page: fillPlaceholders(page, { owner: facts?.owner ?? owner, name: facts?.name ?? name }),
    why: [
      ...(answer.outcome === "found" ? [] : [`GitHub: ${reasonOf(answer)}`]),
      ...(typeof digest === "string" ? [] : [`the registry: ${reasonOf(digest)}`]),
      ...(anonymous.outcome === "unknown"
        ? [`the registry, without a login: ${anonymous.why}`]
        : []),
    ],
  };
}

async function readDigest(
  client: RegistryClient,
  reference: Reference,
): Promise<string | Exclude<Answer, { readonly outcome: "yes" }>> {
  try {
    return await client.readDigest(reference);
  } catch (error) {
    return answerOf(error);
  }
}

function reasonOf(
  answer: Exclude<PackageAnswer | Answer, { readonly outcome: "found" | "yes" }>,
): string {
  if (answer.outcome === "absent or hidden") return "missing, or hidden from this token";
  if (answer.outcome === "no") return answer.refusal.text;
  return answer.outcome === "refused" ? answer.response : answer.why;
}

/** The differences between desired and observed state. What is unknown is no difference. */
export function differencesFrom(
  desired: DesiredPackage,
  state: PackageState,
): readonly Difference[] {
  return [
    ...compareVisibility(desired, state),
    ...compareLink(desired, state),
    ...compareTag(desired, state),
  ];
}

function compareVisibility(
  { visibility: desired }: DesiredPackage,
  { visibility, isPublic, page }: PackageState,
): readonly Difference[] {
  if (desired === "public" && visibility === "public" && isPublic === false) {
    return [
      {
        kind: "visibility",
        message:
          "GitHub reports the package as public, but the registry requires a login to pull it",
        cause:
          "An organization's policy may block public packages, or GitHub has not applied the change yet.",
        fix: ["Check the package's settings, and try again in a minute:", page],
      },
    ];
  }
  const actual = isPublic === true ? "public" : visibility;
  if (actual === null || actual === desired) return [];
  const isFinal = actual === "public";
  if (desired === "internal" && !isFinal && !page.includes("/orgs/")) {
    return [
      {
        kind: "visibility",
        message: `the package is ${actual}, but internal is required`,
        cause:
          "Only an organization's packages can be internal, and this package belongs to a user.",
        fix: [
          "Set the visibility to 'private' or 'public', the only choices on its settings page:",
          page,
        ],
      },
    ];
  }
  return [
    {
      kind: "visibility",
      message: `the package is ${actual}, but ${desired} is required`,
      cause: isFinal
        ? "A public package can never be made private again."
        : "The first push creates a private package. No API changes that, only its settings page.",
      fix: isFinal
        ? ["Push under another name, and delete this package if nobody needs it:", page]
        : ["Change the visibility at the bottom of this page; 'public' cannot be undone:", page],
    },
  ];
}

function compareLink(
  { repository: desired }: DesiredPackage,
  { repository, page }: PackageState,
): readonly Difference[] {
  if (desired === undefined || repository === null) return [];
  if (repository !== false && repository.toLowerCase() === desired.toLowerCase()) return [];
  return [
    {
      kind: "link",
      message:
        repository === false
          ? "the package is not linked to a repository"
          : `the package is linked to ${repository}, but ${desired} is required`,
      cause:
        "Only a package's first push links it, and workflows of a repository that it is not linked to are refused.",
      fix: [`Connect it to ${desired} on this page:`, page],
    },
  ];
}

function compareTag(
  { digest: desired }: DesiredPackage,
  { digest }: PackageState,
): readonly Difference[] {
  if (digest === null || digest === desired) return [];
  return [
    {
      kind: "tag",
      message: `the tag was moved: it points to ${digest}, but this stack pushed ${desired}`,
      cause: "Pulumi compares an image with its last push, not with the tag in the registry.",
      fix: [
        "The pinned reference still names the image that was pushed. To push it under the tag again, even if the tag names a version, with the image's URN from 'npx pulumi stack --show-urns':",
        "GHCR_RELEASES=movable npx pulumi up --replace URN",
      ],
    },
  ];
}

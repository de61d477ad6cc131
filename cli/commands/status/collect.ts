import { askUser } from "../../../core/checks/collect";
import { getOrCreate } from "../../../core/getOrCreate";
import { GitHubClient } from "../../../core/github/client";
import { PackagesClient, type PackageRefusal } from "../../../core/github/packages";
import { printReference, type Reference } from "../../../core/oci/reference";
import { RegistryClient } from "../../../core/registry/client";
import { answerOrAbsent } from "../../../core/registry/refusal";
import { limitConcurrency } from "../../../core/source";
import type { Token } from "../../../core/tokens/token";
import { collectMirrors } from "../../../stack/preflight/checks/mirrors/collect";
import { packageReader } from "../../../stack/preflight/checks/packages";
import { isBuilt, type OutputImage } from "../../readBack";
import { compareMirrors, type MirrorRow } from "../mirrors/rows";
import type { StatusStack } from "./state";
import type { ImageRow, StackStatus, TagRow, TokenRow } from "./status";

export interface StatusOptions {
  readonly withDrift: boolean;
  readonly now: Date;
  /** Called for each question until it is answered. */
  readonly onQuestion?: (what: string, answer: Promise<unknown>) => void;
}

/** Limits the concurrent requests to a server. */
const maxConcurrent = 20;

/** Asks GitHub and the registries, all at once, for what the state cannot tell. */
export async function collectStatus(
  stack: StatusStack,
  { withDrift, now, onQuestion }: StatusOptions,
): Promise<StackStatus> {
  const { registry, apiAddress, username, credentials } = stack;
  const clients = new Map<string, GitHubClient>();
  // A client remembers its token's account.
  const clientFor = (token: Token): GitHubClient =>
    getOrCreate(
      clients,
      token.fingerprint,
      () => new GitHubClient({ token: token.reveal(), baseUrl: apiAddress }),
    );
  const packages = new PackagesClient(clientFor(credentials.publish));
  const client = new RegistryClient({ registry, username, token: credentials.publish.reveal() });
  const asking = {
    images: collectImages(stack, packages, withDrift ? client : undefined),
    mirrors: collectMirrorRows(stack),
    tokens: Promise.all(listTokens(stack).map((each) => readToken(each, clientFor, now))),
  };
  onQuestion?.("GitHub: packages", asking.images);
  onQuestion?.("mirrors", asking.mirrors);
  onQuestion?.("GitHub: tokens", asking.tokens);
  const [images, mirrors, tokens] = await Promise.all([
    asking.images,
    asking.mirrors,
    asking.tokens,
  ]);
  return { stack: stack.name, updated: stack.updated, images, mirrors, tokens };
}

async function collectMirrorRows(stack: StatusStack): Promise<readonly MirrorRow[]> {
  return compareMirrors(stack, await collectMirrors(stack, stack.prior));
}

async function collectImages(
  { images, owner, pushTimes }: StatusStack,
  packages: PackagesClient,
  client: RegistryClient | undefined,
): Promise<readonly ImageRow[]> {
  const limit = limitConcurrency(maxConcurrent);
  const readPackage = packageReader(packages, owner, images.length);
  const rows = images.map(async (each): Promise<ImageRow> => {
    const { image, pinned, tags } = each;
    const [tag] = tags;
    const reference = tag === undefined ? "" : printReference(tag);
    if (pinned?.digest === undefined) {
      const why = ["digest: its workflow has yet to build it"];
      return { image, reference, digest: null, pushed: null, visibility: null, tags: null, why };
    }
    const [visibility, pushed, observed] = await Promise.all([
      limit(() => readPackage(image)),
      readPushTime(each, pinned, pushTimes, () => limit(() => packages.readVersions(owner, image))),
      client === undefined || !isBuilt(each)
        ? null
        : Promise.all(tags.map((one) => limit(() => readTag(client, one, pinned.digest)))),
    ]);
    return {
      image,
      reference,
      digest: pinned.digest,
      pushed: pushed.time,
      visibility: visibility.outcome === "found" ? visibility.package.visibility : null,
      tags: observed,
      why: [
        ...(isBuilt(each) ? [] : ["digest: the last known one; its workflow has yet to build it"]),
        ...(pushed.why === undefined ? [] : [`pushed: ${pushed.why}`]),
        ...(visibility.outcome === "found" ? [] : [`visibility: ${reasonOf(visibility)}`]),
      ],
    };
  });
  return Promise.all(rows);
}

/** A workflow's push is not in the state, but GitHub lists when it created each version. */
async function readPushTime(
  { image }: OutputImage,
  { registry, name, digest = "" }: Reference,
  pushTimes: ReadonlyMap<string, string>,
  readVersions: () => ReturnType<PackagesClient["readVersions"]>,
): Promise<{ readonly time: string | null; readonly why?: string }> {
  const stored = pushTimes.get(printReference({ registry, name, digest }));
  if (stored !== undefined) return { time: stored };
  const list = await readVersions();
  if (list.outcome !== "found") return { time: null, why: reasonOf(list) };
  const version = list.versions.find((each) => each.digest === digest);
  return version === undefined
    ? { time: null, why: `GitHub lists no version of ${image} with this digest` }
    : { time: version.createdAt };
}

async function readTag(
  client: RegistryClient,
  reference: Reference,
  expected: string | undefined,
): Promise<TagRow> {
  const { tag = "" } = reference;
  try {
    const digest = await client.readDigest(reference);
    return { tag, digest, state: digest === expected ? "current" : "moved" };
  } catch (error) {
    const answer = answerOrAbsent(error);
    if (answer.outcome === "absent") return { tag, digest: null, state: "missing" };
    const why = answer.outcome === "no" ? answer.refusal.text : answer.why;
    return { tag, digest: null, state: "unknown", why };
  }
}

interface NamedToken {
  readonly setting: TokenRow["setting"];
  readonly token: Token | undefined;
}

function listTokens({ credentials, admin }: StatusStack): readonly NamedToken[] {
  const { publish, pull } = credentials;
  return [
    { setting: "ghcr:token", token: publish },
    { setting: "github:token", token: admin },
    ...(pull === undefined ? [] : [{ setting: "ghcr:pullToken", token: pull } as const]),
  ];
}

async function readToken(
  { setting, token }: NamedToken,
  clientFor: (token: Token) => GitHubClient,
  now: Date,
): Promise<TokenRow> {
  const nothing = { setting, account: null, expires: null, daysLeft: null };
  const unknown = (why: string): TokenRow => ({ ...nothing, outcome: "unknown", why });
  if (token === undefined) return unknown("it is not set on this machine");
  const user = await askUser(clientFor(token), token, now);
  if (user.outcome !== "answered") return unknown(user.why);
  const { accepted, account, expires, daysLeft, rateLimited } = user.facts;
  const shown = { setting, account, daysLeft };
  if (accepted === false) {
    const why = `GitHub refuses it (${user.status}): it is mistyped, expired or revoked`;
    return { ...shown, outcome: "fail", expires: null, why };
  }
  if (accepted === null) {
    return unknown(
      rateLimited ? "GitHub's rate limit is reached" : `GitHub answered ${user.status}`,
    );
  }
  if (expires === null) {
    return { ...shown, outcome: "pass", expires, why: "GitHub reports no date for such a token" };
  }
  const text = expires instanceof Date ? expires.toISOString() : expires;
  return { ...shown, outcome: "pass", expires: text };
}

function reasonOf(answer: PackageRefusal): string {
  if (answer.outcome === "absent or hidden") return "missing, or hidden from ghcr:token";
  return answer.outcome === "refused" ? answer.response : answer.why;
}

import type { ServerResponse } from "node:http";
import { collectMirrors } from "../../../../stack/preflight/checks/mirrors/collect";
import type { DesiredMirror } from "../../../../stack/model";
import { evaluateMirror } from "../../../../stack/preflight/checks/mirrors/findings";
import type { PriorState } from "../../../../stack/state";
import type { Reference } from "../../../../core/oci/reference";
import type { SourceImage } from "../../../../core/registry/mirrorSource";
import { answer, digestOf, fakeRegistryForEachTest } from "../../../core/registry/fakeRegistry";
import { desiredMirror, desiredStack } from "../../desired";
import { priorStateWith } from "../../state/prior";

/** The registry that mirrors are copied to; it does not exist. */
const target = "127.0.0.1:9";

/** The registry that mirrors are copied from. */
export const registry = fakeRegistryForEachTest();

export const [amd64, arm64] = ["2", "3"].map((each) => `sha256:${each.repeat(64)}`);

/** An index for two platforms; another text changes its digest. */
export function index(text = "", isAttested = false, variant?: string): string {
  const platform = (architecture: string) => ({
    ...{ os: "linux", architecture },
    ...(architecture === "arm64" && variant !== undefined ? { variant } : {}),
  });
  const attestation = {
    digest: `sha256:${"4".repeat(64)}`,
    platform: { os: "unknown", architecture: "unknown" },
    annotations: { "vnd.docker.reference.type": "attestation-manifest" },
  };
  return JSON.stringify({
    schemaVersion: 2,
    mediaType: "application/vnd.oci.image.index.v1+json",
    manifests: [
      { digest: amd64, platform: platform("amd64") },
      { digest: arm64, platform: platform("arm64") },
      ...(isAttested ? [attestation] : []),
    ],
    annotations: { text },
  });
}

export const single = JSON.stringify({ schemaVersion: 2, config: {} });

/** A registry that holds these manifests by their tags, and by their digests. */
export function serveManifests(
  tags: Readonly<Record<string, string>>,
  others?: (path: string) => boolean,
): void {
  registry.handle = ({ url = "", method }, response) => {
    const [, requested = ""] = /\/manifests\/(.*)$/.exec(url) ?? [];
    const found =
      tags[requested] ?? Object.values(tags).find((each) => digestOf(each) === requested);
    if (url.includes("/tags/list")) {
      answer(response, 200, JSON.stringify({ tags: Object.keys(tags) }));
    } else if (found === undefined || others?.(url) === true) refuse(response, 404, "unknown");
    else {
      answer(response, 200, method === "HEAD" ? "" : found, {
        "docker-content-digest": digestOf(found),
        "content-length": String(found.length),
      });
    }
  };
}

export function refuse(response: ServerResponse, status: number, message: string): void {
  answer(response, status, JSON.stringify({ errors: [{ code: "DENIED", message }] }));
}

/** The mirror db of postgres. */
export function mirrorWith(changed: Partial<DesiredMirror> & { tag?: string } = {}): DesiredMirror {
  const { tag, ...rest } = changed;
  const from = { registry: registry.host, name: "library/postgres", ...(tag && { tag }) };
  return desiredMirror("db", from, rest);
}

export async function observeMirror(mirror: DesiredMirror, before?: Partial<PriorState>) {
  const owner = "AlexanderJKochnev";
  const stack = desiredStack({ owner, registry: target, username: owner, mirrors: [mirror] });
  const all = await collectMirrors(stack, before && priorStateWith(before));
  const observed = all.get("db") ?? { copies: [], emptyRanges: [] };
  const findings = evaluateMirror(mirror, observed, target);
  return {
    ...observed,
    findings,
    messages: findings.map(({ setting, message }) => `${setting}: ${message}`),
  };
}

/** The requests about images, with their methods. */
export function requests(): readonly string[] {
  return registry.requests
    .filter(({ path }) => path !== "/v2/")
    .map(({ method, path }) => `${method} ${path.replace("/v2/library/postgres/", "")}`);
}

export function imageOf(text: string, changed: Partial<SourceImage> = {}): SourceImage {
  const platforms = { "linux/amd64": amd64 ?? "", "linux/arm64": arm64 ?? "" };
  const isAttested = false;
  return {
    digest: digestOf(text),
    platforms,
    isIndex: true,
    isAttested,
    isSigned: false,
    ...changed,
  };
}

/** The prior state after a copy of this manifest to the tag 16. */
export function priorCopy(text: string, image = imageOf(text)): Partial<PriorState> {
  return {
    mirrorCopies: new Map([
      [`${target}/alexanderjkochnev/db`, new Map([["16", [sourceOf(text)]]])],
    ]),
    sourceImages: new Map([[image.digest, image]]),
  };
}

/** The source image of this manifest. */
export function sourceOf(text: string, tag = "16"): Reference {
  return { registry: registry.host, name: "library/postgres", tag, digest: digestOf(text) };
}

import { unknownAnswer, yes, type Answer } from "../http/answer";
import { packageProblem, tagProblem } from "../oci/names";
import { packageOf, printReference, type Reference } from "../oci/reference";
import { registryOrigin, sameOrigin } from "../http/origin";
import type { HttpAnswer } from "../http/send";
import type { LoginOptions } from "./login";
import {
  childrenOf,
  parseManifest,
  digestOf,
  digestPattern,
  isManifest,
  manifestTypes,
  type Child,
  type Manifest,
} from "./manifest";
import { answerOf, RegistryFailure, RegistryRefusal, type Target } from "./refusal";
import { Session, type RegistryRequest } from "./session";
import { readTags } from "./tags";

export { RegistryFailure, RegistryRefusal, type Manifest };

export interface RegistryClientOptions extends LoginOptions {
  /** The registry's host, with its port if it has one. */
  readonly registry: string;
  /** Without a token, requests are anonymous. */
  readonly username?: string;
  readonly token?: string;
}

/** Asks a registry as one account. It changes nothing there. */
export class RegistryClient {
  private readonly origin: string;
  private readonly session: Session;
  private readonly anonymous: Session;
  private readonly isAnonymous: boolean;

  constructor(private readonly options: RegistryClientOptions) {
    const { registry, username, token } = options;
    this.origin = registryOrigin(registry);
    this.isAnonymous = username === undefined || token === undefined;
    this.anonymous = new Session(this.origin, undefined, options);
    this.session = this.isAnonymous
      ? this.anonymous
      : new Session(this.origin, { username: username ?? "", token: token ?? "" }, options);
  }

  /** The manifest of a digest, or else of a tag. Throws if the content does not match its digest. */
  readManifest(reference: Reference): Promise<Manifest> {
    return this.read(this.session, reference);
  }

  /** The manifests of an index; undefined for another manifest. */
  async readChildren(reference: Reference): Promise<readonly Child[] | undefined> {
    return childrenOf((await this.readBody(this.session, reference)).body);
  }

  /**
   * The number of manifests that refer to this one: signatures and attestations (OCI distribution 1.1).
   * If the registry has no referrers API, clients keep the list under a tag.
   */
  async countReferrers({ registry, name, digest = "" }: Reference): Promise<number> {
    const target = this.targetOf({ name, digest });
    const url = new URL(`/v2/${name}/referrers/${digest}`, this.origin);
    const scope = `repository:${name}:pull`;
    const { status, body } = await this.session.ask({ method: "GET", url, scope, target });
    if (status === 200) return childrenOf(body)?.length ?? 0;
    const list = { registry, name, tag: digest.replace(":", "-") };
    const answer = await this.session.ask(this.manifestRequest("GET", list));
    if (answer.status === 404) return 0;
    if (answer.status !== 200) throw this.session.refusal(answer, target);
    return childrenOf(answer.body)?.length ?? 0;
  }

  /** The digest that the registry states for a tag or a digest, without reading the content. */
  async readDigest(reference: Reference): Promise<string> {
    const request = this.manifestRequest("HEAD", reference);
    const { headers } = await this.session.askOrThrow(request);
    const digest = headers["docker-content-digest"] ?? reference.digest ?? "";
    if (!digestPattern.test(digest)) {
      throw new RegistryFailure(`${request.target.label}: the registry's response has no digest`);
    }
    requireSameDigest(reference.digest ?? digest, this.session.redact(digest), request.target);
    return digest;
  }

  /** Logs in as `docker login` does. A yes proves nothing about pull or push. */
  async login(): Promise<Answer> {
    const { registry } = this.options;
    if (this.isAnonymous) return unknownAnswer("there is no token to log in with");
    const url = new URL("/v2/", this.origin);
    try {
      const target: Target = { registry, place: {}, label: `${registry}/v2/` };
      await this.session.askOrThrow({ method: "GET", url, scope: "", target });
      return this.session.hasBearer("")
        ? yes
        : unknownAnswer(`${registry} requires no login, so it did not check the token`);
    } catch (error) {
      return answerOf(error);
    }
  }

  /** Whether this account may read the manifest. A 404 may mean missing or hidden. */
  mayPull(reference: Reference): Promise<Answer> {
    return this.mayRead(this.session, reference);
  }

  /**
   * Whether the manifest can be read without a login, which is what 'public' means. Most registries
   * answer no for both a private and a missing package.
   */
  isPublic(reference: Reference): Promise<Answer> {
    return this.mayRead(this.anonymous, reference);
  }

  /**
   * Whether this account may push to a package. It starts an upload and cancels it at once, which
   * creates no package and no version. ghcr.io answers 405 to the cancellation, and the upload then
   * expires.
   */
  async mayPush(name: string): Promise<Answer> {
    const target = this.targetOf({ name });
    const scope = `repository:${name}:pull,push`;
    const url = new URL(`/v2/${name}/blobs/uploads/`, this.origin);
    try {
      const request: RegistryRequest = { method: "POST", url, scope, target, isRepeatable: true };
      const opened = await this.session.askOrThrow(request, 202);
      await this.cancelUpload(opened, name, url, scope);
      return yes;
    } catch (error) {
      return answerOf(error);
    }
  }

  /** All tags of a package. */
  async readTags(name: string): Promise<readonly string[]> {
    const tags = await readTags(this.session, this.origin, name, this.targetOf({ name }));
    return this.session.redactValue(tags);
  }

  private async mayRead(session: Session, reference: Reference): Promise<Answer> {
    try {
      await this.read(session, reference);
      return yes;
    } catch (error) {
      return answerOf(error);
    }
  }

  private async read(session: Session, reference: Reference): Promise<Manifest> {
    const { body, digest } = await this.readBody(session, reference);
    return session.redactValue(parseManifest(body, digest));
  }

  private async readBody(
    session: Session,
    reference: Reference,
  ): Promise<{ readonly body: Buffer; readonly digest: string }> {
    const request = this.manifestRequest("GET", reference);
    const { body, headers } = await session.askOrThrow(request);
    const digest = digestOf(body);
    requireSameDigest(reference.digest ?? digest, digest, request.target);
    requireSameDigest(
      session.redact(headers["docker-content-digest"] ?? digest),
      digest,
      request.target,
    );
    // A digest verifies the content; for a tag, a proxy's page could pass as a manifest.
    if (reference.digest === undefined && !isManifest(body)) {
      throw new RegistryFailure(
        `${request.target.label}: the registry's response is not a manifest`,
      );
    }
    return { body, digest };
  }

  private manifestRequest(method: "GET" | "HEAD", reference: Reference): RegistryRequest {
    const target = this.targetOf(reference);
    const { name, tag, digest } = reference;
    const url = new URL(`/v2/${name}/manifests/${digest ?? tag ?? "latest"}`, this.origin);
    const scope = `repository:${name}:pull`;
    return { method, url, scope, target, headers: { accept: manifestTypes } };
  }

  /** Validates the reference, because it becomes part of a path. */
  private targetOf({ name, tag, digest }: Omit<Reference, "registry">): Target {
    const problem = name === name.toLowerCase() ? packageProblem(name) : "has capitals";
    if (problem !== undefined) throw new Error(`the name '${name}' ${problem}`);
    if (digest !== undefined && !digestPattern.test(digest)) {
      throw new Error(`'${digest}' is not a digest`);
    }
    const wrongTagProblem = tag === undefined ? undefined : tagProblem(tag);
    if (wrongTagProblem !== undefined) throw new Error(`'${tag ?? ""}' ${wrongTagProblem}`);
    const { registry } = this.options;
    const tagOrDigest = digest === undefined ? (tag === undefined ? {} : { tag }) : { digest };
    const label = printReference({ registry, name, ...tagOrDigest });
    return { registry, place: packageOf({ name }), label };
  }

  /** Deletes only an upload of this package, whatever address the registry returns. */
  private async cancelUpload(
    opened: HttpAnswer,
    name: string,
    requestUrl: URL,
    scope: string,
  ): Promise<void> {
    const { location = "" } = opened.headers;
    const url = location === "" ? undefined : sameOrigin(location, requestUrl);
    // The specification says `uploads`, but not every registry uses that path.
    if (url?.pathname.startsWith(`/v2/${name}/blobs/upload`) !== true) return;
    const target = this.targetOf({ name });
    const timeoutMilliseconds = Math.min(5_000, this.options.http?.timeoutMilliseconds ?? 5_000);
    const request: RegistryRequest = { method: "DELETE", url, scope, target, timeoutMilliseconds };
    // The answer is known already, and an open upload expires.
    await this.session.ask(request).catch(() => undefined);
  }
}

function requireSameDigest(expected: string, actual: string, { label }: Target): void {
  if (expected === actual) return;
  throw new RegistryFailure(`${label}: the registry returned other content, ${actual}`);
}

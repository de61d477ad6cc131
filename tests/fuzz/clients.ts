import { inspect } from "node:util";
import fc from "fast-check";
import { check } from "../../core/checks/check";
import { GitHubClient, GitHubRateLimit } from "../../core/github/client";
import { HttpFailure } from "../../core/http/failure";
import { basicCredentials } from "../../core/http/serverText";
import { PackagesClient } from "../../core/github/packages";
import { RegistryClient, RegistryFailure, RegistryRefusal } from "../../core/registry/client";
import { readToken } from "../../core/tokens/format";
import { startHostileServer, type HostileServer } from "./hostileServer";
import { bearers, plays } from "./plays";

const login = { username: "owner", token: "ghp_exampleexampleexampleexample" };
const credentials = [login.token, basicCredentials(login)];

/** Each request has its own timeout; this allows for a busy machine. */
const longestMilliseconds = 5_000;

const http = {
  idleMilliseconds: 100,
  timeoutMilliseconds: 400,
  retries: 1,
  retryMilliseconds: 1,
  maxWaitMilliseconds: 50,
  maxBodyBytes: 256 * 1024,
};

type Question = (host: string) => Promise<unknown>;

const registry = (host: string): RegistryClient =>
  new RegistryClient({ registry: host, ...login, http });
const github = (host: string): GitHubClient =>
  new GitHubClient({ baseUrl: `http://${host}`, token: login.token, http, secondMilliseconds: 0 });
const packages = (host: string): PackagesClient => new PackagesClient(github(host));
const reference = (host: string): { registry: string; name: string; tag: string } => ({
  registry: host,
  name: "a/b",
  tag: "1",
});

const registryQuestions: Readonly<Record<string, Question>> = {
  login: (host) => registry(host).login(),
  mayPush: (host) => registry(host).mayPush("a/b"),
  mayPull: (host) => registry(host).mayPull(reference(host)),
  isPublic: (host) => registry(host).isPublic(reference(host)),
  manifest: (host) => registry(host).readManifest(reference(host)),
  digest: (host) => registry(host).readDigest(reference(host)),
  tags: (host) => registry(host).readTags("a/b"),
};

/** Runs the doctor's checks. */
async function checks(host: string): Promise<unknown> {
  const images = [{ reference: { registry: host, name: "owner/a" }, repository: "b" }];
  const subject = { owner: "owner", registry: host, repositories: [{ name: "b" }], images };
  const options = { api: `http://${host}`, http, secondMilliseconds: 0 };
  const { findings } = await check(subject, readToken(login.token), options);
  const open = findings.filter(({ outcome, cause }) => outcome !== "pass" && cause === undefined);
  // These two depend on other findings.
  const dependent = ["packages-scope", "repository"];
  const unexplained = open.filter(({ id }) => !dependent.includes(id));
  if (findings.length !== 6 || unexplained.length > 0) throw new Error(inspect(findings));
  return findings;
}

/** All requests of the clients. */
export const questions: Readonly<Record<string, Question>> = {
  ...registryQuestions,
  userFacts: (host) => github(host).userFacts(),
  askAll: (host) => github(host).askAll("GET /user/repos"),
  package: (host) => packages(host).read("owner", "a/b"),
  packages: (host) => packages(host).readAll("somebody"),
  versions: (host) => packages(host).readVersions("owner", "a/b"),
  checks: (host) => checks(host),
};

/** Sends a request, and throws if it crashes, takes too long, or its result contains a secret. */
export async function askHostile(name: string, host: string): Promise<void> {
  const start = performance.now();
  const outcome = await (questions[name] ?? questions.login)?.(host).then(
    (answer) => answer,
    (error: unknown) => {
      const kinds = [RegistryRefusal, RegistryFailure, HttpFailure, GitHubRateLimit];
      if (kinds.some((kind) => error instanceof kind)) return error;
      throw new Error(`${name} crashed: ${inspect(error)}`);
    },
  );
  const milliseconds = performance.now() - start;
  if (milliseconds > longestMilliseconds) throw new Error(`${name} took ${milliseconds} ms`);
  const text = inspect(outcome, { depth: null, maxStringLength: null, maxArrayLength: null });
  const lower = text.toLowerCase();
  // The GitHub client does not handle a registry's bearer tokens.
  const secrets = name in registryQuestions ? [...credentials, ...bearers] : credentials;
  const leaked = secrets.find((secret) => lower.includes(secret.toLowerCase()));
  if (leaked !== undefined) throw new Error(`${name} prints a secret: ${text.slice(0, 500)}`);
}

/** Runs the clients against hostile servers; returns the failure and its seed, if any. */
export async function fuzzClients(runs: number, seed: number): Promise<string | undefined> {
  const server: HostileServer = await startHostileServer();
  try {
    const property = fc.asyncProperty(
      fc.constantFrom(...Object.keys(questions)),
      plays,
      async (name, all) => {
        server.plays = all;
        await askHostile(name, server.host);
      },
    );
    const result = await fc.check(property, {
      numRuns: runs,
      seed,
      endOnFailure: true,
      includeErrorInReport: true,
    });
    return result.failed ? fc.defaultReportMessage(result) : undefined;
  } finally {
    await server.close();
  }
}

import { setTimeout as sleep } from "node:timers/promises";
import { unknownAnswer, type UnknownAnswer } from "../http/answer";
import { GitHubClient, failureMessage } from "../github/client";
import type { HttpOptions } from "../http/send";
import { PackagesClient, type PackageAnswer } from "../github/packages";
import { packageOf, printReference, type Reference } from "../oci/reference";
import { answerOrAbsent } from "../registry/refusal";
import { RegistryClient } from "../registry/client";
import type { Token } from "../tokens/token";
import { signOnAddressIn, tokenFacts } from "../tokens/facts";
import type {
  Answers,
  ImageAnswers,
  PullAnswer,
  RepositoryAnswer,
  Subject,
  UserAnswer,
} from "./answers";
import { planIn } from "../github/plan";

export interface CollectOptions {
  readonly token: Token;
  /** GitHub's API. @default "https://api.github.com" */
  readonly api?: string;
  /** Only the questions that need no repository or image. */
  readonly isLight?: boolean;
  readonly http?: HttpOptions;
  /** How many milliseconds a second of waiting for GitHub takes; tests shorten it. @default 1000 */
  readonly secondMilliseconds?: number;
  /** How long one question may take, including all of its requests. @default 60_000 */
  readonly timeoutMilliseconds?: number;
  readonly now?: Date;
  /** Called for each question while its answer is pending. */
  readonly onQuestion?: (what: string, answer: Promise<unknown>) => void;
}

/** Asks GitHub and the registry everything that the checks evaluate. It changes nothing at either. */
export async function collectAnswers(subject: Subject, options: CollectOptions): Promise<Answers> {
  const { token, api, http, secondMilliseconds } = options;
  const { isLight = false, timeoutMilliseconds = 60_000 } = options;
  const shared = http === undefined ? {} : { http };
  const github = new GitHubClient({
    token: token.reveal(),
    ...shared,
    ...(api === undefined ? {} : { baseUrl: api }),
    ...(secondMilliseconds === undefined ? {} : { secondMilliseconds }),
  });
  const askWithTimeout = <Found>(
    subject: string,
    question: Promise<Found>,
  ): Promise<Found | UnknownAnswer> => {
    const answer = withTimeout(question, timeoutMilliseconds);
    options.onQuestion?.(subject, answer);
    return answer;
  };

  // The registry login needs the account's name, and only GitHub knows it for sure.
  const user = await askWithTimeout(
    "GitHub: account of the token",
    askUser(github, token, options.now ?? new Date()),
  );
  const account = user.outcome === "answered" ? user.facts.account : null;
  const registry = new RegistryClient({
    registry: subject.registry,
    username: account ?? subject.owner,
    token: token.reveal(),
    ...shared,
  });
  const login = askWithTimeout(`${subject.registry}: login`, registry.login());
  if (isLight) return { user, login: await login };

  const packages = new PackagesClient(github);
  const askImage = async (image: Reference): Promise<ImageAnswers> => {
    const { owner = "", name } = packageOf(image);
    const label = printReference(image);
    const [packageAnswer, pull, push] = await Promise.all([
      askWithTimeout<PackageAnswer>(`GitHub: package ${name}`, packages.read(owner, name)),
      askWithTimeout(`pull of ${label}`, askPull(registry, image)),
      askWithTimeout(`push to ${label}`, registry.mayPush(image.name)),
    ]);
    return { image, package: packageAnswer, pull, push };
  };
  const [loginAnswer, repository, ...images] = await Promise.all([
    login,
    askWithTimeout(`GitHub: repository ${subject.repository}`, askRepository(github, subject)),
    ...subject.images.map(askImage),
  ]);
  return { user, login: loginAnswer, repository, images };
}

/** Reads GitHub's answer about the token. */
export async function askUser(github: GitHubClient, token: Token, now: Date): Promise<UserAnswer> {
  const answer = await github.userFacts();
  if (answer.outcome === "unknown") return answer;
  const { status, refusal } = answer;
  const plan = planIn(answer.body);
  return {
    outcome: "answered",
    status,
    ...(refusal === undefined ? {} : { refusal }),
    facts: tokenFacts(token.kind, answer, now),
    ...(plan === null ? {} : { plan }),
  };
}

async function askRepository(
  github: GitHubClient,
  { owner, repository }: Subject,
): Promise<RepositoryAnswer> {
  try {
    const answer = await github.ask("GET /repos/{owner}/{repository}", { owner, repository });
    if (answer.refusal !== undefined) {
      const { refusal } = answer;
      return { outcome: "refused", refusal, signOnAddress: signOnAddressIn(answer) };
    }
    const found = answer.body as { full_name?: unknown; archived?: unknown } | null;
    if (typeof found?.full_name !== "string") {
      return unknownAnswer("GitHub's response does not match its API description");
    }
    const { full_name: fullName, archived } = found;
    return { outcome: "found", fullName, isArchived: archived === true };
  } catch (error) {
    return unknownAnswer(failureMessage(error));
  }
}

/** Reads what a deployment would: the manifest of `latest`, or else of another tag. */
async function askPull(registry: RegistryClient, image: Reference): Promise<PullAnswer> {
  try {
    const tags = await registry.readTags(image.name);
    const tag = tags.includes("latest") ? "latest" : tags[0];
    if (tag === undefined) return { outcome: "no tag" };
    const [authenticated, anonymous] = await Promise.all([
      registry.mayPull({ ...image, tag }),
      registry.isPublic({ ...image, tag }),
    ]);
    if (authenticated.outcome !== "yes") return authenticated;
    const isPublic = anonymous.outcome === "unknown" ? null : anonymous.outcome === "yes";
    return { outcome: "read", tag, isPublic };
  } catch (error) {
    return answerOrAbsent(error);
  }
}

/**
 * Limits the time of a whole question: each request has its own timeout, but a question may take many
 * requests.
 */
async function withTimeout<Found>(
  question: Promise<Found>,
  milliseconds: number,
): Promise<Found | UnknownAnswer> {
  const controller = new AbortController();
  try {
    const timeout = sleep(milliseconds, undefined, { signal: controller.signal }).then(() =>
      unknownAnswer(`no complete response within ${milliseconds / 1000} s`),
    );
    timeout.catch(() => undefined);
    return await Promise.race([question, timeout]);
  } finally {
    controller.abort();
  }
}

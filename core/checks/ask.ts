import { setTimeout as sleep } from "node:timers/promises";
import { cannotTell, type UnknownAnswer } from "../http/answer";
import { GitHubClient, whyNot } from "../github/client";
import type { HttpOptions } from "../http/send";
import { PackagesClient, type PackageAnswer } from "../github/packages";
import { packageOf, printReference, type Reference } from "../oci/reference";
import { absentOrAnswerOf } from "../registry/refusal";
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

export interface AskOptions {
  readonly token: Token;
  /** GitHub's API. @default "https://api.github.com" */
  readonly api?: string;
  /** Only what is asked without looking at a repository or an image. */
  readonly isLight?: boolean;
  readonly http?: HttpOptions;
  /** How long a second of waiting for GitHub lasts. A test makes it short. @default 1000 */
  readonly secondMilliseconds?: number;
  /** How long one question may take, with all that it needs. @default 60_000 */
  readonly longestMilliseconds?: number;
  readonly now?: Date;
  /** Hears of each question while it waits for the answer. */
  readonly onQuestion?: (what: string, answer: Promise<unknown>) => void;
}

/** Asks GitHub and the registry all that the checks judge. It changes nothing at either. */
export async function ask(subject: Subject, options: AskOptions): Promise<Answers> {
  const { token, api, http, secondMilliseconds } = options;
  const { isLight = false, longestMilliseconds = 60_000 } = options;
  const shared = http === undefined ? {} : { http };
  const github = new GitHubClient({
    token: token.reveal(),
    ...shared,
    ...(api === undefined ? {} : { baseUrl: api }),
    ...(secondMilliseconds === undefined ? {} : { secondMilliseconds }),
  });
  const bounded = <Found>(
    what: string,
    question: Promise<Found>,
  ): Promise<Found | UnknownAnswer> => {
    const answer = within(question, longestMilliseconds);
    options.onQuestion?.(what, answer);
    return answer;
  };

  // The registry is told the account's name, which only GitHub knows for sure.
  const user = await bounded(
    "GitHub: whose token it is",
    askUser(github, token, options.now ?? new Date()),
  );
  const account = user.outcome === "answered" ? user.facts.account : null;
  const registry = new RegistryClient({
    registry: subject.registry,
    username: account ?? subject.owner,
    token: token.reveal(),
    ...shared,
  });
  const login = bounded(`${subject.registry}: login`, registry.login());
  if (isLight) return { user, login: await login };

  const packages = new PackagesClient(github);
  const askImage = async (image: Reference): Promise<ImageAnswers> => {
    const { owner = "", name } = packageOf(image);
    const which = printReference(image);
    const [found, pull, push] = await Promise.all([
      bounded<PackageAnswer>(`GitHub: package ${name}`, packages.read(owner, name)),
      bounded(`pull of ${which}`, askPull(registry, image)),
      bounded(`push to ${which}`, registry.mayPush(image.name)),
    ]);
    return { image, package: found, pull, push };
  };
  const [loggedIn, repository, ...images] = await Promise.all([
    login,
    bounded(`GitHub: repository ${subject.repository}`, askRepository(github, subject)),
    ...subject.images.map(askImage),
  ]);
  return { user, login: loggedIn, repository, images };
}

/** What GitHub tells of the token. */
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
      return cannotTell("GitHub's answer is not of the shape that it describes");
    }
    const { full_name: fullName, archived } = found;
    return { outcome: "found", fullName, isArchived: archived === true };
  } catch (error) {
    return cannotTell(whyNot(error));
  }
}

/** Reads what a deployment would: a tag's manifest, by `latest` where there is one. */
async function askPull(registry: RegistryClient, image: Reference): Promise<PullAnswer> {
  try {
    const tags = await registry.tags(image.name);
    const tag = tags.includes("latest") ? "latest" : tags[0];
    if (tag === undefined) return { outcome: "no tag" };
    const [own, anybody] = await Promise.all([
      registry.mayPull({ ...image, tag }),
      registry.isPublic({ ...image, tag }),
    ]);
    if (own.outcome !== "yes") return own;
    const isPublic = anybody.outcome === "unknown" ? null : anybody.outcome === "yes";
    return { outcome: "read", tag, isPublic };
  } catch (error) {
    return absentOrAnswerOf(error);
  }
}

/**
 * An answer within a bound, whatever the other side does: each request has a bound of its own, but a
 * question may take many.
 */
async function within<Found>(
  question: Promise<Found>,
  milliseconds: number,
): Promise<Found | UnknownAnswer> {
  const given = new AbortController();
  try {
    const late = sleep(milliseconds, undefined, { signal: given.signal }).then(() =>
      cannotTell(`no whole answer within ${milliseconds / 1000} s`),
    );
    late.catch(() => undefined);
    return await Promise.race([question, late]);
  } finally {
    given.abort();
  }
}

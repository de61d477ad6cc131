import { setTimeout as sleep } from "node:timers/promises";
import { unknownAnswer, type UnknownAnswer } from "../http/answer";
import { GitHubClient, failureMessage } from "../github/client";
import { isRecord } from "../http/json";
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
  RepositoryAnswers,
  Subject,
  SubjectImage,
  SubjectRepository,
  UserAnswer,
} from "./answers";
import type { Purpose } from "./purpose";
import { planIn } from "../github/plan";

export interface CollectOptions {
  readonly token: Token;
  /** What the token is for, which decides what is asked. @default "publish" */
  readonly purpose?: Purpose;
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
  const { purpose = "publish", isLight = false, timeoutMilliseconds = 60_000 } = options;
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
  const askEachRepository = (): Promise<readonly RepositoryAnswers[]> =>
    Promise.all(
      subject.repositories.map(async (repository) => ({
        repository,
        answer: await askWithTimeout(
          `GitHub: repository ${repository.name}`,
          askRepository(github, subject, repository),
        ),
      })),
    );
  if (purpose === "administer") {
    return isLight ? { user } : { user, repositories: await askEachRepository() };
  }
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
  const askImage = async (image: SubjectImage): Promise<ImageAnswers> => {
    const { reference } = image;
    const label = printReference(reference);
    const pull = askWithTimeout(`pull of ${label}`, askPull(registry, reference));
    if (purpose === "pull") return { image, pull: await pull };
    const { owner = "", name } = packageOf(reference);
    const [pullAnswer, packageAnswer, push] = await Promise.all([
      pull,
      askWithTimeout<PackageAnswer>(`GitHub: package ${name}`, packages.read(owner, name)),
      askWithTimeout(`push to ${label}`, registry.mayPush(reference.name)),
    ]);
    return { image, pull: pullAnswer, package: packageAnswer, push };
  };
  const [loginAnswer, repositories, images] = await Promise.all([
    login,
    purpose === "publish" ? askEachRepository() : [],
    Promise.all(subject.images.map(askImage)),
  ]);
  return { user, login: loginAnswer, repositories, images };
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
  { owner }: Subject,
  { name }: SubjectRepository,
): Promise<RepositoryAnswer> {
  try {
    const parameters = { owner, repository: name };
    const answer = await github.ask("GET /repos/{owner}/{repository}", parameters);
    if (answer.refusal !== undefined) {
      const { refusal } = answer;
      return { outcome: "refused", refusal, signOnAddress: signOnAddressIn(answer) };
    }
    const found = isRecord(answer.body) ? answer.body : {};
    const { full_name: fullName, archived, permissions } = found;
    if (typeof fullName !== "string") {
      return unknownAnswer("GitHub's response does not match its API description");
    }
    const isAdministrator = isRecord(permissions) ? permissions.admin === true : null;
    return { outcome: "found", fullName, isArchived: archived === true, isAdministrator };
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

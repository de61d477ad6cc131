import type { UserAnswer } from "../../core/checks/answers";
import { askUser } from "../../core/checks/ask";
import { askRepositories, type RepositoryList } from "./checks/repositoryList";
import type { Answer } from "../../core/http/answer";
import { GitHubClient } from "../../core/github/client";
import { printReference } from "../../core/oci/reference";
import { RegistryClient } from "../../core/registry/client";
import type { Token } from "../../core/tokens/token";
import { askImages, type ImageTold } from "./checks/images";
import { askPackages, type PackageSeen } from "./checks/packages";
import { askPermissions, type PermissionsAnswer } from "./checks/adoption";
import { askWorkflows, type WorkflowAnswer } from "./checks/workflows/observe";
import { askOwner, type OwnerAnswer } from "./checks/organization";
import type { PriorState } from "../state";
import { hasPassed, imageOf, type Wanted } from "./wanted";

/** All that was told; what need not be asked is not there. */
export interface StackAnswers {
  readonly administrator: UserAnswer;
  readonly publisher: UserAnswer;
  /** Where there is such a token. */
  readonly puller?: UserAnswer;
  readonly repositories?: RepositoryList;
  /** What the account that owns the repositories allows. */
  readonly owner?: OwnerAnswer;
  /** Of the repositories that are to be adopted, by name. */
  readonly permissions: ReadonlyMap<string, PermissionsAnswer>;
  /** Of the repositories whose workflow the state has not got, by name. */
  readonly workflows: ReadonlyMap<string, WorkflowAnswer>;
  /** By the package's reference. */
  readonly pushes: ReadonlyMap<string, Answer>;
  /** By the image's name. */
  readonly images: ReadonlyMap<string, ImageTold>;
  /** Of those that are to be looked at, by the image's name. */
  readonly packages: ReadonlyMap<string, PackageSeen>;
}

/**
 * Asks as little as will do: one request a token, one a list page, a probe for each package that the
 * token was not observed to push before, and a manifest for each image that is built elsewhere.
 */
export async function askStack(
  wanted: Wanted,
  prior: PriorState | undefined,
  api: string,
): Promise<StackAnswers> {
  const { administrator, publisher, puller } = wanted;
  const now = new Date();
  const clients = new Map<string, GitHubClient>();
  // One that was asked who its account is need not be asked again.
  const clientFor = (token: Token): GitHubClient => {
    const client = clients.get(token.fingerprint) ?? clientOf(token, api);
    clients.set(token.fingerprint, client);
    return client;
  };
  const github = clientFor(administrator);
  // One token may stand for several, and is asked about once.
  const asked = new Map([[administrator.fingerprint, askUser(github, administrator, now)]]);
  const ask = (token: Token): Promise<UserAnswer> => {
    const answer = asked.get(token.fingerprint) ?? askUser(clientFor(token), token, now);
    asked.set(token.fingerprint, answer);
    return answer;
  };
  const [first, second, third] = await Promise.all([
    ask(administrator),
    ask(publisher),
    puller === undefined ? undefined : ask(puller),
  ]);
  const users = {
    administrator: first,
    publisher: second,
    ...(third === undefined ? {} : { puller: third }),
  };
  // What a token that GitHub does not know would be told is known.
  const mayAsk = !isRefused(users.administrator) && repositoryNames(wanted).length > 0;
  const images = askImages(wanted, !isRefused(users.publisher));
  const [told, pushes, tags, packages] = await Promise.all([
    mayAsk ? askAdministrator(github, wanted, prior, users.administrator) : undefined,
    isRefused(users.publisher) ? new Map<string, Answer>() : askPushes(wanted, prior),
    images,
    isRefused(users.publisher)
      ? new Map<string, PackageSeen>()
      : images.then((each) => askPackages(wanted, prior, each, clientFor(publisher))),
  ]);
  const unasked = { permissions: new Map(), workflows: new Map() };
  return { ...users, pushes, images: tags, packages, ...unasked, ...told };
}

async function askAdministrator(
  github: GitHubClient,
  wanted: Wanted,
  prior: PriorState | undefined,
  user: UserAnswer,
): Promise<Required<Pick<StackAnswers, "repositories" | "owner" | "permissions" | "workflows">>> {
  const account = accountOf(user);
  const plan = user.outcome === "answered" ? (user.plan ?? null) : null;
  const names = repositoryNames(wanted);
  const [repositories, owner, permissions, workflows] = await Promise.all([
    askRepositories(github, wanted.owner, names, account),
    askOwner(github, wanted, account, plan),
    askPermissions(github, wanted, prior),
    askWorkflows(github, wanted, prior),
  ]);
  return { repositories, owner, permissions, workflows };
}

function repositoryNames({ repositories, stackWorkflow }: Wanted): readonly string[] {
  const names = repositories.map(({ name }) => name);
  const own = stackWorkflow?.repository;
  const isNamed = names.some((name) => name.toLowerCase() === own?.toLowerCase());
  return own === undefined || isNamed ? names : [...names, own];
}

function clientOf(token: Token, api: string): GitHubClient {
  return new GitHubClient({ token: token.reveal(), baseUrl: api });
}

function isRefused(user: UserAnswer): boolean {
  return user.outcome === "answered" && user.facts.accepted === false;
}

function accountOf(user: UserAnswer): string | null {
  return user.outcome === "answered" ? user.facts.account : null;
}

async function askPushes(
  wanted: Wanted,
  prior: PriorState | undefined,
): Promise<ReadonlyMap<string, Answer>> {
  const { registry, username, publisher, packages } = wanted;
  const client = new RegistryClient({ registry, username, token: publisher.reveal() });
  const asked = packages.filter((each) => !hasPassed(wanted, each, prior));
  return new Map(
    await Promise.all(
      asked.map(async (each) => {
        const image = imageOf(wanted, each);
        return [printReference(image), await client.mayPush(image.name)] as const;
      }),
    ),
  );
}

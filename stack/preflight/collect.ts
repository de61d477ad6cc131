import type { UserAnswer } from "../../core/checks/answers";
import { askUser } from "../../core/checks/ask";
import { GitHubClient } from "../../core/github/client";
import type { Token } from "../../core/tokens/token";
import type { PriorState } from "../state";
import { collectPermissions } from "./checks/adoption";
import { collectImages } from "./checks/images";
import { collectOwner } from "./checks/organization";
import { collectPackages } from "./checks/packages";
import { collectPushes } from "./checks/pushes";
import { collectRepositories } from "./checks/repositoryList";
import { collectSources } from "./checks/sources";
import { collectWorkflows } from "./checks/workflows/collect";
import type { Observations } from "./observations";
import type { Wanted } from "./wanted";

/**
 * Asks as little as will do: one request a token, one a list page, a probe for each package that the
 * token was not observed to push before, and a manifest for each image that is built elsewhere.
 */
export async function collectObservations(
  wanted: Wanted,
  prior: PriorState | undefined,
  api: string,
): Promise<Observations> {
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
  const [first, second, third, sources] = await Promise.all([
    ask(administrator),
    ask(publisher),
    puller === undefined ? undefined : ask(puller),
    collectSources(wanted.images),
  ]);
  const users = {
    administrator: first,
    publisher: second,
    ...(third === undefined ? {} : { puller: third }),
  };
  // What GitHub answers a token that it does not know needs no question.
  const mayAsk = !isRefused(users.administrator) && repositoryNames(wanted).length > 0;
  const mayPublish = !isRefused(users.publisher);
  const [repositories, pushes, published] = await Promise.all([
    mayAsk ? collectAsAdministrator(github, wanted, prior, users.administrator) : undefined,
    mayPublish ? collectPushes(wanted, prior) : none,
    collectImages(wanted, sources, mayPublish).then(async (images) => ({
      images,
      packages: mayPublish
        ? await collectPackages(wanted, prior, images, clientFor(publisher))
        : none,
    })),
  ]);
  const unasked = { permissions: none, workflows: none };
  return { ...users, sources, pushes, ...published, ...unasked, ...repositories };
}

const none: ReadonlyMap<string, never> = new Map<string, never>();

async function collectAsAdministrator(
  github: GitHubClient,
  wanted: Wanted,
  prior: PriorState | undefined,
  user: UserAnswer,
): Promise<Required<Pick<Observations, "repositories" | "owner" | "permissions" | "workflows">>> {
  const account = accountOf(user);
  const plan = user.outcome === "answered" ? (user.plan ?? null) : null;
  const names = repositoryNames(wanted);
  const [repositories, owner, permissions, workflows] = await Promise.all([
    collectRepositories(github, wanted.owner, names, account),
    collectOwner(github, wanted, account, plan),
    collectPermissions(github, wanted, prior),
    collectWorkflows(github, wanted, prior),
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

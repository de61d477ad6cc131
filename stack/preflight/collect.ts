import type { UserAnswer } from "../../core/checks/answers";
import { askUser } from "../../core/checks/collect";
import { GitHubClient } from "../../core/github/client";
import { getOrCreate } from "../../core/getOrCreate";
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
import { repositoryNames } from "./names";
import type { Observations } from "./observations";
import type { DesiredStack } from "../model";
import type { WorkflowFiles } from "../workflowFiles";

/**
 * Sends as few requests as possible: one per token, one per list page, a probe for each package
 * that the token was not observed to push before, and a manifest for each image that is built
 * elsewhere.
 */
export async function collectObservations(
  stack: DesiredStack,
  files: WorkflowFiles,
  prior: PriorState | undefined,
): Promise<Observations> {
  const { credentials } = stack;
  const now = new Date();
  const clients = new Map<string, GitHubClient>();
  // A client remembers its token's account.
  const clientFor = (token: Token): GitHubClient =>
    getOrCreate(clients, token.fingerprint, () => clientOf(token, stack.apiAddress));
  // The same token may be used for several purposes, and is read once.
  const answersByToken = new Map<string, Promise<UserAnswer>>();
  const ask = (token: Token): Promise<UserAnswer> =>
    getOrCreate(answersByToken, token.fingerprint, () => askUser(clientFor(token), token, now));
  const [admin, publish, pull, sources] = await Promise.all([
    credentials.admin && ask(credentials.admin),
    ask(credentials.publish),
    credentials.pull && ask(credentials.pull),
    collectSources(stack.images),
  ]);
  // GitHub rejects every request with an invalid token.
  const mayAsk = admin !== undefined && !isRefused(admin) && repositoryNames(stack).length > 0;
  const mayPublish = !isRefused(publish);
  const [repositories, pushes, published] = await Promise.all([
    credentials.admin && mayAsk
      ? collectAsAdmin(clientFor(credentials.admin), stack, files, prior, admin)
      : undefined,
    mayPublish ? collectPushes(stack, prior) : none,
    collectImages(stack, sources, mayPublish).then(async (images) => ({
      images,
      packages: mayPublish
        ? await collectPackages(stack, prior, images, clientFor(credentials.publish))
        : none,
    })),
  ]);
  const withoutAdmin = { permissions: none, workflows: none };
  const users = { admin, publish, pull };
  return { users, sources, pushes, ...published, ...withoutAdmin, ...repositories };
}

const none: ReadonlyMap<string, never> = new Map<string, never>();

async function collectAsAdmin(
  github: GitHubClient,
  stack: DesiredStack,
  files: WorkflowFiles,
  prior: PriorState | undefined,
  user: UserAnswer,
): Promise<Required<Pick<Observations, "repositories" | "owner" | "permissions" | "workflows">>> {
  const account = accountOf(user);
  const plan = user.outcome === "answered" ? (user.plan ?? null) : null;
  const names = repositoryNames(stack);
  const [repositories, owner, permissions, workflows] = await Promise.all([
    collectRepositories(github, stack.owner, names, account),
    collectOwner(github, stack, account, plan),
    collectPermissions(github, stack, prior),
    collectWorkflows(github, stack, files, prior),
  ]);
  return { repositories, owner, permissions, workflows };
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

import type { Steps } from "../../ui/steps";
import { check } from "../../../core/checks/check";
import { detailLines } from "../../../core/checks/finding";
import type { Answer } from "../../../core/http/answer";
import type { Refusal } from "../../../core/http/refusal";
import { apiAddressIn } from "../../../core/github/apiAddress";
import { findDenial } from "../../../core/denials";
import { RegistryClient } from "../../../core/registry/client";
import { columns } from "../../ui/columns";
import { UserError } from "../../errors";
import { nextLines } from "../../ui/next";
import type { PushStack } from "./stack";
import { findPassphrase } from "../../pulumi/passphrase";
import type { StackOptions } from "../../pulumi/pulumi";
import { shortStack } from "../../pulumi/stackFile";

interface AccessCheck {
  readonly action: string;
  readonly answer: Answer;
}

/** Checks that the token can log in and push to each package, before anything is changed. */
export async function authenticationStep(
  steps: Steps,
  stack: StackOptions,
  release: PushStack,
): Promise<void> {
  steps.begin("Authentication");
  const { registry, username, token, tokenFrom, packages } = release;
  const client = new RegistryClient({ registry, username, token: token.reveal() });
  const checks = await Promise.all([
    checkAccess(`login to ${registry} as ${username}`, client.login()),
    ...packages.map(({ name }) => checkAccess(`push to ${name}`, client.mayPush(name))),
  ]);
  const refused = checks.flatMap(({ action, answer }) =>
    answer.outcome === "no" ? [{ action, refusal: answer.refusal }] : [],
  );
  if (refused.length > 0) {
    const fault = await findTokenFault(stack, release);
    throw new UserError(
      [
        `${tokenFrom} was denied; nothing was changed. The token: ${String(token)}`,
        ...refused.map(({ action, refusal }) => `  - ${action}: ${refusal.text}`),
        ...(fault ?? explainDenials(release, refused)),
        ...(fault === undefined
          ? ["For a full check of the token, run:\nnpx pulumi-ghcr doctor --repository OWNER/NAME"]
          : replaceTokenLines(stack, release)),
      ].join("\n"),
    );
  }
  steps.say(`${tokenFrom}: ${String(token)}`);
  for (const { action, answer } of checks) {
    steps.say(`${action}: ${answer.outcome === "unknown" ? `unknown: ${answer.why}` : "ok"}`);
  }
  steps.done(`with ${tokenFrom}`);
}

async function checkAccess(action: string, answer: Promise<Answer>): Promise<AccessCheck> {
  return { action, answer: await answer };
}

/** What is wrong with the token itself; undefined if nothing is. */
async function findTokenFault(
  { environment }: StackOptions,
  { registry, username, token }: PushStack,
): Promise<readonly string[] | undefined> {
  const api = apiAddressIn(environment);
  if (api === undefined) return undefined;
  const subject = { owner: username, registry, repositories: [], images: [] };
  const { findings } = await check(subject, { token }, { api, isLight: true });
  // Later failures have the same cause as the first.
  const [first] = findings.filter(({ outcome }) => outcome === "fail");
  if (first === undefined) return undefined;
  const isRepeated = first.cause?.includes(first.message) === true;
  return [...(isRepeated ? [] : [`  ${first.message}`]), ...detailLines(first, columns)];
}

/** Explains the registry's denials, which have the same text for several causes. */
function explainDenials(
  { registry }: PushStack,
  refused: readonly { readonly refusal: Refusal }[],
): readonly string[] {
  const meanings = refused.flatMap(({ refusal }) => {
    const found = findDenial(refusal, [registry]);
    if (found === undefined) return [];
    return detailLines({ cause: found.cause, fix: found.fix }, columns).join("\n");
  });
  return [...new Set(meanings)];
}

/** How to replace the token. */
function replaceTokenLines(stack: StackOptions, { tokenFrom }: PushStack): readonly string[] {
  if (tokenFrom !== "ghcr:token") return [`Set ${tokenFrom} to another token, then push again.`];
  const command = `npx pulumi config set --secret ghcr:token --stack ${shortStack(stack.stack)}`;
  const description = "asks for another token, which is not shown, and stores it encrypted";
  return nextLines([{ command, description }], { passphrase: findPassphrase(stack) });
}

import type { Steps } from "../../ui/steps";
import { check } from "../../../core/checks/check";
import { detailLines } from "../../../core/checks/finding";
import type { Answer } from "../../../core/http/answer";
import type { Refusal } from "../../../core/http/refusal";
import { apiAddress } from "../../../core/github/apiAddress";
import { findDenial } from "../../../core/denials";
import { RegistryClient } from "../../../core/registry/client";
import { columns } from "../../ui/columns";
import { Explained } from "../../explained";
import { nextLines } from "../../ui/next";
import type { PushStack } from "./stack";
import { passphraseFor } from "../../pulumi/passphrase";
import type { StackOptions } from "../../pulumi/pulumi";
import { shortStack } from "../../pulumi/stackFile";
import { variable } from "../../variables";

interface Asked {
  readonly what: string;
  readonly answer: Answer;
}

/** Says who pushes, by which token, and that both doors are open, before anything is changed. */
export async function authenticationStep(
  steps: Steps,
  stack: StackOptions,
  about: PushStack,
): Promise<void> {
  steps.begin("Authentication");
  const { registry, username, token, tokenFrom, packages } = about;
  const client = new RegistryClient({ registry, username, token: token.reveal() });
  const asked = await Promise.all([
    answered(`login to ${registry} as ${username}`, client.login()),
    ...packages.map(({ name }) => answered(`push to ${name}`, client.mayPush(name))),
  ]);
  const refused = asked.flatMap(({ what, answer }) =>
    answer.outcome === "no" ? [{ what, refusal: answer.refusal }] : [],
  );
  if (refused.length > 0) {
    const fault = await faultOf(stack, about);
    throw new Explained(
      [
        `${tokenFrom} is refused; nothing was changed. It is ${String(token)}.`,
        ...refused.map(({ what, refusal }) => `  - ${what}: ${refusal.text}`),
        ...(fault ?? meaningOf(about, refused)),
        ...(fault === undefined
          ? ["'npx pulumi-ghcr doctor --repository OWNER/NAME' looks at a token from all sides."]
          : anotherToken(stack, about)),
      ].join("\n"),
    );
  }
  for (const { what, answer } of asked) {
    steps.say(`${what}: ${answer.outcome === "unknown" ? `cannot tell: ${answer.why}` : "ok"}`);
  }
  steps.done(`by ${tokenFrom}, ${String(token)}`);
}

async function answered(what: string, asked: Promise<Answer>): Promise<Asked> {
  return { what, answer: await asked };
}

/** What the doctor finds wrong with the token itself; nothing where it finds nothing. */
async function faultOf(
  { environment }: StackOptions,
  { registry, username, token }: PushStack,
): Promise<readonly string[] | undefined> {
  const api = apiAddress(variable(environment, "GITHUB_BASE_URL") ?? "https://api.github.com/");
  if (api === undefined) return undefined;
  const subject = { owner: username, repository: "", registry, images: [] };
  const { findings } = await check(subject, { token }, { api, isLight: true });
  // What was found behind the first has the same cause.
  const [first] = findings.filter(({ outcome }) => outcome === "fail");
  if (first === undefined) return undefined;
  const isTold = first.cause?.includes(first.message) === true;
  return [...(isTold ? [] : [`  ${first.message}`]), ...detailLines(first, columns)];
}

/** What the registry's words mean, which are the same for several causes. */
function meaningOf(
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

/** How another token takes its place. */
function anotherToken(stack: StackOptions, { tokenFrom }: PushStack): readonly string[] {
  if (tokenFrom !== "ghcr:token") return [`Put another one into ${tokenFrom}, and push again.`];
  const command = `pulumi config set --secret ghcr:token --stack ${shortStack(stack.stack)}`;
  const what = "asks for another one, which is not shown, and stores it encrypted";
  return nextLines([{ command, what }], { passphrase: passphraseFor(stack) });
}

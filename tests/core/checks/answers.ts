import { evaluate } from "../../../core/checks/check";
import { type Finding } from "../../../core/checks/finding";
import type { Answers, Subject } from "../../../core/checks/answers";
import { type TokenUse } from "../../../core/checks/purpose";
import { type RefusedAnswer } from "../../../core/http/answer";
import { registryRefusal } from "../http/refused";
import { Token } from "../../../core/tokens/token";
import { tokenFacts, type ApiResponse } from "../../../core/tokens/facts";

export const image = {
  reference: { registry: "ghcr.io", name: "f1bonacci66/demo" },
  repository: "demo",
};
export const repository = { name: "demo" };
export const subject: Subject = {
  owner: "F1bonacci66",
  registry: "ghcr.io",
  repositories: [repository],
  images: [image],
};
export const token = new Token("ghp_fake");

export function user(scopes: string | undefined, login = "F1bonacci66"): Answers["user"] {
  const headers: ApiResponse["headers"] = scopes === undefined ? {} : { "x-oauth-scopes": scopes };
  const answer = { status: 200, headers, body: { login } };
  const facts = tokenFacts(token.kind, answer, new Date("2026-01-01T00:00:00Z"));
  return { outcome: "answered", status: 200, facts };
}

export const no = (message: string): RefusedAnswer => ({
  outcome: "no",
  refusal: registryRefusal("DENIED", message, { owner: "f1bonacci66", name: "demo" }),
});

export type Image = NonNullable<Answers["images"]>[number];
export const facts = (change: object = {}): Image["package"] => ({
  outcome: "found",
  package: {
    name: "demo",
    owner: "F1bonacci66",
    visibility: "private",
    repository: "F1bonacci66/demo",
    versionCount: 1,
    address: "https://github.com/users/F1bonacci66/packages/container/package/demo",
    ...change,
  },
});
export const found = {
  outcome: "found",
  fullName: "F1bonacci66/demo",
  isArchived: false,
  isAdministrator: true,
} as const;
export const well: Required<Answers> = {
  user: user("read:packages, write:packages"),
  login: { outcome: "yes" },
  repositories: [{ repository, answer: found }],
  images: [
    {
      image,
      package: facts(),
      pull: { outcome: "read", tag: "latest", isPublic: false },
      push: { outcome: "yes" },
    },
  ],
};

export function withImage(change: Partial<Image>): Answers {
  return { ...well, images: well.images.map((one) => ({ ...one, ...change })) };
}

export function findingOf(answers: Answers, id: Finding["id"], use?: TokenUse): Finding {
  const finding = evaluate(subject, token, answers, use).find((one) => one.id === id);
  if (finding === undefined) throw new Error(`no finding ${id}`);
  return finding;
}

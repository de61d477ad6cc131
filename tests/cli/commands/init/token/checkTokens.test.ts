import { checkTokens, tokenPage } from "../../../../../cli/commands/init/token/checkTokens";

const use = {
  api: "https://api.invalid",
  registry: "registry.invalid",
  administers: true,
  writesWorkflows: false,
};

async function checkText(text: string): Promise<string> {
  const texts = { publisher: text, administrator: text };
  const names = { publisher: "what was pasted", administrator: "what was pasted" };
  const checked = await checkTokens(texts, names, use);
  if (checked.kind === "accepted") throw new Error("it was taken");
  return checked.problems.join(" ");
}

describe("text that cannot be a token is not sent", () => {
  it.each([
    ["ghp_example ", "ends with whitespace; copy the token again"],
    [" ghp_example ", "begins with whitespace and ends with whitespace; copy the token again"],
    ["'ghp_example'", "has quotes around it; remove the quotes"],
  ])("%j is reported, each fix once", async (text, response) => {
    const message = await checkText(text);
    expect(message).toContain(`what was pasted ${response}`);
    expect(message.match(/copy the token again/g) ?? ["none"]).toHaveLength(1);
    expect(message).not.toContain("ghp_example");
  });
});

it.each([
  [{ administers: true, writesWorkflows: true }, "repo,workflow,write:packages,read:packages"],
  [{ administers: true, writesWorkflows: false }, "repo,write:packages,read:packages"],
  [{ administers: false, writesWorkflows: false }, "write:packages,read:packages"],
])("the page for a new token that %j has the scopes selected", (purpose, scopes) => {
  expect(tokenPage(purpose)).toContain(`?scopes=${scopes}&`);
});

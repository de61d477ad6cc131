import { checkTokens } from "../../../../../cli/commands/init/token/checkTokens";

const use = { api: "https://api.invalid", registry: "registry.invalid", writesWorkflows: false };

async function messageFor(text: string): Promise<string> {
  const texts = { publisher: text, administrator: text };
  const names = { publisher: "what was pasted", administrator: "what was pasted" };
  const checked = await checkTokens(texts, names, use);
  if (checked.kind === "accepted") throw new Error("it was taken");
  return checked.problems.join(" ");
}

describe("text that cannot be a token is not sent", () => {
  it.each([
    ["ghp_example ", "has a blank or a newline behind it; copy the token once more"],
    [
      " ghp_example ",
      "has a blank or a newline before it and has a blank or a newline behind it; copy the token once more",
    ],
    ["'ghp_example'", "has quotes around it; take the quotes off"],
  ])("%j is reported, each fix once", async (text, response) => {
    const message = await messageFor(text);
    expect(message).toContain(`what was pasted ${response}`);
    expect(message.match(/copy the token once more/g) ?? ["none"]).toHaveLength(1);
    expect(message).not.toContain("ghp_example");
  });
});

import { checkTokens } from "../../../../cli/commands/init/token";

const use = { api: "https://api.invalid", registry: "registry.invalid", writesWorkflows: false };

async function toldOf(text: string): Promise<string> {
  const texts = { publisher: text, administrator: text };
  const names = { publisher: "what was pasted", administrator: "what was pasted" };
  const checked = await checkTokens(texts, names, use);
  if (checked.is === "right") throw new Error("it was taken");
  return checked.told.join(" ");
}

describe("what cannot be a token is sent nowhere", () => {
  it.each([
    ["ghp_example ", "ends with whitespace; copy the token again"],
    [" ghp_example ", "begins with whitespace and ends with whitespace; copy the token again"],
    ["'ghp_example'", "has quotes around it; remove the quotes"],
  ])("and %j is told, each fix once", async (text, response) => {
    const told = await toldOf(text);
    expect(told).toContain(`what was pasted ${response}`);
    expect(told.match(/copy the token again/g) ?? ["none"]).toHaveLength(1);
    expect(told).not.toContain("ghp_example");
  });
});

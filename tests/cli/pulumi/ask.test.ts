import { notDone } from "../../../cli/pulumi/ask";

describe("a command of Pulumi that failed", () => {
  it("is told with what it said, and the mend where that is known", () => {
    const message = notDone("pulumi config get", "error: incorrect passphrase\n");
    expect(message).toMatch(/^'pulumi config get' did not succeed: incorrect passphrase\n/);
    expect(message).toContain("set PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE");
  });

  it("is told alone where it said nothing", () => {
    expect(notDone("pulumi config get", "")).toBe("'pulumi config get' did not succeed");
  });

  it("never says a token", () => {
    expect(notDone("pulumi config", "error: at ghp_fakeFAKE")).not.toContain("fakeFAKE");
  });
});

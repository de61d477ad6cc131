import { dockerConfig, loginCommand, verifyCommand } from "../../../core/deploy";
import { first } from "./images";

const pinned = `ghcr.io/o/a:1@${first}`;
const login = { registry: "ghcr.io", username: "Octocat" };
const token = "ghp_examplepull";

it("the command that verifies contains the pinned reference", () => {
  expect(verifyCommand(pinned, "O/a")).toBe(`gh attestation verify oci://${pinned} --repo O/a`);
});

it("the login reads the token from a variable and passes it on standard input", () => {
  expect(loginCommand(login)).toBe(
    'printf %s "$GHCR_PULL_TOKEN" | docker login ghcr.io --username Octocat --password-stdin',
  );
});

it("the configuration is in docker's format, for one registry and one account", () => {
  expect(JSON.parse(dockerConfig(login, token))).toEqual({
    auths: { "ghcr.io": { auth: Buffer.from(`Octocat:${token}`).toString("base64") } },
  });
});

import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { mkdirSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { TerminalUser } from "../../support/terminalUser";
import type { Story } from "../story";

/** docs/commands.md: how to run the command from any folder, and its completion. */
export function places({ newcomer }: Story): void {
  const home = newcomer.pathBeside("places");
  const installed = join(home, "npm");
  const line = 'pulumi-ghcr() { node /path/to/pulumi-ghcr/cli/bin.mjs "$@"; }';
  const npxByPath = "npx --no --prefix /path/to/pulumi-ghcr -- pulumi-ghcr explain build.log";
  const options = { folder: home, words: { "/path/to/pulumi-ghcr": newcomer.clone } };

  beforeAll(() => {
    mkdirSync(home);
    writeFileSync(join(home, "build.log"), "denied: permission_denied: write_package\n");
  });

  afterAll(() => {
    TerminalUser.closeAll();
  });

  test("npm link makes it a command in every folder, which npx runs, too", async () => {
    await newcomer.run("npm link", { environment: { npm_config_prefix: installed } });
    const environment = {
      npm_config_prefix: installed,
      PATH: [join(installed, "bin"), newcomer.getVariable("PATH")].join(delimiter),
    };
    for (const typed of ["pulumi-ghcr", "npx pulumi-ghcr"]) {
      const { output } = await newcomer.type(`${typed} explain build.log`, {
        ...options,
        environment,
      });
      expect(output).toContain("ghcr-write-package");
    }
  });

  test("a shell function makes it a command in every folder", async () => {
    const { output } = await newcomer.run(line, {
      ...options,
      more: "\npulumi-ghcr explain build.log",
    });
    expect(output).toContain("ghcr-write-package");
  });

  test("npx runs it by the clone's path, with paths relative to the current folder", async () => {
    const { output } = await newcomer.run(npxByPath, options);
    expect(output).toContain("ghcr-write-package");
  });

  test("without a clone, npx would download another package, but not with --no", async () => {
    const requests: string[] = [];
    const server = createServer(({ url = "", headers: { host = "" } }, response) => {
      requests.push(url);
      response.statusCode = url === "/pulumi-ghcr" ? 200 : 404;
      response.end(JSON.stringify(describePackage(`http://${host}/another.tgz`)));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const registry = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    // npx assumes yes for its question.
    const environment = {
      ...{ npm_config_offline: undefined, npm_config_registry: registry, npm_config_yes: "true" },
    };
    try {
      const words = { ...options.words, "/path/to/pulumi-ghcr": home };
      const { output } = await newcomer.run(npxByPath, { ...options, words, environment, code: 1 });
      expect(output).toContain("canceled");
      expect(requests).toEqual(["/pulumi-ghcr"]);
      await newcomer.type("npx pulumi-ghcr --version", { ...options, environment });
      expect(requests).toContain("/another.tgz");
    } finally {
      server.close();
    }
  });

  test("the Tab key completes it in bash", async () => {
    const environment = { ...process.env, HOME: home };
    const prompt = "typed> ";
    const typed = line.replace("/path/to/pulumi-ghcr", newcomer.clone);
    writeFileSync(join(home, ".bashrc"), `PS1='${prompt}'\n${typed}\n`);
    for (const each of [
      "npx pulumi-ghcr completion bash > ~/.pulumi-ghcr.bash",
      "echo '. ~/.pulumi-ghcr.bash' >> ~/.bashrc",
    ]) {
      await newcomer.run(each, { environment: { HOME: home } });
    }
    const user = new TerminalUser("bash -i", { cwd: home, environment });
    await user.answer(prompt, "pulumi-ghcr expl\tbui\t\r");
    await user.waitFor("pulumi-ghcr explain build.log");
    await user.waitFor("ghcr-write-package");
    await user.answer(prompt, "exit\r");
    expect((await user.ended).code).toBe(0);
  });

  test("completion --help has the lines for other shells", async () => {
    const { stdout } = await newcomer.run("npx pulumi-ghcr completion --help");
    for (const file of ["~/.bashrc", "~/.zshrc", "$PROFILE"]) expect(stdout).toContain(file);
  });
}

/** Another package of this name in a registry. */
function describePackage(tarball: string): object {
  const version = { name: "pulumi-ghcr", version: "1.0.0", bin: { "pulumi-ghcr": "run.js" } };
  return {
    name: "pulumi-ghcr",
    "dist-tags": { latest: "1.0.0" },
    versions: { "1.0.0": { ...version, dist: { tarball, integrity: "sha512-AAAA" } } },
  };
}

import * as setUp from "../../scripts/setUp";
import { Steps } from "../../cli/ui/steps";
import type { Client } from "../../toolchain";

const prepareToolchain = jest.fn();

const problem = {
  part: "skopeo",
  cause: "the module proxy cannot be reached",
  fix: "check the network.",
  log: "/cache/logs/skopeo.log",
};

/** The step's output for these clients. */
async function runStep(clients: readonly Client[], withClients: boolean): Promise<string> {
  const parts = (["built", "downloaded", "downloaded"] as const).map((origin) => ({ origin }));
  prepareToolchain.mockResolvedValue({ parts, clients });
  jest.resetModules();
  jest.doMock("../../toolchain", () => ({
    ...jest.requireActual<object>("../../toolchain"),
    prepareToolchain,
    findDockerCandidate: () => Promise.resolve({ docker: "/docker" }),
  }));
  jest.doMock("../../core/docker/buildx", () => ({
    findBuilderInUse: () => Promise.resolve({ docker: "/docker", name: "ci" }),
  }));
  const { toolchainStep } = jest.requireActual<typeof setUp>("../../scripts/setUp");
  const written: string[] = [];
  const steps = new Steps(6, { write: (text) => written.push(text) });
  await toolchainStep(steps, withClients);
  return written.join("").replaceAll(/\(\d.*? s\)/g, "(time)");
}

it("a client that could not be installed is reported with its reason, and the step succeeds", async () => {
  const clients: Client[] = [
    { name: "regctl", origin: "built", path: "/cache/regctl" },
    { name: "tofu", origin: "PATH", path: "/usr/bin/tofu" },
    { name: "skopeo", problem },
  ];
  expect(await runStep(clients, true)).toBe(
    [
      "[1/6] Toolchain",
      "      NOT TESTED: skopeo could not be installed: the module proxy cannot be reached (full log: /cache/logs/skopeo.log)",
      "        Fix: check the network.",
      "      2 of 3 clients ready",
      "[1/6] Toolchain: 3 parts ready (time)",
      "",
    ].join("\n"),
  );
});

it.each([true, false])("the clients are prepared only on request (%s)", async (withClients) => {
  expect(await runStep([], withClients)).toBe("[1/6] Toolchain: 3 parts ready (time)\n");
  expect(prepareToolchain).toHaveBeenLastCalledWith(expect.anything(), {
    builder: false,
    clients: withClients,
  });
});

it("a problem without a log names no log", () => {
  const { part, cause, fix } = problem;
  expect(setUp.untestedLine({ part, cause, fix })).toBe(
    "NOT TESTED: skopeo could not be installed: the module proxy cannot be reached\n  Fix: check the network.",
  );
});

import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { AmbiguousArtifact } from "./artifacts";
import { build } from "./build";
import { ActionFailure, type Caller } from "./caller";

type Outputs = Readonly<Record<string, string>>;

/** A local replacement for each action. */
const actions: Readonly<Record<string, (caller: Caller) => Outputs | Promise<Outputs>>> = {
  "actions/attest": attest,
  "actions/checkout": checkOut,
  "actions/download-artifact": download,
  "actions/upload-artifact": upload,
  "docker/build-push-action": build,
  "docker/login-action": logIn,
  "docker/setup-buildx-action": setUpBuildKit,
  "docker/setup-qemu-action": emulate,
};

export async function callAction(uses: string, caller: Caller): Promise<Outputs> {
  const [, name = "", commit] = /^([\w-]+\/[\w-]+)@([0-9a-f]{40})$/.exec(uses) ?? [];
  const action = Object.hasOwn(actions, name) ? actions[name] : undefined;
  if (action === undefined || commit === undefined) {
    throw new Error(`unsupported action ${uses}`);
  }
  const outputs = await action(caller);
  caller.inputs.expectAllTaken(name);
  return outputs;
}

function checkOut({ inputs, host, permissions, workspace }: Caller): Outputs {
  inputs.expect("persist-credentials", "false");
  if (host.isPrivate && permissions.contents === undefined) {
    throw new ActionFailure(`repository '${host.repository}' not found`);
  }
  cpSync(host.folder, workspace, { recursive: true });
  return {};
}

/** Logs in as `docker login` does: asks the registry, and keeps the login in docker's configuration. */
async function logIn({ inputs, home }: Caller): Promise<Outputs> {
  const registry = inputs.take("registry");
  const login = `${inputs.take("username")}:${inputs.take("password").trim()}`;
  const auth = Buffer.from(login).toString("base64");
  const headers = { authorization: `Basic ${auth}` };
  const answer = await fetch(`http://${registry}/token?service=${registry}`, { headers });
  if (!answer.ok) throw new ActionFailure(`the login to ${registry} failed: ${answer.status}`);
  const file = join(home, ".docker", "config.json");
  mkdirSync(join(home, ".docker"), { recursive: true });
  const current = existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as object) : {};
  writeFileSync(file, JSON.stringify({ ...current, auths: { [registry]: { auth } } }));
  return {};
}

function setUpBuildKit({ inputs, host, home }: Caller): Outputs {
  inputs.expect("cache-binary", "false");
  const folder = join(home, ".docker", "buildx");
  mkdirSync(folder, { recursive: true });
  cpSync(join(host.dockerFolder, "buildx"), folder, { recursive: true });
  return {};
}

function emulate({ inputs, platforms }: Caller): Outputs {
  inputs.expect("cache-image", "false");
  for (const platform of inputs.take("platforms").split(",")) platforms.add(platform);
  return {};
}

function upload({ inputs, artifacts }: Caller): Outputs {
  inputs.expect("if-no-files-found", "error");
  const [name, path] = [inputs.take("name"), inputs.take("path")];
  const overwrite = inputs.takeBoolean("overwrite", false);
  convertErrors(() => {
    artifacts.upload(name, path, overwrite);
  });
  return {};
}

function download({ inputs, artifacts }: Caller): Outputs {
  const [name, path] = [inputs.takeOptional("name"), inputs.take("path")];
  if (name === undefined) {
    inputs.expect("merge-multiple", "true");
    artifacts.downloadMerged(inputs.take("pattern"), path);
  } else {
    convertErrors(() => {
      artifacts.download(name, path);
    });
  }
  return { "download-path": path };
}

/** Requests an OIDC token of the run to sign with, then stores the signature on GitHub. */
function attest({ inputs, permissions, sign }: Caller): Outputs {
  const [name, digest] = [inputs.take("subject-name"), inputs.take("subject-digest")];
  if (name === "") throw new ActionFailure("subject-name must be provided");
  if (!/^sha256:[0-9a-f]{64}$/.test(digest)) {
    throw new ActionFailure('subject-digest must be in the format "sha256:<hex-digest>"');
  }
  if (permissions["id-token"] !== "write") {
    throw new ActionFailure('missing "id-token" permission');
  }
  if (permissions.attestations !== "write") {
    throw new ActionFailure(
      "Failed to persist attestation: Resource not accessible by integration",
    );
  }
  sign({ name, digest });
  return {};
}

function convertErrors(act: () => void): void {
  try {
    act();
  } catch (error) {
    if (error instanceof AmbiguousArtifact) throw error;
    throw new ActionFailure((error as Error).message);
  }
}

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { execute } from "../steps/execute";
import { ActionFailure, type Caller } from "./caller";

/** docker/build-push-action: the same call of buildx, with what this machine has of GitHub's. */
export async function build(caller: Caller): Promise<Readonly<Record<string, string>>> {
  const { inputs, host, folder, workspace, platforms, say } = caller;
  const platform = inputs.take("platforms");
  if (!platforms.has(platform)) {
    throw new ActionFailure(`exec format error: ${platform} on a machine of another kind`);
  }
  const metadata = join(folder, "metadata.json");
  const args = ["build", "--progress", "plain", "--platform", platform];
  for (const output of inputs.takeLines("outputs")) args.push("--output", output);
  for (const label of inputs.takeLines("labels")) args.push("--label", label);
  for (const each of inputs.takeLines("build-args")) args.push("--build-arg", each);
  for (const each of inputs.takeLines("build-contexts")) args.push("--build-context", each);
  // An input from the matrix is there for each image, and empty for those that do not say it.
  for (const [name, option] of [
    ["file", "--file"],
    ["target", "--target"],
  ] as const) {
    const value = inputs.takeOptional(name) ?? "";
    if (value !== "") args.push(option, value);
  }
  args.push(...attestations(caller), ...caching(caller));
  args.push("--metadata-file", metadata, inputs.take("context"));
  const environment = caller.environment;
  const { code, stdout, stderr } = await execute(host.buildx, args, {
    cwd: workspace,
    environment,
  });
  say(stdout + stderr);
  if (code !== 0) {
    throw new ActionFailure(`buildx failed with: ${stderr.trim().split("\n").at(-1) ?? ""}`);
  }
  const told = JSON.parse(readFileSync(metadata, "utf8")) as Readonly<Record<string, string>>;
  return { digest: told["containerimage.digest"] ?? "" };
}

/** As the action does, it adds who built it; the scanner is one that this machine has. */
function attestations({ inputs, runUrl, host }: Caller): readonly string[] {
  const provenance = inputs.take("provenance");
  if (!/^mode=(min|max)$/.test(provenance)) {
    throw new Error(`nothing here stands for provenance: ${provenance}`);
  }
  inputs.expect("sbom", "true");
  return [
    ...["--attest", `type=provenance,${provenance},builder-id=${runUrl}`],
    ...["--attest", `type=sbom,generator=${host.scanner}`],
  ];
}

/** GitHub's cache is a folder here. One that is not there yet is passed over, as GitHub's is. */
function caching({ inputs, caches }: Caller): readonly string[] {
  const [from, to] = [cacheOf(inputs.take("cache-from")), cacheOf(inputs.take("cache-to"))];
  const place = (scope: string): string => join(caches, encodeURIComponent(scope));
  const source = place(from.scope);
  return [
    ...(existsSync(source) ? ["--cache-from", `type=local,src=${source}`] : []),
    ...["--cache-to", [`type=local,dest=${place(to.scope)}`, ...to.rest].join(",")],
  ];
}

function cacheOf(text: string): { readonly scope: string; readonly rest: readonly string[] } {
  const [type, scope = "", ...rest] = text.split(",");
  const known = ["mode=max", "ignore-error=true"];
  if (type !== "type=gha" || !/^scope=./.test(scope) || !rest.every((x) => known.includes(x))) {
    throw new Error(`nothing here stands for the cache ${text}`);
  }
  return { scope: scope.slice("scope=".length), rest };
}

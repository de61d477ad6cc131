import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { execute } from "../steps/execute";
import { ActionFailure, type Caller } from "./caller";

/** docker/build-push-action: the same call of buildx, with local replacements for GitHub's services. */
export async function build(caller: Caller): Promise<Readonly<Record<string, string>>> {
  const { inputs, host, folder, workspace, platforms, log } = caller;
  const platform = inputs.take("platforms");
  if (!platforms.has(platform)) {
    throw new ActionFailure(`exec format error: ${platform} on another kind of runner`);
  }
  const metadata = join(folder, "metadata.json");
  const args = ["build", "--progress", "plain", "--platform", platform];
  for (const output of inputs.takeLines("outputs")) args.push("--output", output);
  for (const label of inputs.takeLines("labels")) args.push("--label", label);
  for (const each of inputs.takeLines("annotations")) args.push("--annotation", each);
  // Tags are separated by commas or line breaks.
  const tags = inputs.takeLines("tags").flatMap((line) => line.split(","));
  for (const tag of tags) args.push("--tag", tag);
  for (const each of inputs.takeLines("build-args")) args.push("--build-arg", each);
  for (const each of inputs.takeLines("build-contexts")) args.push("--build-context", each);
  // An input from the matrix is set for each image, and empty for images without the value.
  for (const [name, option] of [
    ["file", "--file"],
    ["target", "--target"],
  ] as const) {
    const value = inputs.takeOptional(name) ?? "";
    if (value !== "") args.push(option, value);
  }
  args.push(...attestations(caller), ...cacheOptions(caller));
  args.push("--metadata-file", metadata, inputs.take("context"));
  const environment = caller.environment;
  const { code, stdout, stderr } = await execute(host.buildx, args, {
    cwd: workspace,
    environment,
  });
  log(stdout + stderr);
  if (code !== 0) {
    throw new ActionFailure(`buildx failed with: ${stderr.trim().split("\n").at(-1) ?? ""}`);
  }
  const result = JSON.parse(readFileSync(metadata, "utf8")) as Readonly<Record<string, string>>;
  return { digest: result["containerimage.digest"] ?? "" };
}

/** Adds the builder's id, as the action does, and uses the local scanner. */
function attestations({ inputs, runUrl, host }: Caller): readonly string[] {
  const provenance = inputs.take("provenance");
  if (!/^mode=(min|max)$/.test(provenance)) {
    throw new Error(`unsupported provenance: ${provenance}`);
  }
  inputs.expect("sbom", "true");
  return [
    ...["--attest", `type=provenance,${provenance},builder-id=${runUrl}`],
    ...["--attest", `type=sbom,generator=${host.scanner}`],
  ];
}

/** Uses a folder instead of GitHub's cache. A missing one is ignored, as on GitHub. */
function cacheOptions({ inputs, caches }: Caller): readonly string[] {
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
  const supported = ["mode=max", "ignore-error=true"];
  if (type !== "type=gha" || !/^scope=./.test(scope) || !rest.every((x) => supported.includes(x))) {
    throw new Error(`unsupported cache ${text}`);
  }
  return { scope: scope.slice("scope=".length), rest };
}

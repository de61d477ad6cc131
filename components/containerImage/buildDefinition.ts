import type * as dockerBuild from "@pulumi/docker-build";
import * as pulumi from "@pulumi/pulumi";
import type { BuildDefinition } from "../../core/deploy";

/**
 * A build's definition, so that another builder can build the same image. It contains the secrets'
 * IDs but not their values.
 */
export function buildDefinition(args: dockerBuild.ImageArgs): pulumi.Output<BuildDefinition> {
  const { context, dockerfile, buildArgs, labels, platforms, tags, target, network } = args;
  const { addHosts, cacheFrom, cacheTo, exports, noCache, pull, ssh } = args;
  const plain = { buildArgs, labels, platforms, tags, target, network, noCache, pull };
  const secrets = pulumi.unsecret(
    pulumi.output(args.secrets).apply((values) => Object.keys(values ?? {})),
  );
  return pulumi
    .output({ ...plain, context, dockerfile, addHosts, cacheFrom, cacheTo, exports, secrets, ssh })
    .apply((resolved) =>
      withoutUndefined<BuildDefinition>({
        context: resolved.context?.location ?? ".",
        contexts: contextLocations(resolved.context?.named),
        dockerfile: resolved.dockerfile?.location,
        dockerfileInline: resolved.dockerfile?.inline,
        target: resolved.target,
        args: resolved.buildArgs,
        labels: resolved.labels,
        tags: resolved.tags ?? [],
        platforms: resolved.platforms,
        secrets: resolved.secrets,
        ssh: resolved.ssh?.map(({ id, paths }) =>
          paths === undefined ? id : `${id}=${paths.join()}`,
        ),
        network: resolved.network,
        extraHosts: splitHosts(resolved.addHosts),
        cacheFrom: resolved.cacheFrom?.flatMap(cacheEntry),
        cacheTo: resolved.cacheTo?.flatMap(cacheEntry),
        outputs: (resolved.exports ?? []).flatMap(({ raw }) => (raw === undefined ? [] : [raw])),
        pull: resolved.pull,
        noCache: resolved.noCache,
      }),
    );
}

type Resolved<Args> = pulumi.Unwrap<Args>;

function contextLocations(
  named: Resolved<dockerBuild.types.input.BuildContextArgs>["named"],
): Record<string, string> | undefined {
  if (named === undefined) return undefined;
  return Object.fromEntries(Object.entries(named).map(([name, { location }]) => [name, location]));
}

/** `host:address`; an IPv6 address has more colons. */
function splitHosts(hosts: readonly string[] | undefined): Record<string, string> | undefined {
  if (hosts === undefined) return undefined;
  return Object.fromEntries(
    hosts.map((host) => {
      const colon = host.indexOf(":");
      return [host.slice(0, colon), host.slice(colon + 1)];
    }),
  );
}

type Cache = Resolved<dockerBuild.types.input.CacheFromArgs & dockerBuild.types.input.CacheToArgs>;

/**
 * A cache as the provider passes it to BuildKit (docker-build 0.0.22, cache.go). Caches with their
 * own credentials are omitted: a cache affects only the build's duration.
 */
function cacheEntry({ raw, disabled, registry, gha, inline, local }: Cache): readonly string[] {
  if (disabled === true) return [];
  if (raw !== undefined) return [raw];
  if (inline !== undefined) return ["type=inline"];
  const typed = Object.entries({ registry, gha, local }).find(
    ([, options]) => options !== undefined,
  );
  if (typed === undefined) return [];
  const [type, options = {}] = typed;
  const fields = Object.entries(options).map(
    ([name, value]) => `${optionName(name)}=${String(value)}`,
  );
  return [[`type=${type}`, ...fields.sort()].join()];
}

function optionName(name: string): string {
  if (name === "ociMediaTypes") return "oci-mediatypes";
  return name.replace(/[A-Z]/g, (capital) => `-${capital.toLowerCase()}`);
}

function withoutUndefined<Fields extends object>(values: {
  readonly [Name in keyof Fields]: Fields[Name] | undefined;
}): Fields {
  const entries = Object.entries(values).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as Fields;
}

/** The variant that a processor has where none is named, as containerd and BuildKit take it. */
const plainVariants: Readonly<Record<string, string>> = { amd64: "v1", arm64: "v8", arm: "v7" };

/**
 * One spelling for a platform that has several: Docker Hub's official images say `linux/arm64/v8`
 * where people and builders say `linux/arm64`.
 */
export function plainPlatform(platform: string): string {
  const [system = "", processor = "", variant] = platform.split("/");
  const isPlain = variant === undefined || variant === plainVariants[processor];
  return [system, processor, ...(isPlain ? [] : [variant])].join("/");
}

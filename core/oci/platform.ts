/** The default variant of an architecture in containerd and BuildKit. */
const plainVariants: Readonly<Record<string, string>> = { amd64: "v1", arm64: "v8", arm: "v7" };

/**
 * One spelling for a platform that has several: Docker Hub's official images use `linux/arm64/v8`, but
 * people and builders use `linux/arm64`.
 */
export function plainPlatform(platform: string): string {
  const [system = "", processor = "", variant] = platform.split("/");
  const isPlain = variant === undefined || variant === plainVariants[processor];
  return [system, processor, ...(isPlain ? [] : [variant])].join("/");
}

import type { Referrer, SourceRepository } from "../world/source";

interface Manifest {
  mediaType?: string;
  artifactType?: string;
  config?: { mediaType: string };
  annotations?: Record<string, string>;
  subject?: { digest: string };
}

/**
 * Records a pushed manifest's subject, because Docker Hub supports referrers and the
 * reference registry does not. Returns the subject's digest, or null if there is none.
 */
export function recordReferrer(
  one: SourceRepository,
  digest: string,
  content: Buffer,
): string | null {
  const manifest = JSON.parse(content.toString("utf8")) as Manifest;
  const { subject, mediaType = "", annotations } = manifest;
  if (subject === undefined) return null;
  const artifactType = manifest.artifactType ?? manifest.config?.mediaType;
  const referrer: Referrer = {
    mediaType,
    digest,
    size: content.length,
    ...(artifactType === undefined ? {} : { artifactType }),
    ...(annotations === undefined ? {} : { annotations }),
  };
  const others = (one.referrers[subject.digest] ?? []).filter((each) => each.digest !== digest);
  one.referrers[subject.digest] = [...others, referrer];
  return subject.digest;
}

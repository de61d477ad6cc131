import type { Subject } from "../../../core/checks/answers";
import { apiAddress } from "../../../core/github/apiAddress";
import { ownerProblem, registryProblem, repositoryProblem } from "../../../core/oci/names";
import { packageReference, type Reference } from "../../../core/oci/reference";
import { withoutAddress } from "../../../core/github/remoteAddress";
import { withoutTokens } from "../../../core/tokens/redact";
import { readVariable, type Variables } from "../../variables";

/** The flags as typed. */
export interface DoctorFlags {
  readonly repository?: string;
  readonly image?: readonly string[];
  readonly light?: boolean;
  readonly json?: boolean;
  readonly tokenStdin?: boolean;
  readonly registry?: string;
}

export interface DoctorOptions {
  readonly subject: Subject;
  readonly api: string;
  readonly isLight: boolean;
  readonly isJson: boolean;
  readonly isTokenOnInput: boolean;
}

/** Validates the flags: returns the options, or all problems. */
export function readDoctorOptions(
  flags: DoctorFlags,
  variables: Variables,
): DoctorOptions | { readonly problems: readonly string[] } {
  const problems: string[] = [];

  const registry = flags.registry ?? readVariable(variables, "GHCR_REGISTRY") ?? "ghcr.io";
  const registryIssue = registryProblem(registry);
  if (registryIssue !== undefined) problems.push(`--registry: '${registry}' ${registryIssue}`);

  const api = apiAddress(readVariable(variables, "GITHUB_BASE_URL") ?? "https://api.github.com/");
  if (api === undefined) problems.push("GITHUB_BASE_URL: is not a URL such as https://host/");

  const { owner, repository, problems: repositoryProblems } = readRepository(flags.repository, api);
  problems.push(...repositoryProblems);
  const images = repositoryProblems.length > 0 || registryIssue !== undefined ? [] : readImages();
  if (problems.length > 0 || api === undefined) {
    return { problems: problems.map(withoutTokens) };
  }
  return {
    subject: { owner, repository, registry, images },
    api,
    isLight: flags.light === true,
    isJson: flags.json === true,
    isTokenOnInput: flags.tokenStdin === true,
  };

  function readImages(): readonly Reference[] {
    return (flags.image ?? [repository]).flatMap((name) => {
      const below = withoutOwner(name, registry, owner);
      try {
        return [packageReference(registry, owner, below)];
      } catch (error) {
        problems.push(`--image: ${error instanceof Error ? error.message : String(error)}`);
        return [];
      }
    });
  }
}

function readRepository(
  text: string | undefined,
  api: string | undefined,
): {
  owner: string;
  repository: string;
  problems: readonly string[];
} {
  const path = text && withoutAddress(text, api);
  const [owner = "", repository = "", ...rest] = (path ?? "").split("/");
  if (path === undefined) {
    return {
      owner,
      repository,
      problems: ["--repository is missing; write --repository OWNER/NAME"],
    };
  }
  if (owner === "" || repository === "" || rest.length > 0) {
    return { owner, repository, problems: [`--repository: '${path}' is not OWNER/NAME`] };
  }
  const problems = [
    [owner, ownerProblem(owner)],
    [repository, repositoryProblem(repository)],
  ].flatMap(([text = "", problem]) =>
    problem === undefined ? [] : [`--repository: '${text}' ${problem}`],
  );
  return { owner, repository, problems };
}

/** Users also type the full name, as in a pull. */
function withoutOwner(name: string, registry: string, owner: string): string {
  const start = `${registry}/${owner}/`.toLowerCase();
  return name.toLowerCase().startsWith(start) ? name.slice(start.length) : name;
}

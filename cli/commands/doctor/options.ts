import type { Subject } from "../../../core/checks/answers";
import type { Purpose } from "../../../core/checks/purpose";
import { apiAddressIn, apiAddressProblem } from "../../../core/github/apiAddress";
import { ownerProblem, registryProblem, repositoryProblem } from "../../../core/oci/names";
import { packageReference } from "../../../core/oci/reference";
import { withoutAddress } from "../../../core/github/remoteAddress";
import { withoutTokens } from "../../../core/tokens/redact";
import { readVariable, type Variables } from "../../variables";

/** The flags as typed. */
export interface DoctorFlags {
  readonly repository?: string;
  readonly image?: readonly string[];
  readonly for?: Purpose;
  readonly stack?: string;
  readonly light?: boolean;
  readonly json?: boolean;
  readonly tokenStdin?: boolean;
  readonly registry?: string;
}

export type DoctorOptions = (TokenOptions | StackOptions) & {
  readonly isLight: boolean;
  readonly isJson: boolean;
};

/** How to check one token, which the user gives. */
export interface TokenOptions {
  readonly kind: "token";
  readonly subject: Subject;
  readonly purpose: Purpose;
  readonly api: string;
  readonly isTokenOnInput: boolean;
}

/** Whose tokens to check. */
interface StackOptions {
  readonly kind: "stack";
  readonly stack: string;
}

/** Validates the flags: returns the options, or all problems. */
export function readDoctorOptions(
  flags: DoctorFlags,
  variables: Variables,
): DoctorOptions | { readonly problems: readonly string[] } {
  const { stack, light: isLight = false, json: isJson = false } = flags;
  const options =
    stack === undefined ? readTokenOptions(flags, variables) : readStackOptions(stack, flags);
  if ("problems" in options) return { problems: options.problems.map(withoutTokens) };
  return { ...options, isLight, isJson };
}

/** A stack's settings contain everything that the other options say. */
function readStackOptions(
  stack: string,
  flags: DoctorFlags,
): StackOptions | { readonly problems: readonly string[] } {
  const others = {
    "--repository": flags.repository,
    "--image": flags.image,
    "--for": flags.for,
    "--token-stdin": flags.tokenStdin,
    "--registry": flags.registry,
  };
  const problems = Object.entries(others)
    .filter(([, value]) => value !== undefined)
    .map(([name]) => `${name}: remove it; with --stack, the stack's settings say what to check`);
  return problems.length > 0 ? { problems } : { kind: "stack", stack };
}

function readTokenOptions(
  flags: DoctorFlags,
  variables: Variables,
): TokenOptions | { readonly problems: readonly string[] } {
  const problems: string[] = [];

  const registry = flags.registry ?? readVariable(variables, "GHCR_REGISTRY") ?? "ghcr.io";
  const registryIssue = registryProblem(registry);
  if (registryIssue !== undefined) problems.push(`--registry: '${registry}' ${registryIssue}`);

  const api = apiAddressIn(variables);
  if (api === undefined) problems.push(apiAddressProblem);

  const { owner, repository, problems: repositoryProblems } = readRepository(flags.repository, api);
  problems.push(...repositoryProblems);
  const images = repositoryProblems.length > 0 || registryIssue !== undefined ? [] : readImages();
  if (problems.length > 0 || api === undefined) return { problems };
  return {
    kind: "token",
    subject: { owner, registry, repositories: [{ name: repository }], images },
    purpose: flags.for ?? "publish",
    api,
    isTokenOnInput: flags.tokenStdin === true,
  };

  function readImages(): Subject["images"] {
    return (flags.image ?? [repository]).flatMap((name) => {
      const below = withoutOwner(name, registry, owner);
      try {
        return [{ reference: packageReference(registry, owner, below), repository }];
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
      problems: [
        "--repository is missing; write --repository OWNER/NAME, or --stack NAME to check a stack's tokens",
      ],
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

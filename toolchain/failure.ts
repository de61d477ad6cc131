/** Why a part of the toolchain is unavailable, and the fix. */
export interface Problem {
  /** The part, or what the parts need. */
  readonly part: string;
  readonly cause: string;
  readonly fix: string;
  /** The file with the full log, if there is one. */
  readonly log?: string;
}

/** Reports all problems with the toolchain at once. */
export class ToolchainError extends Error {
  constructor(readonly problems: readonly Problem[]) {
    super(formatProblems(problems));
    this.name = "ToolchainError";
  }
}

function formatProblems(problems: readonly Problem[]): string {
  const lines = problems.map(({ part, cause, fix, log }) =>
    [
      `  ${part}: ${cause}`,
      `    Fix: ${fix}`,
      ...(log === undefined ? [] : [`    Full log: ${log}`]),
    ].join("\n"),
  );
  return `The toolchain cannot be prepared.\n${lines.join("\n")}`;
}

interface KnownError {
  readonly pattern: RegExp;
  readonly cause: (match: RegExpExecArray) => string;
  readonly fix: string;
}

/** Messages of the Go command, the C compiler and the linker, the most specific first. */
const knownErrors: readonly KnownError[] = [
  {
    pattern: /no space left on device|There is not enough space on the disk/i,
    cause: () => "the disk is full",
    fix: "free some space (a cold build needs about 8 GB while it runs) and run the command again; it resumes where it stopped.",
  },
  {
    pattern: /C compiler "([^"]+)" not found|exec: "(gcc|cc|clang)": executable file not found/,
    cause: (match) => `no C compiler is installed (${match[1] ?? match[2] ?? "cc"})`,
    fix: "install one, on Debian or Ubuntu with: apt-get install gcc libc6-dev",
  },
  {
    pattern: /seccomp\.h: No such file|Package libseccomp was not found|cannot find -lseccomp/,
    cause: () => "the headers of libseccomp are missing",
    fix: "install libseccomp's development package (libseccomp-dev, on Fedora libseccomp-devel), or runc itself.",
  },
  {
    pattern: /(stdlib\.h|errno\.h|sys\/[a-z]+\.h): No such file/,
    cause: (match) => `the C library's headers are missing (${match[1] ?? ""})`,
    fix: "install them, on Debian or Ubuntu with: apt-get install libc6-dev",
  },
  {
    pattern: /go\.mod requires go >= ([\d.]+) \(running go ([\d.]+)/,
    cause: (match) => `it needs Go ${match[1] ?? ""}, but Go ${match[2] ?? ""} is installed`,
    fix: "install a newer Go from https://go.dev/dl/, or let Go fetch one: go env -w GOTOOLCHAIN=auto",
  },
  {
    pattern: /checksum mismatch|SECURITY ERROR/,
    cause: () => "a downloaded module does not match its committed checksum",
    fix: "run 'go clean -modcache' and try again; if the error persists, set GOPROXY to another proxy.",
  },
  {
    pattern: /(\S+@v\S+): reading \S+: (4\d\d [^\n]*)/,
    cause: (match) => `the module proxy refused ${match[1] ?? ""} (${match[2] ?? ""})`,
    fix: "set GOPROXY to a proxy that has it, or run the command where the public proxy is reachable.",
  },
  {
    pattern:
      /no such host|i\/o timeout|connection refused|network is unreachable|TLS handshake timeout/,
    cause: () => "the module proxy is unreachable",
    fix: "check the network and the settings GOPROXY, HTTPS_PROXY and NO_PROXY, then run the command again.",
  },
  {
    pattern: /signal: killed/,
    cause: () => "the compiler was killed, most likely because memory ran out",
    fix: "close other programs and run the command again; it resumes where it stopped.",
  },
];

/** The cause of a failed build. An unknown error is shown in full. */
export function diagnoseBuild(part: string, output: string, log: string): Problem {
  for (const knownError of knownErrors) {
    const match = knownError.pattern.exec(output);
    if (match !== null) return { part, cause: knownError.cause(match), fix: knownError.fix, log };
  }
  const end = removePackageNames(output).join("\n      ");
  return {
    part,
    cause: `the build failed with an unknown error:\n      ${end}`,
    fix: "read the full log, or start over with: npm run toolchain -- --rebuild",
    log,
  };
}

/** The output without the names of the packages that were compiled before the failure. */
function removePackageNames(output: string): string[] {
  return output
    .trim()
    .split("\n")
    .filter((line) => !/^(?:[\w.~-]+(?:\/[\w.~-]+)*|go: downloading .*)$/.test(line));
}

/** Why a part of the engine is not to be had, and what to do. */
export interface Problem {
  /** The part, or the thing that the parts need. */
  readonly part: string;
  readonly cause: string;
  readonly fix: string;
  /** Where the full log lies, if there is one. */
  readonly log?: string;
}

/** One message for everything that stands in the way of the engine. */
export class EngineFailure extends Error {
  constructor(readonly problems: readonly Problem[]) {
    super(describe(problems));
    this.name = "EngineFailure";
  }
}

function describe(problems: readonly Problem[]): string {
  const told = problems.map(({ part, cause, fix, log }) =>
    [
      `  ${part}: ${cause}`,
      `    What to do: ${fix}`,
      ...(log === undefined ? [] : [`    Full log:   ${log}`]),
    ].join("\n"),
  );
  return `The engine cannot be set up.\n${told.join("\n")}`;
}

interface Sign {
  readonly pattern: RegExp;
  readonly cause: (found: RegExpExecArray) => string;
  readonly fix: string;
}

/** What the Go command, the C compiler and the linker say, most certain first. */
const signs: readonly Sign[] = [
  {
    pattern: /no space left on device|There is not enough space on the disk/i,
    cause: () => "the disk is full",
    fix: "free some space (a cold build needs about 8 GB while it runs) and run the command again; it goes on where it was.",
  },
  {
    pattern: /C compiler "([^"]+)" not found|exec: "(gcc|cc|clang)": executable file not found/,
    cause: (found) => `there is no C compiler (${found[1] ?? found[2] ?? "cc"})`,
    fix: "install one, on Debian or Ubuntu with: apt-get install gcc libc6-dev",
  },
  {
    pattern: /seccomp\.h: No such file|Package libseccomp was not found|cannot find -lseccomp/,
    cause: () => "the headers of libseccomp are missing",
    fix: "install libseccomp's development package (libseccomp-dev, on Fedora libseccomp-devel), or runc itself.",
  },
  {
    pattern: /(stdlib\.h|errno\.h|sys\/[a-z]+\.h): No such file/,
    cause: (found) => `the C library's headers are missing (${found[1] ?? ""})`,
    fix: "install them, on Debian or Ubuntu with: apt-get install libc6-dev",
  },
  {
    pattern: /go\.mod requires go >= ([\d.]+) \(running go ([\d.]+)/,
    cause: (found) => `it needs Go ${found[1] ?? ""} and this is Go ${found[2] ?? ""}`,
    fix: "install a newer Go from https://go.dev/dl/, or let Go fetch one: go env -w GOTOOLCHAIN=auto",
  },
  {
    pattern: /checksum mismatch|SECURITY ERROR/,
    cause: () => "a module that was downloaded is not the one whose checksum is committed",
    fix: "run 'go clean -modcache' and try again; if it stays, the proxy that GOPROXY names serves something else.",
  },
  {
    pattern: /(\S+@v\S+): reading \S+: (4\d\d [^\n]*)/,
    cause: (found) => `the module proxy refused ${found[1] ?? ""} (${found[2] ?? ""})`,
    fix: "set GOPROXY to a proxy that has it, or run the command where the public proxy is reached.",
  },
  {
    pattern:
      /no such host|i\/o timeout|connection refused|network is unreachable|TLS handshake timeout/,
    cause: () => "the module proxy cannot be reached",
    fix: "check the network and the settings GOPROXY, HTTPS_PROXY and NO_PROXY, then run the command again.",
  },
  {
    pattern: /signal: killed/,
    cause: () => "the compiler was killed, most likely because memory ran out",
    fix: "close other programs and run the command again; it goes on where it was.",
  },
];

/** Tells the cause of a failed build. What is not known is shown as it came. */
export function diagnoseBuild(part: string, output: string, log: string): Problem {
  for (const sign of signs) {
    const found = sign.pattern.exec(output);
    if (found !== null) return { part, cause: sign.cause(found), fix: sign.fix, log };
  }
  const end = withoutPackages(output).join("\n      ");
  return {
    part,
    cause: `the build failed for a reason that is not known:\n      ${end}`,
    fix: "read the full log; 'npm run toolchain -- --rebuild' starts over.",
    log,
  };
}

/** What was said, without the names of the packages that were compiled before it went wrong. */
function withoutPackages(output: string): string[] {
  return output
    .trim()
    .split("\n")
    .filter((line) => !/^(?:[\w.~-]+(?:\/[\w.~-]+)*|go: downloading .*)$/.test(line));
}

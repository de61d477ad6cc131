import { ToolchainError } from "../../toolchain";
import { diagnoseBuild } from "../../toolchain/failure";

/** The cause and fix of each failure, and output of the Go command, gcc and the linker with it. */
const failures: readonly (readonly [cause: string, fix: string, ...outputs: string[]])[] = [
  [
    "the disk is full",
    "about 8 GB",
    "golang.org/x/sys/unix\n# github.com/moby/buildkit/solver\nwrite /tmp/go-build1442/b201/_pkg_.a: no space left on device\n",
    "go: writing go.mod cache: write C:\\x: There is not enough space on the disk.",
  ],
  [
    "no C compiler is installed (gcc)",
    "apt-get install gcc libc6-dev",
    '# runtime/cgo\ncgo: C compiler "gcc" not found: exec: "gcc": executable file not found in $PATH\n',
  ],
  [
    "no C compiler is installed (clang)",
    "apt-get install gcc libc6-dev",
    '# x\n/usr/local/go/pkg/tool/linux_amd64/link: running clang failed: exec: "clang": executable file not found in $PATH\n',
  ],
  [
    "no C compiler is installed (/opt/gcc)",
    "apt-get install gcc libc6-dev",
    '# runtime/cgo\ncgo: C compiler "/opt/gcc" not found: exec: "/opt/gcc": stat /opt/gcc: no such file or directory\n',
  ],
  [
    "the headers of libseccomp are missing",
    "libseccomp-dev",
    "# github.com/seccomp/libseccomp-golang\n./main.go:3:11: fatal error: seccomp.h: No such file or directory\n    3 | // #include <seccomp.h>\n      |           ^~~~~~~~~~~\ncompilation terminated.\n",
    "# github.com/seccomp/libseccomp-golang\n# [pkg-config --cflags  -- libseccomp]\nPackage libseccomp was not found in the pkg-config search path.\n",
    "# x\n/usr/local/go/pkg/tool/linux_amd64/link: running gcc failed: exit status 1\n/usr/bin/ld: cannot find -lseccomp: No such file or directory\ncollect2: error: ld returned 1 exit status\n",
  ],
  [
    "the C library's headers are missing (stdlib.h)",
    "libc6-dev",
    "# runtime/cgo\n_cgo_export.c:3:10: fatal error: stdlib.h: No such file or directory\n    3 | #include <stdlib.h>\n      |          ^~~~~~~~~~\ncompilation terminated.\n",
  ],
  [
    "the C library's headers are missing (sys/types.h)",
    "libc6-dev",
    "# x\nmain.c:1:10: fatal error: sys/types.h: No such file or directory\n",
  ],
  [
    "it needs Go 1.99.1, but Go 1.26.8 is installed",
    "GOTOOLCHAIN=auto",
    "go: go.mod requires go >= 1.99.1 (running go 1.26.8; GOTOOLCHAIN=local)\n",
  ],
  [
    "a downloaded module does not match its committed checksum",
    "go clean -modcache",
    "verifying github.com/x/y@v1.0.0: checksum mismatch\n\tdownloaded: h1:a=\n\tgo.sum:     h1:b=\n\nSECURITY ERROR\nThis download does NOT match an earlier download recorded in go.sum.\n",
    "verifying github.com/x/y@v1.0.0: checksum mismatch\n\tdownloaded: h1:a=\n\tsum.golang.org: h1:b=\n",
  ],
  [
    "the module proxy refused github.com/pulumi/pulumi-java/pkg@v1.99.0 (403 Forbidden)",
    "GOPROXY",
    "go: github.com/pulumi/pulumi-java/pkg@v1.99.0: reading https://proxy.golang.org/github.com/pulumi/pulumi-java/pkg/@v/v1.99.0.info: 403 Forbidden\n\tserver response: This module version is not available.\n",
  ],
  [
    "the module proxy is unreachable",
    "HTTPS_PROXY",
    'go: example.invalid/nothing@v1.0.0: Get "http://127.0.0.1:9/example.invalid/nothing/@v/v1.0.0.info": dial tcp 127.0.0.1:9: connect: connection refused\n',
    'go: example.invalid/nothing@v1.0.0: Get "https://proxy.invalid/example.invalid/nothing/@v/v1.0.0.info": dial tcp: lookup proxy.invalid on 10.255.255.53:53: no such host\n',
    'go: x@v1.0.0: Get "https://proxy.golang.org/x/@v/v1.0.0.mod": net/http: TLS handshake timeout\n',
    'go: x@v1.0.0: Get "https://proxy.golang.org/x/@v/v1.0.0.mod": dial tcp 142.250.0.1:443: i/o timeout\n',
    'go: x@v1.0.0: Get "https://proxy.golang.org/x/@v/v1.0.0.mod": dial tcp 142.250.0.1:443: connect: network is unreachable\n',
  ],
  [
    "the compiler was killed, most likely because memory ran out",
    "close other programs",
    "# github.com/pulumi/pulumi/pkg/v3/codegen\n/usr/local/go/pkg/tool/linux_amd64/compile: signal: killed\n",
  ],
];

const messages = failures.flatMap(([cause, fix, ...outputs]) =>
  outputs.map((output) => [output, cause, fix] as const),
);

describe("a failed build", () => {
  it.each(messages)("with %j is recognized", (output, cause, fix) => {
    expect(diagnoseBuild("runc", output, "/logs/runc.log")).toEqual({
      part: "runc",
      cause,
      fix: expect.stringContaining(fix) as string,
      log: "/logs/runc.log",
    });
  });

  // From a failed build too, after the names that -v prints.
  const packages = ["golang.org/x/sys/unix", "internal/abi", "github.com/moby/buildkit/util"];
  const unknown = [
    "# github.com/moby/buildkit/solver",
    ..."abcdefghij".split("").map((name, index) => `./main.go:${2 + index}:14: undefined: ${name}`),
    "./main.go:12:59: too many errors",
  ];

  it.each([
    ["short", unknown.slice(0, 3)],
    ["long", unknown],
  ])("with an unknown error is shown in full: %s", (_what, lines) => {
    const output = [...packages, ...lines, ""].join("\n");
    const { cause, fix } = diagnoseBuild("buildkitd", output, "/logs/buildkitd.log");
    expect(cause).toContain("the build failed with an unknown error");
    for (const line of lines) expect(cause).toContain(line);
    expect(fix).toContain("read the full log");
  });
});

it("reports every problem with its fix and its log, if any, in one message", () => {
  const { message, problems } = new ToolchainError([
    { part: "pulumi", cause: "the disk is full", fix: "free some space.", log: "/logs/a.log" },
    { part: "runc", cause: "no C compiler is installed", fix: "install one." },
  ]);
  expect(problems).toHaveLength(2);
  expect(message).toBe(
    [
      "The toolchain cannot be prepared.",
      "  pulumi: the disk is full",
      "    Fix: free some space.",
      "    Full log: /logs/a.log",
      "  runc: no C compiler is installed",
      "    Fix: install one.",
    ].join("\n"),
  );
});

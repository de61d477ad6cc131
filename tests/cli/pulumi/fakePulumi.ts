import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { StackOptions } from "../../../cli/pulumi/pulumi";
import { temporaryFolders } from "../../temporaryFolders";

const temporaryFolder = temporaryFolders();

/** What a command prints, and its exit code. */
export interface Answer {
  readonly stdout?: string;
  readonly stderr?: string;
  readonly code?: number;
}

/**
 * A program that replaces Pulumi for a test: it answers commands by their beginning, and rejects
 * all others.
 */
export class FakePulumi {
  readonly folder = temporaryFolder();
  readonly stack: StackOptions = {
    pulumi: join(this.folder, "pulumi"),
    program: this.folder,
    stack: "prod",
    environment: { GITHUB_OWNER: "octo" },
  };
  private readonly log = join(this.folder, "log");

  constructor(answers: Readonly<Record<string, Answer>>) {
    const script = `#!${process.execPath}
      const { appendFileSync, readFileSync } = require("node:fs");
      const [first, second, ...args] = process.argv.slice(2);
      const command = args.join(" ");
      appendFileSync(${JSON.stringify(this.log)}, JSON.stringify({ global: [first, second], command }) + "\\n");
      const answers = Object.entries(${JSON.stringify(answers)});
      const known = answers.find(([beginning]) => command.startsWith(beginning));
      const { stdout = "", stderr = "", code = 0 } = known?.[1] ?? { stderr: "unexpected: " + command, code: 99 };
      process.stdout.write(stdout);
      process.stderr.write(stderr);
      process.exitCode = code;
    `;
    writeFileSync(this.stack.pulumi, script, { mode: 0o755 });
  }

  /** The commands that were run, without the common flags. */
  get commands(): readonly string[] {
    if (!existsSync(this.log)) return [];
    return readFileSync(this.log, "utf8")
      .trim()
      .split("\n")
      .map((line) => {
        const { global, command } = JSON.parse(line) as { global: unknown; command: string };
        expect(global).toEqual(["--non-interactive", "--fully-qualify-stack-names"]);
        return command;
      });
  }

  /** Makes its folder this process's own, with nothing else on PATH. */
  enter(variables: NodeJS.ProcessEnv = {}): void {
    jest.spyOn(process, "cwd").mockReturnValue(this.folder);
    jest.replaceProperty(process, "env", { PATH: this.folder, ...variables });
  }
}

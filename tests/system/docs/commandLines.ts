import { readMarkdown, type Line } from "./markdown";

/** A command line on a page. */
export interface CommandLine extends Line {
  readonly file: string;
  readonly shell: Shell;
  /** In a sentence, the start of a command can stand for all of it: `pulumi config set`. */
  readonly where: "fence" | "sentence";
}

export type Shell = "sh" | "bash" | "zsh" | "powershell";

/** The shells of code blocks with commands, by language. */
const shells: Readonly<Record<string, Shell>> = {
  sh: "sh",
  bash: "bash",
  zsh: "zsh",
  powershell: "powershell",
  pwsh: "powershell",
};

/** Programs that identify a command in a sentence. */
const programs = new Set([
  ...[
    "chmod",
    "crane",
    "curl",
    "docker",
    "gh",
    "git",
    "jq",
    "kubectl",
    "kustomize",
    "mkdir",
    "node",
  ],
  ...[
    "npm",
    "npx",
    "printf",
    "pulumi",
    "pulumi-ghcr",
    "pwsh",
    "regctl",
    "skopeo",
    "terraform",
    "tofu",
    "umask",
  ],
]);

/** All command lines of a page, in the order of its lines. */
export function findCommandLines(file: string, page: string): readonly CommandLine[] {
  const { fences, codes } = readMarkdown(page);
  const typed = fences.flatMap(({ language, lines }): readonly CommandLine[] => {
    const shell = shells[language];
    if (shell === undefined) return [];
    return readCommands(lines).map((each) => ({ ...each, file, shell, where: "fence" }));
  });
  const mentioned = codes
    .filter(({ text }) => isCommand(text))
    .map((each): CommandLine => ({ ...each, file, shell: "sh", where: "sentence" }));
  return [...typed, ...mentioned].sort((one, other) => one.line - other.line);
}

/** Whether it starts with one of these programs and has arguments. */
function isCommand(text: string): boolean {
  const command = text.replace(/^\(/, "").replace(/^(?:[A-Za-z_]\w*=\S*\s+)+/, "");
  const [program = "", ...rest] = command.split(/\s+/);
  return program.startsWith("scripts/") || (programs.has(program) && rest.length > 0);
}

/** The commands of a code block, without comments, and with continued lines joined. */
function readCommands(lines: readonly Line[]): readonly Line[] {
  const commands: Line[] = [];
  let begun: Line | undefined;
  for (const { line, text } of lines) {
    const command = removeComment(text).trim();
    const joinedLine: Line =
      begun === undefined ? { line, text: command } : joinLine(begun, command);
    begun = command.endsWith("\\")
      ? { ...joinedLine, text: joinedLine.text.slice(0, -1).trimEnd() }
      : undefined;
    if (begun === undefined && joinedLine.text !== "") commands.push(joinedLine);
  }
  return begun === undefined ? commands : [...commands, begun];
}

function joinLine({ line, text }: Line, more: string): Line {
  return { line, text: `${text} ${more}`.trimEnd() };
}

function removeComment(text: string): string {
  return text.replace(/^((?:'[^']*'|"(?:\\.|[^"\\])*"|\\.|[^'"\\])*?)(?:(?<=\s)|(?<=^))#.*$/, "$1");
}

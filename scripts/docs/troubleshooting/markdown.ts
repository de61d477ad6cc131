/** Inline code, which may contain backticks. */
export function code(text: string): string {
  if (!text.includes("`")) return `\`${text}\``;
  const padding = /^`|`$/.test(text) ? " " : "";
  return `\`\`${padding}${text}${padding}\`\``;
}

/** A code block. */
export function codeBlock(language: string, text: string): string {
  return ["```" + language, text, "```"].join("\n");
}

/** An address; a comma or colon is part of it if no space follows. */
const address = /https?:\/\/(?:[^\s,;:，。；：（）]|[,:](?=\S))+/;

/** A command, up to the punctuation that continues the sentence. */
const command =
  /(?:printf %s "|(?:docker (?:login|logout|buildx|context ls)|npx pulumi (?:config|refresh|preview|install|login|cancel|import|plugin|up)|gh (?:auth|api)|az acr|aws ecr|gcloud auth|sudo usermod|curl --head)\b)(?:(?!,\s| \(|:\s|[，。；：（]|\.$)[^\n])*/;

/** Settings, variables and other literal text. */
const words = [
  /permissions: [a-z-]+: [a-z]+/,
  /packages: write/,
  /(?:ghcr\.io|HOST)\/OWNER\/(?:NAME|…)/,
  /(?:adopt|create|visibility|workflowPermissions|legacyClient): [a-z]+/,
  /(?:workflow|platforms): (?:\{[^}]*\}|\[[^\]]*\])/,
  /if: github\.repository == '[^']+'/,
  /\[A-Za-z\S+\}/,
  /\$\{[^}]*\}/,
  /(?:read|write|delete):packages/,
  /\.github\/workflows\b/,
  /~\/\.docker\/config\.json/,
  /\b[A-Z]+(?:_[A-Z]+)+\b/,
  /\b(?:github\.token|github\.repository|github\.Provider|buildkitd\.toml|credsStore|retry-after)\b/,
  /\bX-[A-Z][A-Za-z-]+\b/,
  /\bPulumi\.STACK\.yaml\b/,
  /\b(?:read|write)_registry\b/,
  /\bworkflowPermissions\b/,
  /docker\/setup-qemu-action/,
  /registry\/owner\/name:tag/,
  /--platform\b/,
];

const marks = new RegExp([address, command, ...words].map(({ source }) => source).join("|"), "g");

/** A denial's sentence with its commands, settings and addresses as code or links. */
export function markCode(text: string): string {
  return text.replace(marks, (found) => (/^https?:/.test(found) ? `<${found}>` : code(found)));
}

/** The commands, settings and addresses of a sentence. */
export function findCode(text: string): readonly string[] {
  return [...text.matchAll(marks)].map(([found]) => found);
}

/** A source by its short name: `docker/login-action#331`. */
export function sourceLink(source: string): string {
  const { hostname, pathname } = new URL(source);
  const [owner = "", repository = "", kind = "", ...rest] = pathname.slice(1).split("/");
  const last = rest.at(-1) ?? "";
  const label =
    hostname !== "github.com"
      ? `${hostname}: ${pathname.split("/").filter(Boolean).at(-1) ?? ""}`
      : kind === "issues" || kind === "pull"
        ? `${owner}/${repository}#${last}`
        : owner === "orgs"
          ? `${repository}, discussion ${last}`
          : `${owner}/${repository}: ${last}`;
  return `[${label}](${source})`;
}

import type { StarterFacts, StarterKind } from "./kinds";

/** A Dockerfile to start from. It builds from the files that the folder has. */
export function renderDockerfile(kind: StarterKind, facts: StarterFacts): string {
  return [...renderers[kind](facts), ""].join("\n");
}

const renderers: Readonly<Record<StarterKind, (facts: StarterFacts) => readonly string[]>> = {
  node: renderNode,
  python: renderPython,
  go: renderGo,
  static: renderStatic,
};

/** Patterns that no image needs, or that are secret. */
const ignored: Readonly<Record<StarterKind, readonly string[]>> = {
  node: ["node_modules", "npm-debug.log*", "coverage"],
  python: ["**/__pycache__", "*.egg-info", ".venv", "venv", ".pytest_cache"],
  go: ["bin", "*.test"],
  static: ["node_modules"],
};

export function renderDockerignore(kind: StarterKind): string {
  const common = [".git", ".github", ".dockerignore", "Dockerfile", "**/.env", "**/.env.*"];
  return [...common, ...ignored[kind], ""].join("\n");
}

/** The dependencies come first, so that a change of the program does not install them again. */
const dependenciesFirst = "# Dependencies first: they are installed again only if they change.";

function renderNode({ files, scripts }: StarterFacts): readonly string[] {
  const { lockFile, install } = findNodeInstall(files);
  const start = startCommand(files, scripts);
  const manifest = files.includes("package.json")
    ? [
        dependenciesFirst,
        `COPY package.json ${lockFile === undefined ? "" : `${lockFile} `}./`,
        `RUN ${install}`,
      ]
    : [];
  if (typeof scripts.build !== "string") {
    return [
      "FROM node:24-alpine",
      "ENV NODE_ENV=production",
      "WORKDIR /app",
      ...manifest,
      "COPY . .",
      "USER node",
      `CMD ${start}`,
    ];
  }
  return [
    "FROM node:24-alpine AS build",
    "WORKDIR /app",
    ...manifest,
    "COPY . .",
    "# The dependencies that only the build needs stay behind.",
    "RUN npm run build && rm -rf node_modules",
    "",
    "FROM node:24-alpine",
    "ENV NODE_ENV=production",
    "WORKDIR /app",
    ...manifest.slice(1),
    "COPY --from=build /app .",
    "USER node",
    `CMD ${start}`,
  ];
}

/** What installs the dependencies; with NODE_ENV=production, only those of the program. */
function findNodeInstall(files: readonly string[]): {
  readonly lockFile?: string;
  readonly install: string;
} {
  const managers = [
    ["package-lock.json", "npm ci"],
    ["yarn.lock", "yarn install --frozen-lockfile"],
    ["pnpm-lock.yaml", "npm install --global pnpm@10 && pnpm install --frozen-lockfile"],
  ] as const;
  const found = managers.find(([lockFile]) => files.includes(lockFile));
  return found === undefined
    ? { install: "npm install" }
    : { lockFile: found[0], install: found[1] };
}

/** Without npm between, node receives the signals that stop a container. */
function startCommand(files: readonly string[], scripts: StarterFacts["scripts"]): string {
  const { start } = scripts;
  const [, script] = typeof start === "string" ? (/^node (\S+)$/.exec(start) ?? []) : [];
  if (script !== undefined) return JSON.stringify(["node", script]).replace(",", ", ");
  if (typeof start === "string") return '["npm", "start"]';
  const main = ["server.js", "index.js", "main.js", "app.js"].find((name) => files.includes(name));
  return `["node", "${main ?? "index.js"}"]`;
}

function renderPython({ files, isPythonPackage }: StarterFacts): readonly string[] {
  const main = ["main.py", "app.py", "server.py"].find((name) => files.includes(name));
  const pip = "RUN pip install --no-cache-dir";
  const install = files.includes("requirements.txt")
    ? [dependenciesFirst, "COPY requirements.txt .", `${pip} -r requirements.txt`, "COPY . ."]
    : ["COPY . .", ...(isPythonPackage ? [`${pip} .`] : [])];
  return [
    "FROM python:3.14-slim",
    "ENV PYTHONUNBUFFERED=1",
    "WORKDIR /app",
    ...install,
    "USER nobody",
    `CMD ["python", "${main ?? "main.py"}"]`,
  ];
}

function renderGo({ files, goPrograms: [program = "."] }: StarterFacts): readonly string[] {
  const sums = files.includes("go.sum") ? "go.mod go.sum" : "go.mod";
  return [
    "# Compiles on the builder's own platform, for the image's.",
    "FROM --platform=$BUILDPLATFORM golang:1-alpine AS build",
    "WORKDIR /src",
    dependenciesFirst,
    `COPY ${sums} ./`,
    "RUN go mod download",
    "COPY . .",
    "ARG TARGETOS TARGETARCH",
    `RUN CGO_ENABLED=0 GOOS=$TARGETOS GOARCH=$TARGETARCH go build -trimpath -o /app ${program}`,
    "",
    "FROM gcr.io/distroless/static-debian13:nonroot",
    "COPY --from=build /app /app",
    'ENTRYPOINT ["/app"]',
  ];
}

function renderStatic(): readonly string[] {
  return [
    "# nginx without root: it listens on port 8080.",
    "FROM nginxinc/nginx-unprivileged:1-alpine",
    "COPY . /usr/share/nginx/html",
    "EXPOSE 8080",
  ];
}

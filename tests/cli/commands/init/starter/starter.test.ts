import { guessStarter, type StarterKind } from "../../../../../cli/commands/init/starter/kinds";
import { writeStarter } from "../../../../../cli/commands/init/starter/write";
import { DockerIgnore } from "../../../../../core/source/dockerignore";
import { folderForEachTest } from "../../../testFolder";

const folder = folderForEachTest();

/** The lines of the Dockerfile for a folder with these files. */
function starterOf(kind: StarterKind, files: Readonly<Record<string, string>>): readonly string[] {
  for (const [name, text] of Object.entries(files)) folder.write(name, text);
  writeStarter(kind, folder.path);
  return folder.read("Dockerfile").split("\n");
}

const program = "package main\n\nfunc main() {}\n";
const samples: Readonly<Record<StarterKind, Readonly<Record<string, string>>>> = {
  node: {
    "package.json": '{ "scripts": { "start": "node src/main.js" } }',
    "package-lock.json": "",
  },
  python: { "requirements.txt": "flask\n", "app.py": "" },
  go: { "go.mod": "module app\n", "go.sum": "", "cmd/api/main.go": program },
  static: { "index.html": "<p>" },
};

it.each<[StarterKind, readonly string[]]>([
  [
    "node",
    [
      "FROM node:24-alpine",
      "ENV NODE_ENV=production",
      "WORKDIR /app",
      "# Dependencies first: they are installed again only if they change.",
      "COPY package.json package-lock.json ./",
      "RUN npm ci",
      "COPY . .",
      "USER node",
      'CMD ["node", "src/main.js"]',
      "",
    ],
  ],
  [
    "python",
    [
      "FROM python:3.14-slim",
      "ENV PYTHONUNBUFFERED=1",
      "WORKDIR /app",
      "# Dependencies first: they are installed again only if they change.",
      "COPY requirements.txt .",
      "RUN pip install --no-cache-dir -r requirements.txt",
      "COPY . .",
      "USER nobody",
      'CMD ["python", "app.py"]',
      "",
    ],
  ],
  [
    "go",
    [
      "# Compiles on the builder's own platform, for the image's.",
      "FROM --platform=$BUILDPLATFORM golang:1-alpine AS build",
      "WORKDIR /src",
      "# Dependencies first: they are installed again only if they change.",
      "COPY go.mod go.sum ./",
      "RUN go mod download",
      "COPY . .",
      "ARG TARGETOS TARGETARCH",
      "RUN CGO_ENABLED=0 GOOS=$TARGETOS GOARCH=$TARGETARCH go build -trimpath -o /app ./cmd/api",
      "",
      "FROM gcr.io/distroless/static-debian13:nonroot",
      "COPY --from=build /app /app",
      'ENTRYPOINT ["/app"]',
      "",
    ],
  ],
  [
    "static",
    [
      "# nginx without root: it listens on port 8080.",
      "FROM nginxinc/nginx-unprivileged:1-alpine",
      "COPY . /usr/share/nginx/html",
      "EXPOSE 8080",
      "",
    ],
  ],
])(
  "%s: the files show the kind, and the Dockerfile copies what exists and is not ignored",
  (kind, expected) => {
    expect(starterOf(kind, samples[kind])).toEqual(expected);
    expect(guessStarter(folder.path)?.kind).toBe(kind);
    const ignored = new DockerIgnore(folder.read(".dockerignore"));
    for (const name of Object.keys(samples[kind])) expect(ignored.ignores(name)).toBe(false);
    for (const name of ["Dockerfile", ".env", "web/.env.production", ".git/config"]) {
      expect(ignored.ignores(name)).toBe(true);
    }
  },
);

it("node: a build has all dependencies, and the image only those of the program", () => {
  const scripts = { build: "tsc", start: "next start" };
  const lines = starterOf("node", {
    "package.json": JSON.stringify({ scripts }),
    "yarn.lock": "",
  });
  expect(lines.slice(0, 3)).toEqual([
    "FROM node:24-alpine AS build",
    "WORKDIR /app",
    expect.stringMatching(/^# Dep/),
  ]);
  expect(lines.slice(lines.indexOf("")).filter((line) => !line.startsWith("#"))).toEqual([
    "",
    "FROM node:24-alpine",
    "ENV NODE_ENV=production",
    "WORKDIR /app",
    "COPY package.json yarn.lock ./",
    "RUN yarn install --frozen-lockfile",
    "COPY --from=build /app .",
    "USER node",
    'CMD ["npm", "start"]',
    "",
  ]);
});

it.each<[StarterKind, string, Readonly<Record<string, string>>, readonly string[], string]>([
  ["node", "no package.json", { "server.js": "" }, ["npm"], 'CMD ["node", "server.js"]'],
  [
    "node",
    "a package.json that is not JSON",
    { "package.json": "{" },
    ["npm ci"],
    "RUN npm install",
  ],
  [
    "node",
    "another lock file",
    { "package.json": "{}", "pnpm-lock.yaml": "" },
    ["npm ci"],
    "COPY package.json pnpm-lock.yaml ./",
  ],
  ["python", "nothing to install", { "main.py": "" }, ["pip"], 'CMD ["python", "main.py"]'],
  ["python", "only tools", { "pyproject.toml": "[tool.ruff]\n" }, ["pip"], "COPY . ."],
  [
    "python",
    "a package",
    { "pyproject.toml": '[project]\nname = "a"\n' },
    ["-r"],
    "RUN pip install --no-cache-dir .",
  ],
  [
    "go",
    "no dependencies",
    { "go.mod": "", "main.go": program, "cmd/x/x.go": program },
    ["go.sum", "./cmd"],
    "COPY go.mod ./",
  ],
])("%s with %s: the Dockerfile builds that", (kind, _what, files, absent, present) => {
  const lines = starterOf(kind, files);
  expect(lines).toContain(present);
  for (const word of absent) expect(lines.join("\n")).not.toContain(word);
});

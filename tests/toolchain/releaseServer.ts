import { createHash } from "node:crypto";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { connect, type AddressInfo } from "node:net";
import { dirname, join } from "node:path";
import { listReleases, type Release } from "../../toolchain/download/releases";

/** How the server answers for a file. */
export type Fault = "404" | "cut" | "stopped" | "redirected";

/** A server on this machine with the archives of the parts' makers. */
export class ReleaseServer {
  private readonly files = new Map<string, Buffer>();
  readonly faults = new Map<string, Fault>();
  readonly requests: string[] = [];
  private readonly server: Server;
  private readonly proxy: Server;

  constructor() {
    this.server = createServer((request, response) => {
      const path = request.url ?? "";
      this.requests.push(path);
      const [name = ""] = path.split("/").slice(-1);
      const content = this.files.get(path.replace("/storage", ""));
      const fault = path.startsWith("/storage") ? undefined : this.faults.get(name);
      if (fault === "redirected") {
        response.writeHead(302, { location: `/storage${path}` }).end();
      } else if (content === undefined || fault === "404") {
        response.writeHead(404).end("Not Found");
      } else if (fault === undefined) {
        response.writeHead(200, { "content-length": content.length }).end(content);
      } else {
        response.writeHead(200, { "content-length": content.length });
        response.write(content.subarray(0, content.length / 2), () => {
          if (fault === "cut") response.destroy();
        });
      }
    });
    // Any host is this machine.
    this.proxy = createServer().on("connect", (request, socket) => {
      this.requests.push(`CONNECT ${request.url ?? ""}`);
      const target = connect(this.port, "127.0.0.1", () => {
        socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
        target.pipe(socket).pipe(target);
      });
      const end = (): void => {
        target.destroy();
        socket.destroy();
      };
      target.on("error", end);
      socket.on("error", end);
    });
  }

  async start(): Promise<void> {
    for (const server of [this.server, this.proxy]) {
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    }
  }

  async stop(): Promise<void> {
    for (const server of [this.server, this.proxy]) {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  }

  private get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  get proxyAddress(): string {
    return `http://127.0.0.1:${(this.proxy.address() as AddressInfo).port}`;
  }

  get origin(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** The releases on this server. */
  list(origin = this.origin): readonly Release[] {
    const hosts = { github: `${origin}/github`, pulumi: `${origin}/pulumi` };
    return listReleases({ ...hosts, alpine: `${origin}/alpine` }, "linux", "x64");
  }

  /** Packs files into an archive, and publishes it. */
  publishArchive(name: string, files: Readonly<Record<string, string>>, folder: string): Buffer {
    const packed = mkdtempSync(join(folder, "packed-"));
    for (const [path, source] of Object.entries(files)) {
      const file = join(packed, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, readFileSync(source), { mode: 0o755 });
    }
    const archive = `${packed}.tar.gz`;
    // Compressed little, because the programs are large.
    execFileSync("tar", ["-I", "gzip -1", "-cf", archive, "-C", packed, ...Object.keys(files)]);
    const content = readFileSync(archive);
    rmSync(packed, { recursive: true });
    this.files.set(name, content);
    return content;
  }

  /** Publishes a release with its checksum. */
  publish(release: Release, files: Readonly<Record<string, string>>, folder: string): void {
    const name = new URL(release.url).pathname;
    const content = this.publishArchive(name, files, folder);
    const checksum = createHash("sha256").update(content).digest("hex");
    if (release.checksums === undefined) return;
    // Distribution's files contain the checksum alone.
    const base = name.split("/").at(-1) ?? "";
    const others = release.name === "Pulumi" ? `${"f".repeat(64)}  other.tar.gz\n` : "";
    const text = release.name === "registry" ? checksum : `${others}${checksum}  ${base}`;
    this.files.set(new URL(release.checksums).pathname, Buffer.from(`${text}\n`));
  }

  /** Publishes another checksum. */
  changeChecksum({ checksums = "" }: Release): void {
    const path = new URL(checksums).pathname;
    const text = this.files.get(path)?.toString() ?? "";
    this.files.set(path, Buffer.from(text.replace(/[0-9a-f]{64}(?! {2}other)/, "0".repeat(64))));
  }

  /** Publishes the checksums of other archives only. */
  removeChecksum({ checksums = "", url }: Release): void {
    const path = new URL(checksums).pathname;
    const name = url.split("/").at(-1) ?? "";
    const lines = (this.files.get(path)?.toString() ?? "").split("\n");
    const others = [...lines, `${"e".repeat(64)}  more.tar.gz`];
    this.files.set(path, Buffer.from(others.filter((line) => !line.includes(name)).join("\n")));
  }
}

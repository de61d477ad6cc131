import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { readRequest, type ReceivedRequest } from "./daemonRequest";
import { requestBearer, requestManifestStatus, readErrors, type Login } from "./registryLogin";

/** A container that the daemon was requested to run. */
export interface Container {
  readonly name: string;
  readonly image: string;
  readonly isStarted: boolean;
}

interface Answer {
  readonly status: number;
  readonly body?: unknown;
  /** Several JSON objects, one after the other. */
  readonly stream?: readonly object[];
}

interface StoredObject {
  readonly id: string;
  name: string;
  readonly settings: Readonly<Record<string, unknown>>;
  isStarted: boolean;
}

const about = { ApiVersion: "1.47", MinAPIVersion: "1.24", Os: "linux", Arch: "amd64" };

/**
 * A fake Docker daemon, so that Docker's command line, Compose and buildx can run
 * without a real one. It contacts the registry like the daemon, with the client's login,
 * and does not run containers.
 */
export class Daemon {
  /** The pulled references; with a digest, they have no tag. */
  readonly pulled: string[] = [];
  private counted = 0;
  private readonly networks: StoredObject[] = [];
  private readonly stored: StoredObject[] = [];
  private readonly server: Server;

  constructor(private readonly registry: () => string) {
    this.server = createServer((request, response) => {
      void this.answer(request, response);
    });
  }

  async listen(socket: string): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(socket, resolve));
    return `unix://${socket}`;
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  get containers(): readonly Container[] {
    return this.stored.map(({ name, settings, isStarted }) => ({
      ...{ name, image: String(settings.Image), isStarted },
    }));
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const received = await readRequest(request);
    const {
      status,
      body,
      stream = body === undefined ? [] : [body],
    } = await this.answerTo(received);
    response.writeHead(status, {
      ...{ "content-type": "application/json", "api-version": about.ApiVersion, ostype: "linux" },
    });
    const texts = stream.map((each) => `${JSON.stringify(each)}\n`);
    response.end(received.method === "HEAD" ? "" : texts.join(""));
  }

  private async answerTo(received: ReceivedRequest): Promise<Answer> {
    const { method, path, query, body } = received;
    const [, kind = "", id = "", action = ""] =
      /^\/(\w+)(?:\/(.+?))??(?:\/(create|json|push|rename|start|stop|tag|wait))?$/.exec(path) ?? [];
    switch (`${method} ${kind}${action === "" ? "" : ` ${action}`}`) {
      case "HEAD _ping":
      case "GET _ping":
        return { status: 200, body: "OK" };
      case "GET version":
        return { status: 200, body: { ...about, Version: "28.0.0" } };
      case "GET info":
        return { status: 200, body: { ID: "fake", OSType: "linux", ServerVersion: "28.0.0" } };
      case "POST auth":
        return this.logIn(body);
      case "POST images create":
        return this.pull(query.get("fromImage") ?? "", query.get("tag") ?? "", received.login);
      case "POST images push":
        return this.push(id, received.login);
      case "GET images json":
        return id === "" ? { status: 200, body: [] } : this.image(id);
      case "GET networks":
        return id === ""
          ? { status: 200, body: this.networks.map(describeNetwork) }
          : this.network(id);
      case "POST networks create":
        return { status: 201, body: { Id: this.store(this.networks, String(body.Name), body) } };
      case "GET containers json":
        return id === "" ? this.list(query.get("filters") ?? "{}") : this.container(id);
      case "POST containers create":
        return this.create(query.get("name") ?? "", body);
      case "POST containers start":
        return this.change(id, (each) => (each.isStarted = true));
      case "POST containers stop":
        return this.change(id, (each) => (each.isStarted = false));
      case "POST containers rename":
        return this.change(id, (each) => (each.name = query.get("name") ?? ""));
      case "DELETE containers":
        return this.change(id, (each) => this.stored.splice(this.stored.indexOf(each), 1));
      case "POST images tag":
        return { status: this.hasImage(id) ? 201 : 404 };
      case "POST containers wait":
        return { status: 200, body: { StatusCode: 0 } };
      case "GET volumes":
        return { status: 200, body: { Volumes: [] } };
      default:
        return {
          status: 501,
          body: { message: `the fake daemon does not support ${method} ${path}` },
        };
    }
  }

  private store(into: StoredObject[], name: string, settings: StoredObject["settings"]): string {
    this.counted += 1;
    const id = `${this.counted}`.padStart(64, "a");
    into.push({
      id,
      name: name === "" ? `nameless-${this.counted}` : name,
      settings,
      isStarted: false,
    });
    return id;
  }

  private create(name: string, settings: StoredObject["settings"]): Answer {
    const image = String(settings.Image);
    if (!this.hasImage(image)) return { status: 404, body: { message: `No such image: ${image}` } };
    return { status: 201, body: { Id: this.store(this.stored, name, settings), Warnings: [] } };
  }

  private hasImage(image: string): boolean {
    return this.pulled.some((each) => each === image || each.endsWith(image.replace(/^.*@/, "@")));
  }

  private list(filters: string): Answer {
    const { label = {} } = JSON.parse(filters) as { label?: Readonly<Record<string, boolean>> };
    const conditions = Object.keys(label).map((each) => each.split("=") as [string, string?]);
    const listed = this.stored.filter(({ settings }) => {
      const labels = (settings.Labels ?? {}) as Readonly<Record<string, string>>;
      return conditions.every(([name, value = labels[name]]) => labels[name] === value);
    });
    const body = listed.map((each) => ({
      ...describeContainer(each),
      NetworkSettings: this.networksOf(each),
    }));
    return { status: 200, body };
  }

  private networksOf({ settings }: StoredObject): object {
    const { EndpointsConfig = {} } = (settings.NetworkingConfig ?? {}) as {
      EndpointsConfig?: object;
    };
    const joined = Object.keys(EndpointsConfig).map((name) => {
      const network = this.networks.find((each) => each.name === name);
      return [name, { NetworkID: network?.id ?? "none" }];
    });
    return { Networks: Object.fromEntries(joined) as object };
  }

  private image(name: string): Answer {
    if (!this.hasImage(name)) return { status: 404, body: { message: `No such image: ${name}` } };
    const Id = `sha256:${"a".repeat(64)}`;
    return { status: 200, body: { Id, RepoTags: [name], RepoDigests: [], Config: {}, ...about } };
  }

  private network(name: string): Answer {
    const found = this.networks.find((each) => each.name === name || each.id === name);
    if (found === undefined) return { status: 404, body: { message: `network ${name} not found` } };
    return { status: 200, body: describeNetwork(found) };
  }

  private find(id: string): StoredObject | undefined {
    return this.stored.find((each) => each.id === id || each.name === id);
  }

  private change(id: string, change: (kept: StoredObject) => unknown): Answer {
    const found = this.find(id);
    if (found === undefined) return containerNotFound(id);
    change(found);
    return { status: 204 };
  }

  private container(id: string): Answer {
    const found = this.find(id);
    if (found === undefined) return containerNotFound(id);
    const State = { Status: found.isStarted ? "running" : "created", Running: found.isStarted };
    const { HostConfig = {}, ...Config } = found.settings;
    const Name = `/${found.name}`;
    const NetworkSettings = this.networksOf(found);
    return {
      status: 200,
      body: { Id: found.id, Name, State, Config, HostConfig, NetworkSettings },
    };
  }

  private async logIn(login: Login): Promise<Answer> {
    const { error: refusal } = await requestBearer(this.registry(), "", login);
    return refusal === undefined
      ? { status: 200, body: { Status: "Login Succeeded", IdentityToken: "" } }
      : { status: 401, body: { message: `Get "https://${this.registry()}/v2/": ${refusal}` } };
  }

  private async pull(name: string, tag: string, login: Login): Promise<Answer> {
    const path = name.split("/").slice(1).join("/");
    const { token, error: refusal } = await requestBearer(
      this.registry(),
      `repository:${path}:pull`,
      login,
    );
    const url = `http://${this.registry()}/v2/${path}/manifests/${tag}`;
    if (refusal !== undefined) {
      const [reason] = refusal.split(":");
      return failed(`Head "${url.replace("http:", "https:")}": ${reason}`);
    }
    const status = await requestManifestStatus(this.registry(), path, tag, token);
    if (status !== 200) return failed(`unauthorized: ${url} answered ${status}`);
    const reference = `${name}${tag.startsWith("sha256:") ? "@" : ":"}${tag}`;
    this.pulled.push(reference);
    return { status: 200, body: { status: `Status: Downloaded newer image for ${reference}` } };
  }

  private async push(name: string, login: Login): Promise<Answer> {
    const path = name.split("/").slice(1).join("/");
    const refers = `The push refers to repository [${name}]`;
    const { token, error: refusal } = await requestBearer(
      this.registry(),
      `repository:${path}:pull,push`,
      login,
    );
    if (refusal !== undefined) return failed(refusal, refers);
    const url = `http://${this.registry()}/v2/${path}/blobs/uploads/`;
    const headers = { authorization: `Bearer ${token}` };
    const answer = await fetch(url, { method: "POST", headers });
    const why = answer.ok
      ? "the fake daemon has no image to push"
      : readErrors(await answer.text());
    return failed(why, refers);
  }
}

/** A pull or a push that fails after the response has started. */
function failed(message: string, ...before: readonly string[]): Answer {
  const stream = [...before.map((status) => ({ status })), { errorDetail: { message } }];
  return { status: 200, stream };
}

function containerNotFound(id: string): Answer {
  return { status: 404, body: { message: `No such container: ${id}` } };
}

function describeNetwork({ id, name, settings }: StoredObject): object {
  const { Labels = {}, Driver = "bridge" } = settings;
  return { Id: id, Name: name, Driver, Labels, Scope: "local" };
}

function describeContainer({ id, name, settings, isStarted }: StoredObject): object {
  const State = isStarted ? "running" : "created";
  return {
    Id: id,
    Names: [`/${name}`],
    Image: settings.Image,
    Labels: settings.Labels ?? {},
    State,
  };
}

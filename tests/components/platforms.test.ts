import * as pulumi from "@pulumi/pulumi";
import { readPlatforms } from "../../components/internal/priorUpdate";
import { answer, digestOf } from "../core/registry/fakeRegistry";
import { startRegistryForEachTest, fixture } from "../core/registry/guardedRegistry";
import { copiesOf, mirror } from "./mirroring";
import { publish, token } from "./publishImage";
import { collectWarnings, isKnown, record, valueOf } from "./recording";

startRegistryForEachTest();

const entries = ["amd64", "arm64"].map((architecture) => ({
  platform: { os: "linux", architecture },
}));
const index = JSON.stringify({ schemaVersion: 2, manifests: entries });
const digest = digestOf(index);
const platforms = ["linux/amd64", "linux/arm64"];
const warnings = collectWarnings();

beforeEach(() => {
  fixture.registry.handle = (_request, response) => {
    answer(response, 200, index, { "docker-content-digest": digest });
  };
});

const first = { hasState: false, fingerprint: "" };
const prior = { hasState: true, fingerprint: "" };
/** The requests for manifests. */
const requests = (): readonly string[] =>
  fixture.registry.requests.map(({ path }) => path).filter((path) => path !== "/v2/");

describe("the platforms of an image without the argument", () => {
  const image = (args: Parameters<typeof publish>[0], options = {}): ReturnType<typeof publish> =>
    publish(
      { registry: fixture.registry.host, token: pulumi.secret(token), ...args },
      { digest, ...options },
    );

  it("are read once, by digest, and are not secret", async () => {
    const { result, outputs } = await image({ hints: { prior: first } });
    expect(await valueOf(result.platforms)).toEqual(platforms);
    expect(await pulumi.isSecret(result.platforms)).toBe(false);
    expect(requests()).toEqual([`/v2/f1bonacci66/civilx-universe/manifests/${digest}`]);
    // The next update reads it from the state.
    expect(outputs.universe).toMatchObject({ digest, platforms });
  });

  it.each<[string, Parameters<typeof publish>[0], readonly string[] | undefined]>([
    ["it is in the state", { hints: { prior: { ...prior, digest, platforms } } }, platforms],
    ["the settings say", { hints: { prior: first }, platforms: ["linux/s390x"] }, ["linux/s390x"]],
    ["there was no preflight", {}, undefined],
  ])("are not read if %s", async (_what, args, expected) => {
    const { result } = await image(args);
    expect(await valueOf(result.platforms)).toEqual(expected);
    expect(requests()).toEqual([]);
  });

  it("are read again for another digest, and if they are missing from the state", async () => {
    const before = { ...prior, digest: "sha256:before", platforms: ["linux/s390x"] };
    await image({ hints: { prior: before } });
    const { result } = await image({ hints: { prior: { ...prior, digest } } });
    expect(await valueOf(result.platforms)).toEqual(platforms);
    expect(requests()).toHaveLength(2);
  });

  it("are unknown in the preview of a new image, and no request is sent", async () => {
    const { result } = await image({ hints: { prior: first } }, { preview: true });
    expect(await isKnown(result.platforms)).toBe(false);
    expect(requests()).toEqual([]);
  });

  it("are not read for a digest that a preview built, which was not pushed", async () => {
    const before = { ...prior, digest: "sha256:before", platforms };
    const readAll = (): pulumi.Output<readonly string[] | undefined> => {
      const made = pulumi.output(digest as string | undefined);
      const component = new pulumi.ComponentResource("test:index:Thing", "thing");
      const repository = { registry: fixture.registry.host, name: "f1bonacci66/a" };
      return readPlatforms(repository, made, { username: "a", token }, before, component);
    };
    const { result } = await record(readAll, { preview: true });
    expect(await isKnown(result)).toBe(false);
    expect([requests(), warnings]).toEqual([[], []]);
  });

  it("are also read once if the manifest names none, and are then omitted", async () => {
    const body = JSON.stringify({ schemaVersion: 2, config: {} });
    const bare = digestOf(body);
    fixture.registry.handle = (_request, response) => {
      answer(response, 200, body, { "docker-content-digest": bare });
    };
    const { result, outputs } = await image({ hints: { prior: first } }, { digest: bare });
    expect(await valueOf(result.platforms)).toBeUndefined();
    expect(outputs.universe).toMatchObject({ platforms: [] });
    const last = { ...prior, digest: bare, platforms: [] };
    await image({ hints: { prior: last } }, { digest: bare });
    expect(requests()).toHaveLength(1);
  });

  it("are omitted with a warning if the registry does not respond", async () => {
    fixture.registry.handle = (_request, response) => {
      answer(response, 403, `denied: ${token}`);
    };
    const { result } = await image({ hints: { prior: first } });
    expect(await valueOf(result.platforms)).toBeUndefined();
    expect(warnings).toEqual([
      expect.stringMatching(/^The platforms of .*@sha256:\w+ are unknown: .*\(403\): denied/),
    ]);
    expect(warnings.join()).not.toContain(token);
  });
});

it("a mirror's platforms are read in the same way", async () => {
  const hints = { ...copiesOf("16"), prior: first };
  const { host: registry } = fixture.registry;
  const { result, outputs } = await mirror({ registry, hints }, { digest });
  expect(await valueOf(result.platforms)).toEqual(platforms);
  expect(outputs["my-postgres"]).toMatchObject({ digest, platforms });
});

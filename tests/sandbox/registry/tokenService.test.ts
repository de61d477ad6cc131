import { Logins } from "../../../sandbox/registry/logins";
import { serveToken } from "../../../sandbox/registry/tokenService";
import { PUBLISHER_TOKEN, seedWorld } from "../../../sandbox/seed";
import { Front } from "../../../sandbox/server/front";
import type { Token, World } from "../../../sandbox/world/world";

let front: Front;
let world: World;
let logins: Logins;
let publisher: Token;
let origin: string;

beforeEach(async () => {
  world = seedWorld();
  logins = new Logins(world);
  const seeded = world.tokens.find(({ token }) => token === PUBLISHER_TOKEN);
  if (seeded === undefined) throw new Error("the seed has no publisher");
  publisher = seeded;
  front = new Front((request, response) => serveToken(world, logins, request, response, {}));
  origin = `http://localhost:${await front.listen(0)}`;
});

afterEach(async () => {
  await front.close();
});

function ask(): Promise<Response> {
  const basic = Buffer.from(`any:${PUBLISHER_TOKEN}`).toString("base64");
  return fetch(`${origin}/token`, { headers: { Authorization: `Basic ${basic}` } });
}

it.each([
  ["holds repo only", { scopes: ["repo"] }],
  ["was revoked", { revoked: true }],
])("denies a login whose token %s", async (_what, change) => {
  Object.assign(publisher, change);
  const answer = await ask();
  expect(answer.status).toBe(403);
  expect(await answer.json()).toEqual({ errors: [{ code: "DENIED", message: "denied" }] });
});

it("lets a token without scopes log in, as ghcr.io does, whatever it may do then", async () => {
  Object.assign(publisher, { kind: "fine-grained", scopes: null });
  expect((await ask()).status).toBe(200);
});

it("rejects a token that is revoked after the login", async () => {
  const { token } = (await (await ask()).json()) as { token: string };
  expect(logins.find(token)).toEqual({ token: publisher });
  publisher.revoked = true;
  expect(logins.find(token)).toBe("unauthenticated");
});

it("accepts a token in base64 as the bearer, with or without a user", () => {
  const encode = (text: string): string => Buffer.from(text).toString("base64");
  expect(logins.find(encode(PUBLISHER_TOKEN))).toEqual({ token: publisher });
  expect(logins.find(encode(`any:${PUBLISHER_TOKEN}\n`))).toEqual({ token: publisher });
});

import { recognize } from "../../../../core/denials";
import { fillPlaceholders } from "../../../../core/github/settingsPages";
import { denials } from "../../../../sandbox/registry/denials";
import { Job } from "./runner";
import { withSteps } from "./tools";
import { answer, StepWorld } from "./world";

const registry = "ghcr.io";

/** What a registry refuses with. */
const said = [
  ...Object.values(denials)
    .filter(({ status }) => status === 401 || status === 403)
    .map(({ code, message }) => ({ code, message })),
  { code: "DENIED", message: "permission_denied: The requested installation does not exist." },
  { code: "MANIFEST_UNKNOWN", message: "manifest unknown" },
  { code: "TOOMANYREQUESTS", message: "too many" },
  { code: "DENIED", message: "an answer that nobody has met" },
];

withSteps(() => {
  let world: StepWorld;
  beforeAll(async () => {
    world = await StepWorld.open();
  });
  afterAll(() => world.close());

  test.each(said.map(({ code, message }) => [`${code.toLowerCase()}: ${message}`, code, message]))(
    "%s means what the table of denials says",
    async (words, code, message) => {
      const job = new Job(world.inputs);
      try {
        world.fault({
          match: { kind: "registry", method: "POST" },
          times: "all",
          fault: answer(403, { errors: [{ code, message }] }),
        });
        const ran = await job.run("check", { IMAGES: '[{"name": "v7/web"}]', TAGS: "{}" });
        const [found] = ran.annotations;
        const [first, second = "", ...rest] = found?.text.split("\n") ?? [];
        expect(first).toBe(words);

        const line = `https://${registry}/v2/f1bonacci66/v7/web/manifests/: ${words}`;
        const [match] = recognize(line, { registries: [registry] });
        const cause = (match?.cause ?? "").replace(/ It comes from .*/, "");
        expect(second).toBe(`Cause: ${cause}`);
        const places = {
          owner: "f1bonacci66",
          name: "v7/web",
          host: world.address,
          repository: "v7",
        };
        const fixes = (match?.denial?.fix ?? []).map((fix) => fillPlaceholders(fix, places));
        const steps = rest.map((fix) => fix.replace(/^Fix: /, ""));
        // A step tells what is of use in a workflow, and nothing of its own.
        expect(fixes).toEqual(expect.arrayContaining(steps));
        expect(steps.length > 0).toBe(fixes.length > 0);
      } finally {
        job.close();
      }
    },
  );
});

import { recognize } from "../../../../core/denials";
import { fillPlaceholders } from "../../../../core/github/settingsPages";
import { denials } from "../../../../sandbox/registry/denials";
import { Job } from "./runner";
import { withSteps } from "./tools";
import { answer, StepWorld } from "./world";

const registry = "ghcr.io";

/** The errors of a registry. */
const errors = [
  ...Object.values(denials)
    // A push reads no package.
    .filter(
      ({ status, message }) => [401, 403].includes(status) && !message.includes("read_package"),
    )
    .map(({ code, message }) => ({ code, message })),
  { code: "DENIED", message: "permission_denied: The requested installation does not exist." },
  { code: "DENIED", message: "an unknown answer" },
];

withSteps(() => {
  let world: StepWorld;
  beforeAll(async () => {
    world = await StepWorld.open();
  });
  afterAll(() => world.close());

  test.each(
    errors.map(({ code, message }) => [`${code.toLowerCase()}: ${message}`, code, message]),
  )("%s has the cause and fix of the table of denials", async (text, code, message) => {
    const job = new Job(world.inputs);
    try {
      world.fault({
        match: { kind: "registry", method: "POST" },
        times: "all",
        fault: answer(403, { errors: [{ code, message }] }),
      });
      const IMAGES = `${world.address}/f1bonacci66/v7/web`;
      const ran = await job.publish("check", { IMAGES });
      const [found] = ran.annotations;
      const [first, second = "", ...rest] = found?.text.split("\n") ?? [];
      expect(first).toBe(`GHCR_TOKEN may not push ${IMAGES}: ${text}`);

      const line = `https://${registry}/v2/f1bonacci66/v7/web/manifests/: ${text}`;
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
      // A step reports only those fixes that apply in a workflow.
      expect(fixes).toEqual(expect.arrayContaining(steps));
      expect(steps.length > 0).toBe(fixes.length > 0);
    } finally {
      job.close();
    }
  });
});

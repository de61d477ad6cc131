import { join } from "node:path";

// A test with the real engine takes what the machine, and what runs beside it, let it take. This
// ends what hangs and no more.
jest.setTimeout(300_000);

// Pulumi keeps what it compiled per path of this file. Each test has the program in a folder of its
// own, and would compile it anew.
process.env.PULUMI_NODEJS_TSCONFIG_PATH = join(__dirname, "../../../tsconfig.pulumi.json");

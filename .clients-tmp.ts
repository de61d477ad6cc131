import { Steps } from "./scripts/steps.js";

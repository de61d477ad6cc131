export { overall, type CheckId, type Finding, type Outcome } from "./finding";

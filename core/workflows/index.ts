export type { CleanupPlan } from "./cleanup";
export type { PlannedImage, PublishPlan } from "./plan";
export { renderPublish } from "./publish";
export { renderStack } from "./stack";
export { stackPlanProblems, type StackPlan } from "./stackPlan";

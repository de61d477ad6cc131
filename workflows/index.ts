export type { PlannedImage, PublishPlan } from "./plan";
export { renderPublish } from "./publish";
export { renderStack } from "./stack";
export type { StackPlan } from "./stackPlan";

export type { PlannedImage, PublishPlan } from "./plan";
export { renderPublish } from "./publish";

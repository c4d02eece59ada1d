import { type Condition, IntakeRule } from "./intake-rule.js";

/** A rule as it may be set. Apart from what reads those that are there, which each function loads at its start. */
export const NewIntakeRule = IntakeRule.refine(({ when }) => saysWhat(when), {
  path: ["when"],
  message: "say at least one of them, and of tags at least one",
});

const saysWhat = ({ tags = {}, ...others }: Condition): boolean =>
  Object.keys(tags).length > 0 || Object.values(others).some((one) => one !== undefined);

import type { Words } from "../words.js";

export const status: Words["status"] = {
  title: "ステータス",
};

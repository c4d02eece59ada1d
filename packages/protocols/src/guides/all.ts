import type { SetupPlace } from "../setup.js";
import { anyLanguageGuides } from "./any-language.js";
import { dotnetGuide } from "./dotnet.js";
import { elixirGuide } from "./elixir.js";
import { goGuide } from "./go.js";
import type { Guide } from "./guide.js";
import { javascriptGuides } from "./javascript.js";
import { jvmGuides } from "./jvm.js";
import { mobileGuides } from "./mobile.js";
import { phpGuides } from "./php.js";
import { pythonGuides } from "./python.js";
import { rubyGuides } from "./ruby.js";
import { rustGuide } from "./rust.js";

/** How applications report to a project, by language and framework: with its address and key in every line. */
export const guidesFor = (place: SetupPlace): readonly Guide[] => [
  ...javascriptGuides(place),
  ...phpGuides(place),
  ...pythonGuides(place),
  ...rubyGuides(place),
  ...jvmGuides(place),
  goGuide(place),
  dotnetGuide(place),
  rustGuide(place),
  elixirGuide(place),
  ...mobileGuides(place),
  ...anyLanguageGuides(place),
];

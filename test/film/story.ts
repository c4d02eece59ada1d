import type { Page } from "playwright-core";
import { BUSY } from "../screens/seed.js";
import { A, type RunningWorld } from "../stories/running-world.js";
import { until } from "../stories/until.js";
import { Camera } from "./camera.js";
import { sendError } from "./event.js";

const USERS = ["ada", "grace", "edsger"];
const idOf = (number: number): string => String(number).padStart(32, "f");

/** What happens in the film, in front of a camera that is given back with its pictures. */
export async function story(world: RunningWorld, page: Page): Promise<Camera> {
  const camera = await Camera.on(page);
  const begin = Date.now();
  const send = async (number: number): Promise<void> => {
    const user = USERS[number % USERS.length] ?? "ada";
    const status = await sendError(
      { ...world, project: BUSY },
      { id: idOf(number), user, at: begin + number },
    );
    if (status !== 200) throw new Error(`the error was answered with ${status}`);
  };
  await arrives(page, camera, send);
  await isDecided(page, camera);
  await survives(world, page, camera, send);
  return camera;
}

type SendNumbered = (number: number) => Promise<void>;

async function arrives(page: Page, camera: Camera, send: SendNumbered): Promise<void> {
  await page.goto(`/projects/${BUSY}`);
  await page.getByRole("link", { name: /PaymentDeclined/ }).waitFor();
  await camera.take("A shop's errors, grouped into issues", 1800);
  for (const number of [1, 2, 3]) await send(number);
  const news = page.getByRole("button", { name: /with new events/ });
  await news.waitFor();
  await camera.take("The checkout breaks: three customers meet an error", 1800, news);
  await news.click();
  const link = page.getByRole("link", { name: /reading 'rate'/ });
  await until("all three are counted", async () => (await row(page)).includes("3") || undefined);
  await camera.take("It is one issue", 1600, link);
  await link.click();
  await page.getByRole("heading", { level: 1, name: /reading 'rate'/ }).waitFor();
  await page.getByText("currency", { exact: true }).first().waitFor();
  await page.locator("[data-loading]").first().waitFor({ state: "detached" });
  await camera.take(
    "Where it broke: the code, and the variables there. What is secret was never stored",
    4200,
  );
}

/** What a row of the list says behind the error's own words: where, since when, how often. */
async function row(page: Page): Promise<string> {
  const text = await page.getByRole("listitem").filter({ hasText: "reading 'rate'" }).textContent();
  return text?.split("reading 'rate')").at(-1) ?? "";
}

async function isDecided(page: Page, camera: Camera): Promise<void> {
  const resolve = page.getByRole("button", { name: "Resolve", exact: true });
  await camera.take("Fixed: resolve it", 1300, resolve);
  await resolve.click();
  const undo = page.getByRole("button", { name: "Undo" });
  await undo.waitFor();
  await page.getByRole("button", { name: "Reopen" }).waitFor();
  await camera.take("Too soon? Undo", 2000, undo);
  await undo.click();
  await resolve.waitFor();
  await camera.take("As it was", 1500);
}

async function survives(world: RunningWorld, page: Page, camera: Camera, send: SendNumbered): Promise<void> {
  const issue = page.url();
  await page.goto("/status");
  const kill = page.getByRole("button", { name: `Kill: ${A}` });
  await kill.waitFor();
  await camera.take("Two regions, and either is enough", 1800);
  await camera.take("Kill the one that answers", 1300, kill);
  await kill.click();
  await page.getByRole("button", { name: `Start: ${A}` }).waitFor();
  await camera.take("It is gone. Errors keep coming…", 1800);
  for (const number of [4, 5, 6, 6, 6]) await send(number);
  await page.goto(issue);
  const events = page.locator("dl > div").filter({ hasText: "Events" }).first();
  await until(
    "the other region has counted",
    async () => (await events.textContent())?.includes("6") || undefined,
  );
  await camera.take("…and are counted: three more. One was sent three times, and counts once", 3600, events);
  await world.command(A, "start");
  await world.settled();
  await page.goto("/status");
  await page.getByRole("button", { name: `Kill: ${A}` }).waitFor();
  await camera.take("Back again: it fetches what it missed", 1800);
  const { count } = await until("it counts them, too", async () =>
    (await world.api(A).issues(BUSY)).find(({ message, count }) => message.includes("'rate'") && count === 6),
  );
  await page.goto(issue);
  await events.getByText(String(count), { exact: true }).waitFor();
  await camera.take("Both regions count the same", 2600, events);
}

import type { Locator, Page } from "playwright-core";

/** Waits until an issue is in the list. A list that somebody may be reading does not move by itself: it offers what is new. */
export async function showNew(page: Page, issue: Locator): Promise<void> {
  const offer = page.getByRole("button", { name: /new issue|new events/ });
  await issue.or(offer).first().waitFor();
  if (await offer.isVisible()) await offer.click();
  await issue.waitFor();
}

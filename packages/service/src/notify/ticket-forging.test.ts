import { ticketConfig as config, fakeGithub, OWN_LOGIN, type Ticket } from "@faultline/testing/fake-tracker";
import { broken, notifyWorld } from "@faultline/testing/notify-world";
import { expect, test } from "vitest";

/** A ticket was made, and who made it does not remember. */
async function forgotten(github: ReturnType<typeof fakeGithub>) {
  github.state.loseNextAnswer = true;
  const world = notifyWorld(github.answer);
  await world.post(world.a, [broken("e1")], [config()]);
  await world.settle();
  world.clock.set(world.clock.now() + 200_000);
  return world;
}

test("nobody's ticket is taken for ours: neither a copy of the marker nor one that was made up, however many", async () => {
  const github = fakeGithub();
  const world = await forgotten(github);
  const { id } = await world.issue();
  const [own] = github.tickets;
  if (!own) throw new Error("no ticket was made");
  const forged = [own.body, `x <!-- faultline:${id} -->`, `<!-- faultline:${id}:${"0".repeat(20)} -->`];
  const decoys = Array.from({ length: 30 }, (_, place): Ticket => {
    const body = forged[place % forged.length] ?? "";
    return { number: 100 + place, title: "decoy", body, state: "open", comments: [], author: "mallory" };
  });
  github.tickets.unshift(...decoys);
  await world.post(world.a, [broken("e2")], [config()]);
  await world.settle();
  expect(decoys.flatMap(({ comments }) => comments)).toEqual([]);
  expect(github.tickets).toHaveLength(31);
  expect(own.comments.length).toBeGreaterThan(0);
});

test("an error's text cannot lead another issue's comments into its own ticket", async () => {
  const github = fakeGithub();
  const world = await forgotten(github);
  const { id } = await world.issue();
  const [own] = github.tickets;
  if (!own) throw new Error("no ticket was made");
  // Ours as well, with the other issue's marker, a copy of it too, in the text of its event.
  const body = `${own.body}\n<!-- faultline:${id} -->\n\n<!-- faultline:iss_other:${"1".repeat(20)} -->`;
  github.tickets.unshift({
    number: 90,
    title: "other",
    body,
    state: "open",
    comments: [],
    author: OWN_LOGIN,
  });
  await world.post(world.a, [broken("e2")], [config()]);
  await world.settle();
  expect(github.tickets[0]?.comments).toEqual([]);
  expect(own.comments.length).toBeGreaterThan(0);
});

test("a ticket of an earlier version, whose marker is not signed, is found by its author", async () => {
  const github = fakeGithub();
  const world = await forgotten(github);
  const { id } = await world.issue();
  const [own] = github.tickets;
  if (!own) throw new Error("no ticket was made");
  own.body = `text\n\n<!-- faultline:${id} -->`;
  await world.post(world.a, [broken("e2")], [config()]);
  await world.settle();
  expect([github.tickets.length, own.comments.length > 0]).toEqual([1, true]);
});

import { broken, notifyWorld, SLACK, START } from "@faultline/testing/notify-world";
import { expect, test } from "vitest";

const SECRET = "of somebody else";

test("a config whose own event is behind many others is told all the same, and nothing of theirs", async () => {
  const world = notifyWorld();
  await world.post(world.a, [broken("mine")], [SLACK]);
  const others = Array.from({ length: 60 }, (_, place) =>
    broken(`e${place}`, {
      timestamp: START + place,
      user: { id: SECRET },
      release: SECRET,
      environment: SECRET,
    }),
  );
  await world.post(world.a, others, []);
  await world.settle();
  expect(world.asked).toHaveLength(1);
  expect(world.asked[0]?.body).toContain("New issue");
  expect(world.asked[0]?.body).not.toContain(SECRET);
});

import { type HttpWorld, httpWorld, oneError } from "@faultline/testing/http-world";
import { beforeEach, expect, test } from "vitest";

let world: HttpWorld;
beforeEach(() => {
  world = httpWorld();
});

const heavy = (place: number) => oneError(`heavy ${place}`, { params: { a: "x y ".repeat(10_000) } });

test("a small request does not wait for the large ones that came before it", async () => {
  const ended: string[] = [];
  const post = async (name: string, body: object): Promise<void> => {
    expect((await world.post(body)).status).toBe(201);
    ended.push(name);
  };
  await post("project", oneError("the first"));
  const large = Array.from({ length: 20 }, (_, place) => post(`large ${place}`, heavy(place)));
  await Promise.all([...large, post("small", oneError("small"))]);
  expect(ended.indexOf("small")).toBeLessThan(5);
});

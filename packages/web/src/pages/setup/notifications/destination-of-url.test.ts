import { expect, test } from "vitest";
import { destinationOfUrl } from "./destination-of-url.js";

test.each([
  ["https://hooks.slack.com/services/T0/B0/x", { type: "slack" }],
  ["https://discord.com/api/webhooks/1/x", { type: "webhook", preset: "discord" }],
  ["https://acme.webhook.office.com/webhookb2/x", { type: "webhook", preset: "teams" }],
  [
    "https://prod-12.westeurope.logic.azure.com/workflows/x/triggers/manual/paths/invoke?sig=y",
    { type: "webhook", preset: "teams" },
  ],
  ["https://chat.acme.example/hooks/abcdefghijklmnopqrstuvwxyz", { type: "webhook", preset: "mattermost" }],
  [" http://127.0.0.1:9/hook ", { type: "webhook", url: "http://127.0.0.1:9/hook" }],
])("an address pasted from a chat is a destination of its own kind: %s", (text, config) => {
  expect(destinationOfUrl(text)).toMatchObject(config);
});

test.each(["", "no address", "mailto:anna@example.com", "https://"])(
  "what is no address is none: %j",
  (text) => {
    expect(destinationOfUrl(text)).toBeUndefined();
  },
);

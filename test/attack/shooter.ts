import { attacks } from "./all.js";
import { SHOTS_A_SECOND } from "./load.js";
import { addressOf } from "./shots.js";

// Sends the shots of an attack, in a process of its own, so that who measures does not wait for who attacks.

const [name = "", url = "", seconds = "1"] = process.argv.slice(2);
const target = { url, clientKey: process.env.ATTACK_CLIENT_KEY ?? "" };
const attack = attacks.find((one) => one.name === name);
const { hostname } = new URL(url);
if (hostname !== "127.0.0.1") throw new Error("this machine alone is attacked");

/** However slow the other side is, no more than that are under way. */
const UNDER_WAY_MAX = 500;
let underWay = 0;
let shot = 0;
const shooting = setInterval(() => {
  if (underWay >= UNDER_WAY_MAX || !attack?.shoot) return;
  underWay += 1;
  attack.shoot(target, addressOf(shot++)).finally(() => {
    underWay -= 1;
  });
}, 1000 / SHOTS_A_SECOND);
setTimeout(() => {
  clearInterval(shooting);
  process.exit(0);
}, Number(seconds) * 1000);

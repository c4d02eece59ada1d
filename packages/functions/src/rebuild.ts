import { viewRebuilder } from "@faultline/aws/view-rebuilder";
import { watched } from "@faultline/aws/watched";
import { awsWorld } from "@faultline/aws/world";

const world = awsWorld("rebuild");

/** Every quarter of an hour, and when somebody asks for it. */
export const handler = watched(world, "rebuild", viewRebuilder(world.ports));

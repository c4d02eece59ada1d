import { streamReducer } from "@faultline/aws/stream-reducer";
import { watched } from "@faultline/aws/watched";
import { awsWorld } from "@faultline/aws/world";

const world = awsWorld("reduce");

/** The log's stream. */
export const handler = watched(world, "reduce", streamReducer(world.ports));

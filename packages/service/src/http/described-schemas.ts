import { extendZodWithOpenApi } from "@asteasolutions/zod-to-openapi";
import * as z from "zod";

// Gives schemas their `.openapi(…)`. That is all it needs of `z`: as a whole it would bring its messages in fifty languages along.
extendZodWithOpenApi({ ZodType: z.ZodType } as typeof z);

import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { marshall, unmarshall } from "@aws-sdk/util-dynamodb";
import type { Item, Key } from "@faultline/service/ports";
import * as z from "zod";

type Attributes = Record<string, AttributeValue>;

const Stored = z.looseObject({ pk: z.string(), sk: z.string() });

/** An item in DynamoDB's form. */
export const toAttributes = (item: Item): Attributes => marshall(item, { removeUndefinedValues: true });

export const keyAttributes = ({ pk, sk }: Key): Attributes => ({ pk: { S: pk }, sk: { S: sk } });

/** An item out of DynamoDB's form. Whatever has no `pk` and `sk` is not of our tables. */
export function fromAttributes(attributes: Attributes): Item {
  const item: unknown = unmarshall(attributes);
  return z.custom<Item>((value) => Stored.safeParse(value).success).parse(item);
}

import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import type { Change } from "@faultline/service/ports";
import { fromAttributes } from "./attributes.js";

/** What a stream record is to us, as Lambda hands it over (bytes as base64) and as the SDK does (bytes as they are). */
export interface StreamRecord {
  readonly eventName?: string | undefined;
  readonly userIdentity?:
    | { readonly principalId?: string; readonly PrincipalId?: string | undefined }
    | undefined;
  readonly dynamodb?:
    | { readonly NewImage?: object | undefined; readonly OldImage?: object | undefined }
    | undefined;
}

const TIME_TO_LIVE = "dynamodb.amazonaws.com";

/** A change as the reducer takes it. */
export function toChange({ eventName, userIdentity, dynamodb }: StreamRecord): Change {
  const principal = userIdentity?.principalId ?? userIdentity?.PrincipalId;
  return {
    old: dynamodb?.OldImage && fromAttributes(imageOf(dynamodb.OldImage)),
    new: dynamodb?.NewImage && fromAttributes(imageOf(dynamodb.NewImage)),
    expired: eventName === "REMOVE" && principal === TIME_TO_LIVE,
  };
}

function imageOf(image: object): Record<string, AttributeValue> {
  return Object.fromEntries(Object.entries(image).map(([name, value]) => [name, withBytes(value)]));
}

function withBytes(value: AttributeValue): AttributeValue {
  const bytes: unknown = value.B;
  if (typeof bytes === "string") return { B: Buffer.from(bytes, "base64") };
  if (value.L) return { L: value.L.map(withBytes) };
  if (value.M) return { M: imageOf(value.M) };
  return value;
}

import { createServer } from "node:http";
import { z } from "zod";

const Call = z.object({ Plaintext: z.string().optional(), CiphertextBlob: z.string().optional() });
const MARK = "sealed:";

/** A KMS that encrypts by putting a mark before the text: enough to see that what is encrypted comes back. */
export async function kmsStandIn(): Promise<{ endpoint: string; close(): void }> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const { Plaintext, CiphertextBlob } = Call.parse(JSON.parse(Buffer.concat(chunks).toString()));
    response.setHeader("content-type", "application/x-amz-json-1.1");
    response.end(
      JSON.stringify(
        Plaintext === undefined
          ? {
              Plaintext: Buffer.from(
                Buffer.from(CiphertextBlob ?? "", "base64").subarray(MARK.length),
              ).toString("base64"),
            }
          : {
              CiphertextBlob: Buffer.concat([Buffer.from(MARK), Buffer.from(Plaintext, "base64")]).toString(
                "base64",
              ),
            },
      ),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  return { endpoint: `http://127.0.0.1:${port}`, close: () => server.close() };
}

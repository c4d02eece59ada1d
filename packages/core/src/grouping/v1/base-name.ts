/** The last part of a path, without the hash a build put into it: `app.3f2a1b9c.js` is `app.js`. */
export function baseName(file: string): string {
  const name = file.slice(Math.max(file.lastIndexOf("/"), file.lastIndexOf("\\")) + 1);
  return name.replace(/[.-](?=[0-9a-f]*\d)[0-9a-f]{8,40}(?=\.[a-z]+$)/i, "").toLowerCase();
}

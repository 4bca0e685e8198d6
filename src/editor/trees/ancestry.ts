/** A row and those above it, the nearest first. */
export function lineOf<T extends { readonly parent: T | undefined }>(row: T): readonly T[] {
  const line: T[] = [];
  for (let at: T | undefined = row; at; at = at.parent) line.push(at);
  return line;
}

/** One part of a form. `name` and `file` as in its Content-Disposition. */
export interface Part {
  readonly name: string | undefined;
  readonly file: string | undefined;
  readonly type: string | undefined;
  readonly content: Buffer;
}

/** The parts of a multipart/form-data body, or undefined when it is none. */
export function parseMultipart(contentType: string | undefined, body: Buffer): readonly Part[] | undefined {
  const boundary = /^multipart\/form-data.*;\s*boundary="?([^";]+)"?/i.exec(contentType ?? '')?.[1];
  if (boundary === undefined) return undefined;
  const mark = Buffer.from(`--${boundary}`);
  const parts: Part[] = [];
  let start = body.indexOf(mark);
  while (start >= 0) {
    const next = body.indexOf(mark, start + mark.length);
    if (next < 0) return parts;
    // Between the marks: a line break, the headers, an empty line, the content, a line break.
    const part = parsePart(body.subarray(start + mark.length + 2, next - 2));
    if (part) parts.push(part);
    start = next;
  }
  return parts;
}

function parsePart(part: Buffer): Part | undefined {
  const split = part.indexOf('\r\n\r\n');
  if (split < 0) return undefined;
  const headers = part.subarray(0, split).toString('utf8');
  const disposition = /^content-disposition:(.*)$/im.exec(headers)?.[1];
  if (disposition === undefined) return undefined;
  return {
    name: parameter(disposition, 'name'),
    file: parameter(disposition, 'filename'),
    type: /^content-type:\s*([^;\r\n]+)/im.exec(headers)?.[1]?.toLowerCase(),
    content: part.subarray(split + 4),
  };
}

/** Clients write a quote in a name as `%22` (browsers), `\"` (curl) or not at all; the server undoes the backslash only. */
function parameter(disposition: string, name: string): string | undefined {
  const value = new RegExp(`;\\s*${name}="((?:\\\\.|[^"\\\\])*)"`, 'i').exec(disposition)?.[1];
  return value?.replace(/\\(["\\])/g, '$1');
}

import { randomUUID } from 'node:crypto';

export interface MultipartFile {
  /** The form field, plain ASCII: `file` or `file[]` for oxen-server. */
  readonly field: string;
  /** What the server stores it under; may hold `/` where the server takes folders (oxen-server from 0.54). */
  readonly filename: string;
  readonly bytes: Uint8Array;
  /** Media type; without one `application/octet-stream`. `application/gzip` would be unpacked by oxen-server. */
  readonly type?: string;
}

/** A `multipart/form-data` body for `ApiRequest.body`. */
export interface MultipartBody {
  readonly bytes: Uint8Array;
  readonly type: string;
}

/** What no value of a header holds: all control characters but the tab. */
const CONTROL = /[\0-\x08\x0a-\x1f\x7f]/;

/**
 * Builds the body, or undefined when a name cannot travel in a part's header (control characters; oxen-server answers 400 or 500). Names are quoted as RFC 9110
 * strings (`\"`, `\\`), which is what actix-web reads; browsers' `%22` would become part of the name there.
 * The boundary may be given, for requests that tests compare; it must not occur in the files.
 */
export function multipartBody(
  files: readonly MultipartFile[],
  boundary = `winnow-${randomUUID()}`,
): MultipartBody | undefined {
  if (files.some(({ filename }) => CONTROL.test(filename))) return undefined;
  const parts = files.flatMap((file) => [Buffer.from(headOf(file, boundary)), file.bytes, Buffer.from('\r\n')]);
  return {
    bytes: Buffer.concat([...parts, Buffer.from(`--${boundary}--\r\n`)]),
    type: `multipart/form-data; boundary=${boundary}`,
  };
}

function headOf({ field, filename, type }: MultipartFile, boundary: string): string {
  const quoted = filename.replace(/[\\"]/g, '\\$&');
  return [
    `--${boundary}`,
    `Content-Disposition: form-data; name="${field}"; filename="${quoted}"`,
    `Content-Type: ${type ?? 'application/octet-stream'}`,
    '',
    '',
  ].join('\r\n');
}

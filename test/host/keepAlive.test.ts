import assert from 'node:assert/strict';
import { generate } from 'selfsigned';
import { listen, never, removal, sendTo } from '../support/wire';

/** Only here can this be seen: VS Code replaces Node's http and https inside the extension host. */
describe('connections inside the extension host (microsoft/vscode#173861)', () => {
  async function certificate(): Promise<{ key: string; cert: string }> {
    const made = await generate([{ name: 'commonName', value: 'localhost' }], {
      keySize: 2048,
      extensions: [
        { name: 'basicConstraints', cA: true },
        { name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] },
      ],
    });
    return { key: made.private, cert: made.cert };
  }

  for (const scheme of ['http', 'https'] as const) {
    it(`1,000 requests over ${scheme}, 32 at a time, take at most 32 connections`, async () => {
      const tls = scheme === 'https' ? await certificate() : undefined;
      const server = await listen((req, res) => void req.resume().on('end', () => res.end('ok')), tls);
      try {
        const { send } = sendTo(server.origin, tls ? { ca: tls.cert } : {});
        let left = 1_000;
        const worker = async (): Promise<void> => {
          while (left-- > 0) assert.equal((await send(removal({ timeout: 15_000 }), never)).ok, true);
        };
        await Promise.all(Array.from({ length: 32 }, worker));
        assert.ok(server.connections() <= 32, `${server.connections()} connections`);
      } finally {
        await server.close();
      }
    });
  }
});

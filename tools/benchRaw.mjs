// The baselines of `npm run bench` that run outside the editor; prints { ms, done }.
//   node tools/benchRaw.mjs deletions ORIGIN COUNT     node:http, keep-alive, as many requests under way as Winnow's pool may have
//   node tools/benchRaw.mjs curl ORIGIN COUNT          one curl a file, one after the other
import { spawnSync } from 'node:child_process';
import http from 'node:http';

const [what, origin, countText] = process.argv.slice(2);
const count = Number(countText);
const TOKEN = 'bench-token';
const pathOf = (index) => `/api/v3/oneprovider/data/bench-parent/path/file-${String(index).padStart(6, '0')}.csv`;

/** 8 at first, one more after each answer, 32 at most: what src/removal/pace.ts does while nothing brakes it. */
async function deletions() {
  const agent = new http.Agent({ keepAlive: true });
  let [next, underWay, limit, done] = [0, 0, 8, 0];
  await new Promise((resolve, reject) => {
    const more = () => {
      while (underWay < limit && next < count) {
        underWay += 1;
        const options = { agent, method: 'DELETE', headers: { 'X-Auth-Token': TOKEN } };
        const request = http.request(`${origin}${pathOf(next++)}`, options, (answer) => {
          answer.resume().once('end', () => {
            underWay -= 1;
            if (answer.statusCode === 204) done += 1;
            limit = Math.min(32, limit + 1);
            if (underWay === 0 && next >= count) resolve();
            else more();
          });
        });
        request.once('error', reject).end();
      }
    };
    more();
  });
  agent.destroy();
  return done;
}

/** The document's call in a shell's loop. */
function curl() {
  const call = `curl -s -o /dev/null -w '%{http_code}\\n' -H 'X-Auth-Token: ${TOKEN}' -X DELETE`;
  const loop = `for path in ${Array.from({ length: count }, (_, index) => pathOf(index)).join(' ')}; do ${call} "${origin}$path"; done`;
  const { stdout } = spawnSync('bash', ['-c', loop], { encoding: 'utf8' });
  return stdout.split('\n').filter((status) => status === '204').length;
}

const started = performance.now();
const done = await (what === 'curl' ? curl() : deletions());
process.stdout.write(`${JSON.stringify({ ms: performance.now() - started, done })}\n`);

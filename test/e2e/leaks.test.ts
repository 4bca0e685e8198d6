import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { findLeaks, keepText, registerToken } from '../../tools/leaks.mjs';
import { Workbench, temporaryFolder } from './workbench';

const PLACES = ['page', 'notifications', 'console', 'logs', 'storage'] as const;

describe('the search for tokens', () => {
  const evidence = temporaryFolder();
  const planted = Object.fromEntries(PLACES.map((place) => [place, randomBytes(16).toString('hex')])) as Record<
    (typeof PLACES)[number],
    string
  >;

  before('plant a token in each place of a real workbench', async () => {
    const planter = path.join(evidence, 'planter.vsix');
    const vsce = ['package', '--allow-missing-repository', '--skip-license', '--no-dependencies', '--out', planter];
    const packed = spawnSync(process.execPath, [path.resolve('node_modules/@vscode/vsce/vsce'), ...vsce], {
      cwd: 'test/fixtures/planter',
      encoding: 'utf8',
    });
    assert.equal(packed.status, 0, packed.stdout + packed.stderr);

    for (const token of Object.values(planted)) registerToken(token, evidence);
    const env = { WINNOW_PLANTS: JSON.stringify(planted) };
    const workbench = await Workbench.open({ helpers: [planter], env, evidence });
    try {
      await workbench.command('Planter: Plant');
      await workbench.notification(/^in a notification/);
      await workbench.until(async () => (await workbench.editorText()).includes('on the page'), 'the planted page');
    } finally {
      await workbench.close();
    }
  });
  after(() => fs.rmSync(evidence, { recursive: true }));

  for (const place of PLACES) {
    it(`finds one planted in: ${place}`, () => {
      const places = findLeaks(evidence)
        .filter(({ token }) => token === planted[place])
        .map((leak) => leak.place);
      assert.ok(places.includes(place), `found in ${places.join(', ') || 'no place'}`);
    });
  }

  it('finds one planted in what a run prints, also when it was encoded on the way', () => {
    const token = 'p/lanted+token=%41"quoted';
    registerToken(token, evidence);
    const spellings = [
      token,
      encodeURIComponent(token),
      JSON.stringify({ token }),
      Buffer.from(token).toString('base64'),
    ];
    for (const [index, text] of spellings.entries()) {
      keepText(`output-${index}`, `a line with ${text} inside`, evidence);
      assert.ok(
        findLeaks(evidence).some(({ place }) => place === `output-${index}`),
        text,
      );
    }
  });

  it('finds nothing where nothing was planted, and refuses to search for nothing', () => {
    const clean = temporaryFolder();
    assert.throws(() => findLeaks(clean), /no token was registered/);
    registerToken(randomBytes(16).toString('hex'), clean);
    keepText('page', 'an innocent page', clean);
    assert.deepEqual(findLeaks(clean), []);
    fs.rmSync(clean, { recursive: true });
  });
});

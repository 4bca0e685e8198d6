// Loads code into the extension host of a running VS Code server, by the workbench's own test interface.
import { format } from 'node:util';

/**
 * Opens the workbench on `workspace` with an extension under development and the bundle whose `run()` the extension host calls.
 * `onLine(type, text)` gets what the extension host and the workbench print. Resolves to { code, page }.
 */
export async function runInHost({ server, browser, workspace, extension, suite, limit, onLine }) {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  page.on('pageerror', (error) => process.stderr.write(`page error: ${error.message}\n`));
  let finish;
  const finished = new Promise((resolve, reject) => {
    finish = resolve;
    page.on('crash', () => reject(new Error('page crashed')));
    setTimeout(() => reject(new Error(`no result after ${limit / 1000} s`)), limit).unref();
  });
  // Both must be there before the page loads: the workbench looks for them at its start.
  await page.exposeFunction('codeAutomationLog', (type, args) => onLine(type, format(...args)));
  await page.exposeFunction('codeAutomationExit', (code) => finish(code));
  const remote = (place) => `vscode-remote://${server.host}${place}`;
  const url = new URL(`${server.url}/?folder=${encodeURIComponent(workspace)}`);
  const payload = [
    ['extensionDevelopmentPath', remote(extension)],
    ['extensionTestsPath', remote(suite)],
    ['skipWelcome', 'true'],
    ['skipReleaseNotes', 'true'],
  ];
  url.searchParams.set('payload', JSON.stringify(payload));
  await page.goto(url.href);
  return { code: await finished, page };
}

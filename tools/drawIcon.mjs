// Draws the Marketplace icon into media/icon.png: `node tools/drawIcon.mjs [--size 128] [--out file]`.
// The picture is committed; run this only to change it. A headless browser turns the SVG below into pixels.
import fs from 'node:fs';
import { parseArgs } from 'node:util';
import { launchBrowser } from './host.mjs';

const { values } = parseArgs({
  options: { size: { type: 'string', default: '128' }, out: { type: 'string', default: 'media/icon.png' } },
});
const size = Number(values.size);

/** Grains in the air: the wind carries the husks off to the right, the heavy grain falls back. x, y, turn in degrees, length. */
const GRAINS = [
  [33, 49, 24, 10],
  [48, 37, 12, 10.5],
  [64, 46, 0, 10.5],
  [79, 35, -10, 10],
  [95, 48, -22, 10],
];
const HUSKS = [
  [92, 27, -36, 6.5],
  [105, 33, -48, 6],
  [104, 18, -44, 5.5],
];

const grain = ([x, y, turn, length]) =>
  `<g transform="translate(${x} ${y}) rotate(${turn})"><path d="M0 ${-length} C${length * 0.78} ${-length * 0.35} ${length * 0.62} ${length * 0.75} 0 ${length} C${-length * 0.62} ${length * 0.75} ${-length * 0.78} ${-length * 0.35} 0 ${-length}Z" fill="url(#grain)"/><path d="M0 ${-length * 0.45}V${length * 0.6}" stroke="#a8641c" stroke-width="1.5" stroke-linecap="round"/></g>`;
const husk = ([x, y, turn, length]) =>
  `<path transform="translate(${x} ${y}) rotate(${turn})" d="M0 ${-length} Q${length * 0.9} 0 0 ${length} Q${length * 0.15} 0 0 ${-length}Z" fill="#f3e3b8" opacity=".75"/>`;

/** The weave of the basket: slanted strands both ways, cut to the basket's shape. */
const strands = Array.from({ length: 13 }, (_, index) => {
  const x = 4 + index * 10;
  return `<path d="M${x} 68 L${x + 22} 116M${x} 68 L${x - 22} 116"/>`;
}).join('');

const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 128 128" width="${size}" height="${size}">
  <defs>
    <linearGradient id="ground" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#2f6b5d"/><stop offset="1" stop-color="#173d38"/></linearGradient>
    <linearGradient id="grain" x1="0" y1="0" x2="1" y2="1"><stop offset="0" stop-color="#ffe08a"/><stop offset="1" stop-color="#e9a63a"/></linearGradient>
    <linearGradient id="basket" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#e2b271"/><stop offset="1" stop-color="#b97c3c"/></linearGradient>
    <clipPath id="bowl"><path d="M19 71H109C107 96 88 110 64 110S21 96 19 71Z"/></clipPath>
    <clipPath id="rim"><rect x="13" y="64" width="102" height="11" rx="5.5"/></clipPath>
  </defs>
  <rect width="128" height="128" rx="27" fill="url(#ground)"/>
  <g clip-path="url(#bowl)">
    <rect width="128" height="128" fill="url(#basket)"/>
    <g fill="none" stroke="#8a5524" stroke-width="2.6" opacity=".62">${strands}</g>
    <path d="M19 84Q64 96 109 84" fill="none" stroke="#f3d19b" stroke-width="2.4" opacity=".55"/>
  </g>
  <g clip-path="url(#rim)">
    <rect width="128" height="128" fill="#f4d59f"/>
    <rect y="70.5" width="128" height="6" fill="#c98d4b" opacity=".6"/>
  </g>
  ${GRAINS.map(grain).join('')}${HUSKS.map(husk).join('')}
</svg>`;

const browser = await launchBrowser();
const page = await browser.newPage({ viewport: { width: size, height: size } });
await page.setContent(`<style>body{margin:0;background:transparent}svg{display:block}</style>${svg}`);
fs.writeFileSync(values.out, await page.screenshot({ omitBackground: true }));
await browser.close();

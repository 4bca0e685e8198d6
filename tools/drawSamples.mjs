// Draws the sample pictures of the sandbox into media/sample: `node tools/drawSamples.mjs [--out dir]`.
// The pictures are committed; run this only to change them. A headless browser's canvas does the drawing and the PNG and JPEG encoding.
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { launchBrowser } from './host.mjs';

const { values } = parseArgs({ options: { out: { type: 'string', default: 'media/sample' } } });

/** name → what to draw, in which colours, and what went wrong with it on purpose. */
const PICTURES = {
  'cat-ginger.png': { kind: 'cat', body: '#e8923a', back: '#cfe8ff' },
  'cat-grey.png': { kind: 'cat', body: '#8a93a0', back: '#fff2cc' },
  'cat-black.png': { kind: 'cat', body: '#33343b', back: '#d8f3dc' },
  'dog-brown.jpg': { kind: 'dog', body: '#a9713f', back: '#d8f3dc' },
  'dog-sand.jpg': { kind: 'dog', body: '#e3c28b', back: '#bcd4e6' },
  'dog-slate.jpg': { kind: 'dog', body: '#6b7280', back: '#ffe5d9' },
  'fish-blue.png': { kind: 'fish', body: '#2f7fd1', back: '#e0f7fa' },
  'fish-orange.png': { kind: 'fish', body: '#f2762e', back: '#d6eaf8' },
  'fish-green.png': { kind: 'fish', body: '#3fa66b', back: '#eaf4fb' },
  'leaf-green.jpg': { kind: 'leaf', body: '#4c9a3f', back: '#fffbe6' },
  'leaf-red.jpg': { kind: 'leaf', body: '#c0392b', back: '#fdf1e7' },
  'leaf-yellow.jpg': { kind: 'leaf', body: '#d9a514', back: '#eef3f7' },
  'cat-blurred.png': { kind: 'cat', body: '#e8923a', back: '#cfe8ff', blur: 7, scale: 0.5 },
  'dog-cropped.jpg': { kind: 'dog', body: '#a9713f', back: '#d8f3dc', zoom: 2.6 },
  'leaf-dark.jpg': { kind: 'leaf', body: '#4c9a3f', back: '#fffbe6', dark: 0.88 },
  'blank.png': { kind: 'blank', body: '#ffffff', back: '#ffffff' },
};

/** Runs inside the page. Drawn on 96 × 96 units; returns the encoded file as a data URL. */
function draw({ kind, body, back, blur = 0, zoom = 1, dark = 0, scale = 2 / 3, type }) {
  const size = 96 * scale;
  const canvas = Object.assign(document.createElement('canvas'), { width: size, height: size });
  const c = canvas.getContext('2d', { alpha: false });
  const shape = (colour, ...points) => {
    c.fillStyle = colour;
    c.beginPath();
    points.forEach(([x, y], i) => (i ? c.lineTo(x, y) : c.moveTo(x, y)));
    c.fill();
  };
  const oval = (colour, x, y, rx, ry, turn = 0) => {
    c.fillStyle = colour;
    c.beginPath();
    c.ellipse(x, y, rx, ry, turn, 0, 7);
    c.fill();
  };
  const line = (colour, width, path) => {
    c.strokeStyle = colour;
    c.lineWidth = width;
    c.lineCap = 'round';
    c.stroke(new Path2D(path));
  };
  const eye = (x, y, colour) => {
    oval('#fff', x, y, 7, 7);
    oval(colour, x, y, 4, 5);
  };
  const drawings = {
    blank: () => {},
    cat: () => {
      shape(body, [18, 14], [44, 34], [20, 52]);
      shape(body, [78, 14], [52, 34], [76, 52]);
      oval(body, 48, 54, 32, 28);
      eye(36, 48, '#2d6a4f');
      eye(60, 48, '#2d6a4f');
      shape('#e5989b', [43, 61], [53, 61], [48, 67]);
      line(
        '#22223b',
        2,
        'M48 67V71M48 71Q42 76 38 72M48 71Q54 76 58 72M14 58L32 62M14 70L32 67M82 58L64 62M82 70L64 67',
      );
    },
    dog: () => {
      oval(body, 48, 50, 27, 30);
      c.filter = 'brightness(0.75)';
      oval(body, 20, 46, 10, 24, 0.25);
      oval(body, 76, 46, 10, 24, -0.25);
      c.filter = 'none';
      oval('#fff7ec', 48, 66, 16, 13);
      eye(38, 44, '#3d2c1e');
      eye(58, 44, '#3d2c1e');
      oval('#22223b', 48, 60, 7, 5);
      line('#22223b', 2, 'M48 65V71M48 71Q43 75 39 72M48 71Q53 75 57 72');
    },
    fish: () => {
      shape(body, [66, 50], [90, 28], [90, 72]);
      oval(body, 44, 50, 34, 22);
      shape(body, [34, 32], [52, 14], [60, 34]);
      eye(26, 45, '#1b263b');
      line('#ffffffaa', 3, 'M42 36Q50 50 42 64M54 38Q61 50 54 62');
      line('#1b263b', 2, 'M12 54Q17 58 22 55');
    },
    leaf: () => {
      c.fillStyle = body;
      c.fill(new Path2D('M48 6C84 26 84 66 48 82C12 66 12 26 48 6Z'));
      line('#fff8', 2.5, 'M48 16V80M48 34L66 24M48 34L30 24M48 50L70 40M48 50L26 40M48 66L66 57M48 66L30 57');
      line('#6b4f2a', 4, 'M48 80V92');
    },
  };
  c.scale(scale, scale);
  c.fillStyle = back;
  c.fillRect(0, 0, 96, 96);
  if (zoom > 1) c.setTransform(zoom * scale, 0, 0, zoom * scale, -4, -30);
  drawings[kind]();
  c.setTransform(1, 0, 0, 1, 0, 0);
  if (blur > 0) {
    const copy = document.createElement('canvas');
    Object.assign(copy, { width: size, height: size }).getContext('2d').drawImage(canvas, 0, 0);
    c.filter = `blur(${blur * scale}px)`;
    c.drawImage(copy, 0, 0);
  }
  c.filter = 'none';
  c.fillStyle = `rgb(0 0 0 / ${dark})`;
  c.fillRect(0, 0, size, size);
  return canvas.toDataURL(type, 0.72);
}

const browser = await launchBrowser();
try {
  const page = await browser.newPage();
  fs.mkdirSync(values.out, { recursive: true });
  for (const [name, picture] of Object.entries(PICTURES)) {
    const type = name.endsWith('.png') ? 'image/png' : 'image/jpeg';
    const url = await page.evaluate(draw, { ...picture, type });
    const bytes = Buffer.from(url.slice(url.indexOf(',') + 1), 'base64');
    fs.writeFileSync(path.join(values.out, name), bytes);
    process.stdout.write(`${name} ${bytes.length} bytes\n`);
  }
} finally {
  await browser.close();
}

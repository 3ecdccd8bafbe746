// Opens a policy in the real workbench of VS Code, in a headless Chromium, and checks its colors.
//
//     node test/workbench.mjs [--screenshots FOLDER]
//
// It needs a Chromium: the one that CHROMIUM names, else /usr/bin/chromium. Without one it says so and
// checks nothing. Everything is served on the loopback address; nothing comes from the network.

import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { serve } from './workbench/serve.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
const at = process.argv.indexOf('--screenshots');
const screenshots = at < 0 ? undefined : process.argv[at + 1];

// What each theme has for the scopes that the grammar gives to these words.
const COLORS = {
  'Default Dark Modern': {
    deny: '#c586c0',
    '# In cents.': '#6a9955',
    financial: '#4ec9b0',
    create_refund: '#dcdcaa',
    '"payments.tools.json"': '#ce9178',
    '500_00': '#b5cea8',
    args: '#569cd6',
    amount: '#9cdcfe',
    matches: '#569cd6',
  },
  'Default Light Modern': {
    deny: '#af00db',
    '# In cents.': '#008000',
    financial: '#267f99',
    create_refund: '#795e26',
    '"payments.tools.json"': '#a31515',
    '500_00': '#098658',
    args: '#0000ff',
    amount: '#001080',
    matches: '#0000ff',
  },
};

if (!existsSync(executablePath)) {
  console.log(`skipped: the workbench, there is no Chromium at ${executablePath}`);
  process.exit(0);
}
const policy = readFileSync(path.join(here, '../../../examples/payments/policy.pl'), 'utf8');
const files = {
  '/policies/payments.pl': policy,
  '/lib/script.pl': '# A Perl script.\nuse strict;\nmy $deny = 5;\n',
};
const browser = await chromium.launch({
  executablePath,
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'],
});
try {
  for (const [theme, colors] of Object.entries(COLORS)) {
    await checkTheme(theme, colors);
  }
} finally {
  await browser.close();
}

async function checkTheme(theme, colors) {
  const workbench = await serve({ extension: path.join(here, '..'), files, theme, open: '/policies/payments.pl' });
  const page = await browser.newPage({ viewport: { width: 1200, height: 1100 } });
  try {
    await page.goto(workbench.url);
    await page.waitForFunction(isColored, 'deny', { timeout: 90_000 });
    const found = await page.evaluate(colorsOf, Object.keys(colors));
    assert.deepEqual(found, colors, theme);
    assert.equal(await languageOf(page), 'jamb policy');
    await screenshot(page, theme);
    await page.keyboard.press('Control+P');
    await page.keyboard.type('script.pl', { delay: 20 });
    await page.waitForSelector('.quick-input-list .monaco-list-row:has-text("script.pl")');
    await page.keyboard.press('Enter');
    await page.waitForFunction(hasText, 'my $deny');
    assert.equal(await languageOf(page), 'Perl', 'a script outside of `policies` stays Perl');
    console.log(`ok: ${theme}`);
  } catch (error) {
    await screenshot(page, `failed ${theme}`);
    throw error;
  } finally {
    await page.close();
    workbench.close();
  }
}

async function screenshot(page, name) {
  if (screenshots !== undefined) {
    mkdirSync(screenshots, { recursive: true });
    await page.screenshot({ path: path.join(screenshots, `${name}.png`) });
  }
}

async function languageOf(page) {
  return (await page.textContent('#status\\.editor\\.mode')).trim();
}

// The functions below run in the page.

function isColored(word) {
  const spans = [...document.querySelectorAll('.view-line > span > span')];
  const color = (span) => getComputedStyle(span).color;
  const plain = spans.find((span) => span.classList.contains('mtk1'));
  const colored = spans.find((span) => span.textContent.trim() === word);
  return plain !== undefined && colored !== undefined && color(plain) !== color(colored);
}

function hasText(text) {
  const lines = [...document.querySelectorAll('.view-line')];
  return lines.some((line) => line.textContent.replaceAll('\u00a0', ' ').includes(text));
}

/** The color of the first token that is each of these words. */
function colorsOf(words) {
  const hex = (color) =>
    '#' +
    color
      .match(/\d+/g)
      .slice(0, 3)
      .map((part) => Number(part).toString(16).padStart(2, '0'))
      .join('');
  const spans = [...document.querySelectorAll('.view-line > span > span')];
  const text = (span) => span.textContent.replaceAll('\u00a0', ' ').trim();
  return Object.fromEntries(
    words.map((word) => {
      const span = spans.find((span) => text(span) === word);
      return [word, span === undefined ? 'no such token' : hex(getComputedStyle(span).color)];
    }),
  );
}

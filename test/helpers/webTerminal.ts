// examples/web-terminal as its user has it: the server is a process of its own, the page is in Chromium.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { Test } from 'tap';
import { PATIENCE } from './patience';
import { until, within } from './until';

const EXAMPLE = path.join(__dirname, '../../examples/web-terminal');
const CHROMIUM = '/usr/bin/chromium';
const PATIENCE_MS = 20_000;

/** Chromium looks for its maker's hosts at every start; these keep it at home. */
const FLAGS = [
  '--disable-background-networking',
  '--disable-component-update',
  // Without a graphics card WebGL is painted by the processor, which takes most of it; the page has another
  // renderer for that case, and draws by it.
  '--disable-gpu',
  '--disable-software-rasterizer',
  '--disable-quic',
  '--disable-sync',
  '--no-first-run',
];

/** What is used of playwright-core, which is a dependency of the example and not of this project. */
export interface Page {
  goto(url: string): Promise<unknown>;
  reload(): Promise<unknown>;
  close(): Promise<unknown>;
  setDefaultTimeout(ms: number): void;
  setViewportSize(size: { width: number; height: number }): Promise<void>;
  screenshot(options: { path: string }): Promise<unknown>;
  evaluate<T>(script: string): Promise<T>;
  waitForFunction(script: string): Promise<unknown>;
  click(selector: string): Promise<void>;
  keyboard: { type(text: string): Promise<void>; press(key: string): Promise<void> };
}

interface Browser {
  newPage(options: object): Promise<Page>;
  close(): Promise<void>;
}

/** False, or why the example cannot run here; with `programs`, which of them is missing. */
export function noWebTerminal(...programs: string[]): false | string {
  if (!fs.existsSync(path.join(EXAMPLE, 'node_modules/.stamp'))) {
    return 'not set up: npm run examples:setup';
  }
  const missing = programs.filter(
    (name) => !['/usr/bin', '/bin'].some((folder) => fs.existsSync(path.join(folder, name))),
  );
  if (missing.length === 0) return false;
  return `no ${missing.join(', ')} here: npm run examples:setup -- --debian`;
}

export interface Server {
  process: ChildProcess;
  pid: number;
  /** The address with the token, as it was printed. */
  url: string;
}

/** Starts the server; it ends, with its shells, before the test does. */
export async function startServer(t: Test, args: string[] = []): Promise<Server> {
  const child = spawn(process.execPath, [path.join(EXAMPLE, 'server.js'), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  t.teardown(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGTERM');
    await within(once(child, 'exit'), PATIENCE_MS, 'the end of the server');
  });
  const [line] = await within(once(child.stdout, 'data'), PATIENCE_MS, 'the address');
  return { process: child, pid: child.pid as number, url: String(line).trim() };
}

const requireOfExample = createRequire(path.join(EXAMPLE, 'x.js'));

/** The file of a package that the example has. */
export const exampleModule = (name: string): string => requireOfExample.resolve(name);

/** The ws package, as the example has it. */
export const ws = (): typeof WebSocket => requireOfExample('ws');

/** Starts Chromium, with these flags too; it ends with the test. */
export async function startBrowser(t: Test, flags: string[] = []): Promise<Browser> {
  const { chromium } = requireOfExample('playwright-core');
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: [...FLAGS, ...flags] });
  t.teardown(() => browser.close());
  return browser;
}

/** The server's page, open, with its first terminal attached. */
export async function openPage(browser: Browser, url: string): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 900, height: 560 } });
  page.setDefaultTimeout(PATIENCE_MS * PATIENCE);
  await page.goto(url);
  await page.waitForFunction('globalThis.frontTerminal?.().cols > 0');
  return page;
}

/** Clicks on an element, also while the page is too busy to be still, which page.click() waits for. */
export function press(page: Page, selector: string): Promise<void> {
  return page.evaluate(`document.querySelector(${JSON.stringify(selector)}).click()`);
}

/** The rows of the terminal in front, as text. */
export function screenOf(page: Page): Promise<string[]> {
  return page.evaluate(`(() => {
    const { rows, buffer: { active } } = frontTerminal();
    return Array.from({ length: rows }, (_, i) => active.getLine(active.baseY + i).translateToString(true));
  })()`);
}

/** Its size: columns, rows. */
export function sizeOf(page: Page): Promise<[number, number]> {
  return page.evaluate('[frontTerminal().cols, frontTerminal().rows]');
}

/** Waits for a row of the screen that matches, and resolves to the match. */
export async function expectRow(
  page: Page,
  pattern: RegExp,
  ms = 30_000,
): Promise<RegExpExecArray> {
  let last: string[] = [];
  const look = async () => {
    last = await screenOf(page);
    return last.map((row) => pattern.exec(row)).find((match) => match !== null);
  };
  try {
    return (await until(look, ms, `a row like ${pattern}`)) as RegExpExecArray;
  } catch (error) {
    throw new Error(`${(error as Error).message}; the screen:\n${last.join('\n')}`);
  }
}

/**
 * Types a line and Enter once bash has prompted. What is typed before that is echoed twice, by the terminal
 * and by bash, at a place that depends on which of them comes first.
 */
export async function typeLine(page: Page, line: string): Promise<void> {
  const prompted = `(() => {
    const { active } = frontTerminal().buffer;
    const row = active.getLine(active.baseY + active.cursorY).translateToString(true);
    return /^bash-[^#$]*[#$] *$/.test(row);
  })()`;
  await until(() => page.evaluate<boolean>(prompted), 30_000, 'a prompt');
  await page.keyboard.type(`${line}\r`);
}

/** A page with a bash in it that has prompted: everything for a test of one terminal. */
export async function bashInBrowser(
  t: Test,
  args: string[] = [],
): Promise<{ server: Server; browser: Browser; page: Page }> {
  const server = await startServer(t, [...args, '--', 'bash', '--norc', '--noprofile']);
  const browser = await startBrowser(t);
  const page = await openPage(browser, server.url);
  await expectRow(page, /^bash-.*[#$] *$/);
  return { server, browser, page };
}

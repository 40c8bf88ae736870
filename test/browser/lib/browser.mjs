// Chromium, as Debian has it, and people in front of it.
import { existsSync } from "node:fs";
import { chromium } from "playwright-core";
import { password } from "./muster.mjs";

export const phone = { width: 360, height: 740 };
export const wall = { width: 1440, height: 900 };

export function openBrowser() {
  const executablePath = process.env.CHROMIUM ?? ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(existsSync);
  if (!executablePath) throw new Error("no Chromium is installed: test/browser/setup.sh installs Debian's");
  return chromium.launch({ executablePath, args: ["--disable-dev-shm-usage", ...(process.getuid?.() === 0 ? ["--no-sandbox"] : [])] });
}

// person is somebody with a browser of their own, who has not signed in yet.
export async function person(browser, base, { size = phone, lang = "en", scheme = "light", scripts = true } = {}) {
  const context = await browser.newContext({
    baseURL: base, viewport: size, hasTouch: size === phone, colorScheme: scheme, locale: lang === "zh" ? "zh-CN" : "en-GB", reducedMotion: "reduce", javaScriptEnabled: scripts,
  });
  context.setDefaultTimeout(20_000);
  const page = await context.newPage();
  page.problems = [];
  page.on("console", (m) => { if (m.type() === "error" && /Content Security Policy|Uncaught/.test(m.text())) page.problems.push(m.text()); });
  page.on("pageerror", (e) => page.problems.push(String(e)));
  return page;
}

export async function signIn(page, login) {
  await page.goto("/console/sign-in");
  await page.fill("#login", login);
  await page.fill("#password", password);
  await page.click("form.card button");
  await page.waitForURL("**/console/");
}

// hold presses a button until the page goes on, or for a second where it stays.
export async function hold(page, button) {
  await button.scrollIntoViewIfNeeded();
  const box = await button.boundingBox();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  await page.waitForTimeout(1000); // for as long as a thumb would
  await page.mouse.up();
}

// think is how long a person takes to find what comes next. [ms]
export const think = 700;

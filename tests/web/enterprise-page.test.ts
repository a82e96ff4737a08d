import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { type BrowserContext, chromium } from 'playwright-core';
import t from 'tap';
import { createTestApp } from '../support/app.js';
import { testServices } from '../support/services.js';

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

const { chromiumPath } = testServices();

async function openBrowser(t: { teardown(work: () => unknown): void }, width: number): Promise<BrowserContext> {
  const profile = mkdtempSync(path.join(tmpdir(), 'reprieve-browser-'));
  t.teardown(() => rmSync(profile, { recursive: true, force: true }));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: chromiumPath ?? '',
    headless: true,
    args: FLAGS,
    locale: 'zh-CN',
    viewport: { width, height: 900 },
  });
  t.teardown(() => context.close());
  return context;
}

for (const width of [360, 1440]) {
  t.test(`the enterprise page answers in a browser of ${width} px, and axe finds nothing`, async (t) => {
    const { app } = await createTestApp(t, { sampleData: 'load' });
    const address = await app.listen({ port: 0, host: '127.0.0.1' });
    const context = await openBrowser(t, width);
    const page = await context.newPage();
    const foreign: string[] = [];
    const faults: string[] = [];
    page.on('request', (request) => {
      if (!request.url().startsWith(address) && !request.url().startsWith('data:')) foreign.push(request.url());
    });
    page.on('console', (message) => {
      if (message.type() === 'error') faults.push(message.text());
    });

    await page.goto(`${address}/`);
    await page.getByLabel('用户名').fill('enterprise');
    await page.getByLabel('密码').fill('reprieve');
    await page.getByRole('button', { name: '登录' }).click();
    await page.waitForURL(`${address}/enterprise`);

    t.match(await page.getByRole('heading', { level: 1 }).innerText(), /正常[\s\S]*履行中/);
    const next = await page.getByRole('region', { name: /下一笔/ }).innerText();
    t.match(next, /第 9 期[\s\S]*339,320\.40 元[\s\S]*2024年7月1日\(周一\)[\s\S]*还有 28 天/);
    t.equal(await page.getByRole('list', { name: '各期进度' }).getByRole('listitem').count(), 11);
    t.equal(await page.getByRole('heading', { name: '提示' }).count(), 1);
    t.notOk(
      await page.evaluate('document.documentElement.scrollWidth > innerWidth'),
      'nothing has to be scrolled sideways',
    );
    const report = await new AxeBuilder({ page }).analyze();
    t.same(
      report.violations.map(
        (violation) => `${violation.id}: ${violation.nodes.map((node) => node.target.join(' ')).join(', ')}`,
      ),
      [],
    );
    t.same(foreign, [], 'nothing is loaded from outside');
    t.same(faults, [], 'the console of the browser stays empty');
  });
}

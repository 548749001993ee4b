import AxeBuilder from '@axe-core/playwright';
import type { Page } from 'playwright';

/** Once nothing fades: axe would measure a colour halfway, of a tooltip that is just coming or of a theme that changes. */
export const faded = (page: Page): Promise<unknown> =>
  page.evaluate(`(async () => {
    const fading = () => document.getAnimations().filter((each) => each instanceof CSSTransition);
    while (fading().length > 0) await Promise.allSettled(fading().map(({ finished }) => finished));
  })()`);

/**
 * What axe finds in the window as it stands, dark and light, a line each; the window is dark thereafter.
 * `where`: names the state in each line. `within`: a selector, the whole window without. `messages`: what to do about
 * messages that go by themselves, and would while axe is looking: wait until they are gone, or look at them at once.
 */
export const axeFindings = async (
  page: Page,
  where: string,
  { within = 'html', messages = 'gone' }: { within?: string; messages?: 'gone' | 'shown' } = {},
): Promise<string[]> => {
  const told: string[] = [];
  for (const theme of ['dark', 'light']) {
    if (messages === 'gone') {
      // One that is pointed at stays. In this corner nothing is: in the other one the rail's first button has a tooltip.
      const [right, bottom] = await page.evaluate<[number, number]>('[innerWidth - 1, innerHeight - 1]');
      await page.mouse.move(right, bottom);
      await page.getByLabel('Close this message').first().waitFor({ state: 'detached' });
    }
    await page.evaluate(`document.documentElement.dataset.theme = '${theme}'`);
    await faded(page);
    const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).include(within).analyze();
    for (const { id, nodes } of violations)
      for (const { target, failureSummary } of nodes)
        told.push(`${where} ${theme}: ${id} at ${target} ${failureSummary}`);
  }
  await page.evaluate(`document.documentElement.dataset.theme = 'dark'`);
  return told;
};

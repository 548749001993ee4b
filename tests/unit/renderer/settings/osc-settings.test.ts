import { expect, it } from 'vitest';
import { checkPort, checkTargets } from '../../../../renderer/settings/osc-settings.tsx';

it('takes a port that a program may listen on, or none', () => {
  for (const typed of ['', '  ', '1024', '53000', ' 65535 ']) expect(checkPort(typed), typed).toBeNull();
  for (const typed of ['1023', '65536', '0', '-53000', '53000.5', 'osc', '53000 53001'])
    expect(checkPort(typed), typed).toBe('A whole number from 1024 to 65535, or empty.');
});

it('takes targets of a host and a port, several with commas or spaces between', () => {
  const good = ['', ' , ', 'desk:53001', '192.168.1.20:8000', 'desk:1, 10.0.0.2:65535', 'desk.local:9000 lamp:9001,'];
  for (const typed of good) expect(checkTargets(typed), typed).toBeNull();
});

it('names the target that is none', () => {
  for (const wrong of ['desk', ':53001', 'desk:', 'desk:osc', 'desk:0', 'desk:65536', 'a:b:53001', '53001'])
    expect(checkTargets(`lamp:9000, ${wrong}`), wrong).toContain(`“${wrong}” is no target`);
});

import { describe, expect, it } from 'vitest';
import {
  bytesText,
  countText,
  fileName,
  leftText,
  lengthText,
  levelText,
  percentText,
} from '../../../../renderer/ui/figures.ts';

describe('figures', () => {
  it('writes lengths, and carries what rounding brings', () => {
    expect(lengthText(2700)).toBe('45:00');
    expect(lengthText(3730)).toBe('1:02:10');
    expect(lengthText(59.6)).toBe('1:00');
    expect(lengthText(3599.7)).toBe('1:00:00');
    expect(lengthText(3.64, { tenths: true })).toBe('0:03.6');
    expect(lengthText(59.97, { tenths: true })).toBe('1:00.0');
    expect(lengthText(0)).toBe('0:00');
  });

  it('writes levels with a true minus, and no minus before nothing', () => {
    expect(levelText(-14.02)).toBe('−14.0');
    expect(levelText(-0.04)).toBe('0.0');
    expect(levelText(0.4, { signed: true })).toBe('+0.4');
    expect(levelText(0, { signed: true })).toBe('0.0');
    expect(levelText(null)).toBe('–');
  });

  it('writes bytes, parts and counts', () => {
    expect(bytesText(0)).toBe('0 B');
    expect(bytesText(108_000_000)).toBe('108 MB');
    expect(bytesText(1_240_000_000)).toBe('1.2 GB');
    expect(percentText(0.999)).toBe('99 %');
    expect(countText(0, 'cue')).toBe('no cues');
    expect(countText(1, 'cue')).toBe('1 cue');
    expect(countText(1284, 'sound')).toBe('1 284 sounds');
  });

  it('tells the time left, never nothing', () => {
    expect(leftText(0.2)).toBe('1 s left');
    expect(leftText(21)).toBe('21 s left');
    expect(leftText(240)).toBe('4 min left');
    expect(leftText(4800)).toBe('1 h 20 min left');
  });

  it('finds a file’s name on any system', () => {
    expect(fileName('/home/ana/hill.json')).toBe('hill.json');
    expect(fileName('C:\\Music\\hill.json')).toBe('hill.json');
  });
});

import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { AssetRow, StudioClient } from '../../../../src/contract/index.ts';
import type { FailureCode } from '../../../../src/model/index.ts';

interface Query {
  text: string;
  offset: number;
  limit: number;
}
type Answer = (query: Query, signal: AbortSignal) => Promise<{ total: number; rows: AssetRow[] }>;

const row = (id: string): AssetRow => ({ id, title: id }) as AssetRow;
const list = (count: number, from = 0): AssetRow[] => Array.from({ length: count }, (_, at) => row(`id${from + at}`));
/** Answers as a library of these rows would. */
const over = (rows: AssetRow[]): Answer => {
  return async ({ offset, limit }) => ({ total: rows.length, rows: rows.slice(offset, offset + limit) });
};

/** A refusal of the studio; of the same modules as the store, which are new in every test. */
let refusal: (code: FailureCode, message: string) => Error;
let answer: Answer;
let queries: Query[];

/** A store of its own for every test, on a studio that answers searches with `answer`. */
const openStore = async () => {
  vi.resetModules();
  const { CueforgeError } = await import('../../../../src/model/index.ts');
  refusal = (code, message) => new CueforgeError(code, message);
  const { useStudio } = await import('../../../../renderer/state/studio.ts');
  const call = (command: string, input: Query, { signal }: { signal: AbortSignal }) => {
    if (command !== 'library.search') return Promise.reject(refusal('internal', 'not asked here'));
    queries.push(input);
    return answer(input, signal);
  };
  useStudio.setState({ host: { client: { call } as unknown as StudioClient } as never });
  return import('../../../../renderer/library/library-store.ts');
};

beforeEach(() => {
  vi.useFakeTimers();
  queries = [];
  answer = over(list(1000));
});
afterEach(() => {
  vi.useRealTimers();
});
const settle = () => vi.advanceTimersByTimeAsync(1000);

test('fetches the pages on show and no others', async () => {
  const { lookAt, useLibrary } = await openStore();
  lookAt(0, 20);
  await settle();
  lookAt(480, 520);
  await settle();
  expect(queries.map(({ offset }) => offset)).toEqual([0, 400, 500]);
  expect(useLibrary.getState()).toMatchObject({ total: 1000, state: 'ready' });
});

test('typing is searched once it rests, and starts at the top', async () => {
  const { lookAt, setTyped } = await openStore();
  lookAt(500, 520);
  await settle();
  for (const typed of ['n', 'ne', 'neon']) setTyped(typed);
  await settle();
  expect(queries.map(({ text, offset }) => [text, offset])).toEqual([
    ['', 500],
    ['neon', 0],
  ]);
});

test('an answer that comes too late changes nothing', async () => {
  const { lookAt, setTyped, useLibrary } = await openStore();
  let answerLate = (_: { total: number; rows: AssetRow[] }): void => undefined;
  answer = ({ text }) =>
    text === '' ? new Promise((resolve) => (answerLate = resolve)) : Promise.resolve({ total: 1, rows: [row('neon')] });
  lookAt(0, 20);
  setTyped('neon');
  await settle();
  answerLate({ total: 5, rows: list(5) });
  await settle();
  expect(useLibrary.getState().total).toBe(1);
});

test('a change of the library keeps the rows on show until the new ones came, and the focus follows its sound', async () => {
  const { choose, lookAgain, lookAt, useLibrary } = await openStore();
  lookAt(0, 20);
  await settle();
  await choose(3, 'only');
  answer = over([row('new'), ...list(1000)]);
  lookAgain();
  expect(useLibrary.getState()).toMatchObject({ total: 1000, state: 'ready' });
  await settle();
  const { total, selection } = useLibrary.getState();
  expect(total).toBe(1001);
  expect(selection).toMatchObject({ focus: 4, focusId: 'id3' });
});

test('many changes are looked at a few times', async () => {
  const { lookAgain, lookAt } = await openStore();
  lookAt(0, 20);
  await settle();
  for (let change = 0; change < 50; change++) {
    lookAgain();
    await vi.advanceTimersByTimeAsync(20);
  }
  await settle();
  expect(queries.length).toBeLessThanOrEqual(6);
});

test('everything is chosen, whether it was on show or not', async () => {
  const { chooseAll, lookAt, useLibrary } = await openStore();
  lookAt(0, 20);
  await settle();
  await chooseAll();
  expect(useLibrary.getState().selection.ids.size).toBe(1000);
});

test('a range reaches over rows that were never on show', async () => {
  const { choose, lookAt, useLibrary } = await openStore();
  lookAt(0, 20);
  await settle();
  await choose(10, 'only');
  await choose(Number.POSITIVE_INFINITY, 'extend');
  expect(useLibrary.getState().selection.ids.size).toBe(990);
  expect(useLibrary.getState().selection.focus).toBe(999);
});

test('what was removed leaves the selection, and the next sound is chosen', async () => {
  const { choose, letGo, lookAgain, lookAt, useLibrary } = await openStore();
  lookAt(0, 20);
  await settle();
  await choose(3, 'only');
  letGo(new Set(['id3']));
  answer = over(list(1000).filter(({ id }) => id !== 'id3'));
  lookAgain();
  await settle();
  expect([...useLibrary.getState().selection.ids]).toEqual(['id4']);
});

test('another search begins with nothing chosen', async () => {
  const { choose, lookAt, narrow, useLibrary } = await openStore();
  lookAt(0, 20);
  await settle();
  await choose(3, 'only');
  narrow({ place: { of: 'kind', kind: 'voice' } });
  await settle();
  expect(useLibrary.getState().selection.ids.size).toBe(0);
});

test('a failure says why and can be tried again; a lost connection leaves what is on show', async () => {
  const { lookAgain, lookAt, retry, useLibrary } = await openStore();
  answer = () => Promise.reject(refusal('library-unreadable', 'The disk is gone'));
  lookAt(0, 20);
  await settle();
  expect(useLibrary.getState()).toMatchObject({ state: 'failed', trouble: 'The disk is gone' });
  answer = over(list(2));
  retry();
  await settle();
  expect(useLibrary.getState()).toMatchObject({ state: 'ready', total: 2 });
  answer = () => Promise.reject(refusal('connection-lost', 'Gone'));
  lookAgain();
  await settle();
  expect(useLibrary.getState()).toMatchObject({ state: 'ready', total: 2 });
});

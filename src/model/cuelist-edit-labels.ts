import { nameOfCue } from './cuelist-draft.ts';
import type { CueChange, CuelistEdit } from './cuelist-edit.ts';
import { everyCue } from './cuelist-ids.ts';
import type { CuelistDocument, SessionCueDocument } from './cuelist-schema.ts';
import { oneOf, quoted } from './edit-labels.ts';

/**
 * What edits of a cuelist are called in a menu: "Move 3 cues", "Rename “Descent”". Several of one kind are counted
 * together; of several kinds the first one names them all. `document`: before the edits, in which every cue has its id.
 */
export const labelOfCuelistEdits = (document: CuelistDocument, edits: readonly CuelistEdit[]): string => {
  const first = edits[0];
  if (first === undefined) return '';
  const alike = edits.filter(({ op }) => op === first.op);
  const what = theseCues(document, alike);
  switch (first.op) {
    case 'cues.add':
      return `Add ${what}`;
    case 'cues.change':
      return changed(what, alike);
    case 'cues.move':
      return `Move ${what}`;
    case 'cues.copy':
      return `Copy ${what}`;
    case 'cues.remove':
      return `Delete ${what}`;
    case 'cues.group':
      return `Group ${what}`;
    case 'cues.ungroup':
      return `Ungroup ${what}`;
    case 'list.change':
      return Object.keys(first.change).join() === 'name' ? 'Rename the cuelist' : 'Change the cuelist';
  }
};

const changed = (what: string, edits: readonly CuelistEdit[]): string => {
  const change: CueChange = Object.assign({}, ...edits.map((edit) => (edit.op === 'cues.change' ? edit.change : {})));
  const about = oneOf(change, FIELDS);
  if (about === 'name') return `Rename ${what}`;
  if (about === 'follow') return `Change what follows ${what}`;
  return about === null ? `Change ${what}` : `Change the ${about} of ${what}`;
};

const FIELDS: Readonly<Record<keyof CueChange, string>> = {
  kind: 'kind',
  number: 'number',
  name: 'name',
  notes: 'notes',
  color: 'colour',
  hotkey: 'key',
  layers: 'sound',
  duration_seconds: 'length',
  pre_wait_ms: 'pre-wait',
  post_wait_ms: 'post-wait',
  follow: 'follow',
  transition: 'transition',
  mode: 'order',
  shuffle: 'order',
  control: 'action',
};

/** What edits are about, in words: `3 cues`, or one by its name. */
const theseCues = (document: CuelistDocument, edits: readonly CuelistEdit[]): string => {
  const ids = new Set(edits.flatMap((edit) => ('ids' in edit ? edit.ids : [])));
  const fresh = edits.flatMap((edit) => (edit.op === 'cues.add' ? edit.cues : []));
  const count = ids.size + fresh.length;
  if (count !== 1) return `${count} cues`;
  const cue: SessionCueDocument | undefined = fresh[0] ?? everyCue(document.cues).find(({ id }) => ids.has(id ?? ''));
  const name = nameOfCue(cue ?? {});
  return name === '' ? '1 cue' : quoted(name);
};

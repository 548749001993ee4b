import { useTimelineElement } from '../timeline/timeline-element.ts';
import { Announcer } from './announcer.tsx';
import { HandMenu } from './hand-menu.tsx';
import { useClipboard } from './use-clipboard.ts';
import { useDoubleClick } from './use-double-click.ts';
import { useEditKeys } from './use-edit-keys.ts';
import { useFileDrop } from './use-file-drop.ts';
import { useHandMenuAt } from './use-hand-menu.ts';
import { useHistoryVoice } from './use-history-voice.ts';
import { usePointer } from './use-pointer.ts';
import { WordField } from './word-field.tsx';

/** Everything that edits the timeline by pointer and keyboard: a child of `<Timeline>`, which lays it over the lanes. */
export const TimelineHand = () => {
  const { element } = useTimelineElement();
  useEditKeys();
  useClipboard();
  usePointer(element);
  useDoubleClick(element);
  useHandMenuAt(element);
  useFileDrop(element);
  useHistoryVoice();
  return (
    <>
      <WordField />
      <HandMenu />
      <Announcer />
    </>
  );
};

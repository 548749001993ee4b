import { FolderOpen, Link2, Pause, Play, Trash2 } from 'lucide-react';
import { type Ref, useImperativeHandle, useRef, useState } from 'react';
import {
  ASSET_KINDS,
  type AssetChange,
  type AssetDetail,
  type AssetKind,
  coverPath,
} from '../../src/contract/index.ts';
import { ENGINE_RATE } from '../../src/model/index.ts';
import { labelOf } from '../shortcuts/registry.ts';
import { useStudio } from '../state/studio.ts';
import { Button } from '../ui/button.tsx';
import { SelectField } from '../ui/field.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import inspector from '../ui/inspector.module.css';
import { Panel } from '../ui/panel.tsx';
import { SeekWaveform, type Waveforms } from '../waveform/index.ts';
import { editAssets, findFile, removeChosen } from './asset-actions.ts';
import { useAssetDetail } from './asset-detail.ts';
import { playable } from './asset-row.tsx';
import { Facts } from './facts.tsx';
import { sayLength, wrongWith } from './figures.ts';
import styles from './inspector.module.css';
import { useListening } from './listening.ts';
import { SavedField } from './saved-field.tsx';
import { TagField } from './tag-field.tsx';

/** What others may ask of the inspector. */
export interface InspectorHandle {
  /** Puts the cursor into the title. */
  editTitle(): void;
}

interface InspectOneProps {
  ref: Ref<InspectorHandle>;
  id: string;
  waveforms: Waveforms;
}

/** One sound: its title, its sound, its figures, and what a person says about it. */
export const InspectOne = ({ ref, id, waveforms }: InspectOneProps) => {
  const { detail, failure } = useAssetDetail(id);
  if (failure) return <p className={styles.nothing}>{failure.message}</p>;
  if (!detail) return <div className={styles.waiting} aria-busy />;
  return <Detail ref={ref} detail={detail} waveforms={waveforms} />;
};

const Detail = ({
  ref,
  detail,
  waveforms,
}: {
  ref: Ref<InspectorHandle>;
  detail: AssetDetail;
  waveforms: Waveforms;
}) => {
  const { id } = detail;
  const title = useRef<{ edit(): void }>(null);
  useImperativeHandle(ref, () => ({ editTitle: () => title.current?.edit() }), []);
  const save = (change: AssetChange): Promise<boolean> => editAssets([id], change);
  return (
    <>
      <Panel>
        <div className={styles.who}>
          {detail.hasCover ? <Cover id={id} /> : null}
          <div className={styles.names}>
            <SavedField
              ref={title}
              label="Title"
              look="title"
              value={detail.title}
              maxLength={500}
              problemOf={(value) => (value.trim() === '' ? 'A sound needs a title' : null)}
              onSave={(value) => save({ title: value.trim() })}
            />
            <SavedField
              label="Artist"
              look="subtitle"
              placeholder="Artist"
              value={detail.artist}
              maxLength={500}
              onSave={(value) => save({ artist: value.trim() })}
            />
          </div>
        </div>
        <Trouble detail={detail} />
        <Sound detail={detail} waveforms={waveforms} />
      </Panel>
      <Panel>
        <Facts detail={detail} />
      </Panel>
      <Panel title="Tags and notes">
        <TagField
          tags={detail.tags}
          onAdd={(tag) => void save({ tags: [...detail.tags, tag] })}
          onRemove={(tag) => void save({ tags: detail.tags.filter((one) => one !== tag) })}
        />
        <SavedField
          label="Notes"
          many
          placeholder="What to remember about it"
          value={detail.notes}
          maxLength={20_000}
          onSave={(notes) => save({ notes })}
        />
      </Panel>
      <Panel title="What it is">
        <div className={inspector.pair}>
          <KindField kind={detail.kind} onChange={(kind) => void save({ kind })} />
          <SavedField
            label="Tempo, bpm"
            inputMode="decimal"
            placeholder="none"
            value={detail.bpm === null ? '' : String(detail.bpm)}
            maxLength={10}
            problemOf={problemOfBpm}
            onSave={(value) => save({ bpm: readBpm(value) })}
          />
        </div>
        <SavedField
          label="Licence"
          placeholder="CC BY 4.0"
          value={detail.licence}
          maxLength={200}
          onSave={(licence) => save({ licence })}
        />
        <SavedField
          label="Source"
          placeholder="Where it comes from"
          value={detail.source}
          maxLength={2000}
          onSave={(source) => save({ source })}
        />
      </Panel>
    </>
  );
};

/** What is wrong with it and what to do about it. */
const Trouble = ({ detail }: { detail: AssetDetail }) => {
  const wrong = wrongWith(detail);
  const all = [
    wrong && wrong.tone !== 'quiet' ? `${sentence(wrong.words)}. ${wrong.explained}.` : null,
    ...detail.warnings,
  ];
  const said = all.filter((words) => words !== null);
  if (said.length === 0) return null;
  return (
    <div className={inspector.trouble} data-tone={wrong?.tone === 'error' ? 'error' : 'warn'}>
      {said.map((words) => (
        <p key={words}>{words}</p>
      ))}
      {detail.missing ? (
        <Button variant="primary" icon={Link2} onClick={() => void findFile(detail)}>
          Find it
        </Button>
      ) : null}
    </div>
  );
};

/** The waveform to look into, and what can be done with the sound. */
const Sound = ({ detail, waveforms }: { detail: AssetDetail; waveforms: Waveforms }) => {
  const { id, title, seconds } = detail;
  const { play, heardOf, positionOf } = useListening();
  const showFile = useStudio((state) => state.host?.showFile ?? null);
  const isHeard = heardOf(id) === 'playing';
  return (
    <>
      <div className={styles.wave}>
        <SeekWaveform
          label={title}
          waveforms={waveforms}
          asset={id}
          frames={Math.round(seconds * ENGINE_RATE)}
          tone={detail.missing ? 'missing' : detail.kind === 'voice' ? 'voice' : 'music'}
          measured={detail.analysis === 'done'}
          position={positionOf(id)}
          marks={detail.clips}
          say={(at) => `${sayLength(at)} of ${sayLength(seconds)}`}
          onSeek={(frame) => playable(detail) && play(detail, frame / ENGINE_RATE)}
        />
      </div>
      <div className={inspector.actions}>
        <Button
          variant={playable(detail) ? 'primary' : 'plain'}
          icon={isHeard ? Pause : Play}
          disabled={!playable(detail)}
          onClick={() => play(detail)}
        >
          {isHeard ? 'Pause' : 'Play'}
        </Button>
        {showFile ? (
          <IconButton
            icon={FolderOpen}
            label="Show the file"
            onClick={() => showFile(detail.path)}
            disabled={detail.missing}
          />
        ) : null}
        <IconButton
          icon={Trash2}
          label={labelOf('library.remove')}
          shortcut="library.remove"
          onClick={() => void removeChosen()}
        />
      </div>
    </>
  );
};

/** The picture in the file's tags; where it does not load, nothing. */
const Cover = ({ id }: { id: string }) => {
  const url = useStudio((state) => state.host?.mediaUrl(coverPath(id)));
  const [failed, setFailed] = useState(false);
  return failed ? null : <img src={url} alt="" className={styles.cover} onError={() => setFailed(true)} />;
};

export const KindField = ({ kind, onChange }: { kind: AssetKind | null; onChange: (kind: AssetKind) => void }) => (
  <SelectField label="Kind" value={kind ?? ''} onChange={(event) => onChange(event.target.value as AssetKind)}>
    {kind === null ? (
      <option value="" disabled>
        several
      </option>
    ) : null}
    {ASSET_KINDS.map((one) => (
      <option key={one} value={one}>
        {one}
      </option>
    ))}
  </SelectField>
);

const readBpm = (typed: string): number | null => (typed.trim() === '' ? null : Number(typed.trim().replace(',', '.')));
const problemOfBpm = (typed: string): string | null => {
  const bpm = readBpm(typed);
  return bpm === null || (bpm >= 20 && bpm <= 400) ? null : 'Beats per minute: 20 to 400, or nothing';
};
const sentence = (words: string): string => words[0].toUpperCase() + words.slice(1);

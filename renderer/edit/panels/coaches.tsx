import { Copy, Trash2, UserPlus } from 'lucide-react';
import type { Coach, CoachDocument, Workout } from '../../../src/model/index.ts';
import { Button } from '../../ui/button.tsx';
import { EditedText } from '../../ui/edited-text.tsx';
import { SelectField } from '../../ui/field.tsx';
import { countText } from '../../ui/figures.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { Slider } from '../../ui/slider.tsx';
import { edit, useEditor } from '../edit-store.ts';
import styles from './variants.module.css';
import { freeName, newId } from './variants-store.ts';

/** The provider that is always there, and its voices, the first its default. English. */
const EMBEDDED = 'embedded';
const EMBEDDED_VOICES = [
  { voice: 'slt', label: 'slt · a woman' },
  { voice: 'rms', label: 'rms · a man' },
  { voice: 'awb', label: 'awb · a Scot' },
  { voice: 'kal16', label: 'kal16 · a robot' },
];

const change = (id: string, fields: Partial<Omit<CoachDocument, 'id'>>, merge: string | null = null) =>
  edit([{ op: 'coaches.change', id, change: fields }], { merge });

/** A voice that no coach has yet: the first coach of a workout keeps the one that spoke before. */
const freeVoice = ({ coaches }: Workout): Partial<CoachDocument> => {
  if (coaches.length === 0) return {};
  const taken = new Set(coaches.map(({ voice }) => voice ?? EMBEDDED_VOICES[0]!.voice));
  const free = EMBEDDED_VOICES.find(({ voice }) => !taken.has(voice));
  return free ? { voice: free.voice } : {};
};

const addCoach = (workout: Workout, like: CoachDocument | null): void => {
  const name = freeName(
    like ? `${like.name ?? like.id} copy` : 'New coach',
    workout.coaches.map((coach) => coach.name),
  );
  const id = newId(like?.id ?? 'coach', workout.coaches);
  void edit([{ op: 'coaches.add', coach: { ...(like ?? freeVoice(workout)), id, name } }]);
};

const Voice = ({ coach }: { coach: Coach }) => {
  if (coach.provider !== EMBEDDED)
    return (
      <EditedText
        label="Voice"
        value={coach.voice ?? ''}
        placeholder="its default"
        maxLength={200}
        onChange={(voice, merge) => change(coach.id, { voice: voice.trim() || null }, merge)}
      />
    );
  const isOther = coach.voice !== null && !EMBEDDED_VOICES.some(({ voice }) => voice === coach.voice);
  return (
    <SelectField
      label="Voice"
      value={coach.voice ?? ''}
      onChange={(event) => void change(coach.id, { voice: event.target.value || null })}
    >
      <option value="">Default</option>
      {EMBEDDED_VOICES.map(({ voice, label }) => (
        <option key={voice} value={voice}>
          {label}
        </option>
      ))}
      {isOther ? <option value={coach.voice ?? ''}>{coach.voice} · not known here</option> : null}
    </SelectField>
  );
};

const OneCoach = ({ coach, workout }: { coach: Coach; workout: Workout }) => {
  const document = useEditor((editor) => editor.document);
  const written = document?.coaches?.find(({ id }) => id === coach.id) ?? { id: coach.id };
  const first = workout.coaches[0]?.id;
  const speaks = workout.variants.filter((variant) => (variant.coach ?? first) === coach.id).length;
  return (
    <li className={styles.coach}>
      <div className={styles.coachHead}>
        <EditedText
          label="Name"
          value={coach.name}
          maxLength={200}
          problemOf={(typed) => (typed.trim() === '' ? 'A coach has a name.' : null)}
          onChange={(name, merge) => change(coach.id, { name: name.trim() }, merge)}
        />
        <IconButton icon={Copy} label={`Duplicate ${coach.name}`} onClick={() => addCoach(workout, written)} />
        <IconButton
          icon={Trash2}
          label={`Remove ${coach.name}`}
          onClick={() => void edit([{ op: 'coaches.remove', id: coach.id }])}
        />
      </div>
      <div className={styles.pair}>
        <EditedText
          label="Speech provider"
          value={coach.provider}
          maxLength={80}
          known={[EMBEDDED]}
          problemOf={(typed) => (typed.trim() === '' ? 'The name of a provider.' : null)}
          onChange={(provider, merge) => change(coach.id, { provider: provider.trim() }, merge)}
        />
        <Voice coach={coach} />
      </div>
      <Slider
        label="Rate"
        value={coach.rate}
        min={0.5}
        max={2}
        step={0.05}
        usual={1}
        unit="×"
        say={(value) => value.toFixed(2)}
        tone="voice"
        onChange={(rate, merge) => change(coach.id, { rate }, merge)}
      />
      <p className={styles.note}>
        {speaks === 0 ? 'Speaks in no variant' : `Speaks in ${countText(speaks, 'variant')}`}
      </p>
    </li>
  );
};

/** The voices of the workout. */
export const Coaches = ({ workout }: { workout: Workout }) => (
  <div className={styles.recipe}>
    {workout.coaches.length === 0 ? (
      <p className={styles.note}>No coach is named: the default voice says every line.</p>
    ) : (
      <ul className={styles.coaches}>
        {workout.coaches.map((coach) => (
          <OneCoach key={coach.id} coach={coach} workout={workout} />
        ))}
      </ul>
    )}
    <div className={styles.actions}>
      <Button icon={UserPlus} onClick={() => addCoach(workout, null)}>
        Add a coach
      </Button>
    </div>
  </div>
);

import { useState } from 'react';
import { Segmented } from '../../ui/segmented.tsx';
import { useEditor } from '../edit-store.ts';
import { Coaches } from './coaches.tsx';
import { VariantRecipe } from './variant-recipe.tsx';
import styles from './variants.module.css';
import { VariantsMatrix } from './variants-matrix.tsx';
import { shownVariant, useShownVariant } from './variants-store.ts';

/** Which variant says which cue, and who says it how. */
export const VariantsPanel = () => {
  const workout = useEditor((editor) => editor.workout);
  const heard = useEditor((editor) => editor.variant);
  const chosen = useShownVariant((state) => state.variant);
  const [side, setSide] = useState<'variant' | 'coaches'>('variant');
  if (workout === null) return null;
  const variant = shownVariant(workout, chosen, heard);
  return (
    <div className={styles.variants}>
      <VariantsMatrix workout={workout} shown={variant?.id ?? null} />
      <section className={styles.side} aria-label="Variant and coaches">
        <div className={styles.sideHead}>
          <Segmented
            label="What is shown"
            value={side}
            choices={[
              { value: 'variant', label: variant?.name ?? 'Variant' },
              { value: 'coaches', label: 'Coaches' },
            ]}
            onChange={setSide}
          />
        </div>
        {side === 'coaches' ? (
          <Coaches workout={workout} />
        ) : variant ? (
          <VariantRecipe key={variant.id} workout={workout} variant={variant} />
        ) : null}
      </section>
    </div>
  );
};

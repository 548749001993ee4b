import fc from 'fast-check';

/** What is done to a document that is open: an edit, a way through its history, or the studio closed and opened again. */
export type Deed<Edit> =
  | { readonly do: 'undo' | 'redo' | 'restart' }
  | {
      readonly do: 'edit';
      readonly edit: Edit;
      readonly merge: string | null;
      /** Milliseconds since the deed before. */
      readonly wait: number;
    };

/** Rows of deeds: mostly edits, soon or long after each other. */
export const rowsOfDeeds = <Edit>(edit: fc.Arbitrary<Edit>): fc.Arbitrary<Deed<Edit>[]> => {
  const deed: fc.Arbitrary<Deed<Edit>> = fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({
        do: fc.constant('edit' as const),
        edit,
        merge: fc.constantFrom(null, 'x', 'y'),
        wait: fc.constantFrom(10, 10, 9000),
      }),
    },
    { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('undo' as const, 'redo' as const) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('restart' as const) }) },
  );
  return fc.array(deed, { minLength: 5, maxLength: 40 });
};

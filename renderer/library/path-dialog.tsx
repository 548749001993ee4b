import { type FormEvent, useState } from 'react';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Field } from '../ui/field.tsx';
import styles from './library-room.module.css';
import { dropQuestion, type PathQuestion, usePathQuestion } from './path-question.ts';

/** Asks for a path where there is a question. */
export const PathDialog = () => {
  const { question } = usePathQuestion();
  return question ? <Question key={question.title} question={question} /> : null;
};

const Question = ({ question }: { question: PathQuestion }) => {
  const [path, setPath] = useState('');
  const answer = (event: FormEvent): void => {
    event.preventDefault();
    if (path.trim() === '') return;
    dropQuestion();
    void question.run(path.trim());
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && dropQuestion()}
      title={question.title}
      actions={
        <>
          <Button onClick={dropQuestion}>Cancel</Button>
          <Button variant="primary" type="submit" form="path-question" disabled={path.trim() === ''}>
            {question.action}
          </Button>
        </>
      }
    >
      <form id="path-question" className={styles.question} onSubmit={answer}>
        <Field
          label={question.label}
          value={path}
          onChange={(event) => setPath(event.target.value)}
          help="The whole path, as the machine that runs the studio knows it."
        />
      </form>
    </Dialog>
  );
};

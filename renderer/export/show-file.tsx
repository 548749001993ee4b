import { ClipboardCopy, FolderSearch } from 'lucide-react';
import { useState } from 'react';
import { useStudio } from '../state/studio.ts';
import { tellFailure } from '../state/toasts.ts';
import { Button } from '../ui/button.tsx';

/** Shows a file in its folder; a browser may not, it copies the path. */
export const ShowFile = ({ path }: { path: string }) => {
  const host = useStudio((state) => state.host);
  const [copied, setCopied] = useState<string | null>(null);
  const show = host?.showFile;
  if (show)
    return (
      <Button icon={FolderSearch} onClick={() => show(path)}>
        Show file
      </Button>
    );
  const copy = (): void => {
    navigator.clipboard.writeText(path).then(
      () => setCopied(path),
      () => tellFailure('The path was not copied', `This browser does not let a page copy. The path is ${path}`),
    );
  };
  return (
    <Button icon={ClipboardCopy} onClick={copy}>
      {copied === path ? 'Path copied' : 'Copy path'}
    </Button>
  );
};

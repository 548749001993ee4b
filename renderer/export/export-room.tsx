import { TopBar } from '../ui/top-bar.tsx';

export const ExportRoom = () => <TopBar title="Export" />;

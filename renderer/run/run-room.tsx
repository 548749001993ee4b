import { TopBar } from '../ui/top-bar.tsx';

export const RunRoom = () => <TopBar title="Run" />;

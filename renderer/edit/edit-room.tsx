import { TopBar } from '../ui/top-bar.tsx';

export const EditRoom = () => <TopBar title="Edit" />;

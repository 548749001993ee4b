import { TopBar } from '../ui/top-bar.tsx';

export const LibraryRoom = () => <TopBar title="Library" />;

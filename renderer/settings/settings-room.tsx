import { TopBar } from '../ui/top-bar.tsx';

export const SettingsRoom = () => <TopBar title="Settings" />;

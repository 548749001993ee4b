import { CircleAlert } from 'lucide-react';
import { Component, type ReactNode } from 'react';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';

interface RoomGuardState {
  readonly trouble: string | null;
}

/**
 * Keeps a room that cannot be drawn from taking the frame with it: rail, player and status line go on. A class, since
 * React catches nothing otherwise.
 */
export class RoomGuard extends Component<{ children: ReactNode }, RoomGuardState> {
  override state: RoomGuardState = { trouble: null };

  static getDerivedStateFromError(error: unknown): RoomGuardState {
    return { trouble: error instanceof Error ? error.message : String(error) };
  }

  override render(): ReactNode {
    const { trouble } = this.state;
    if (trouble === null) return this.props.children;
    return (
      <EmptyState
        icon={CircleAlert}
        title="This room could not be shown"
        actions={<Button onClick={() => this.setState({ trouble: null })}>Show it again</Button>}
      >
        Nothing is lost: the studio keeps everything. What went wrong: {trouble}
      </EmptyState>
    );
  }
}

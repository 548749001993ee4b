export { EditInspector } from './edit-inspector.tsx';

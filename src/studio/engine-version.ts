import packageJson from '../../package.json' with { type: 'json' };

/** Version of the engine that made a file. */
export const ENGINE_VERSION: string = packageJson.version;

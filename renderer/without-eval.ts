import { z } from 'zod';

// The page's policy forbids eval: schemas must be read plainly. Imported before anything that has a schema.
z.config({ jitless: true });

export const HELP = `Cueforge: coached workout mixes, exactly as loud as asked.

Usage
  cueforge studio [options]           the studio in a browser on this machine
  cueforge add PATH...                files and folders into the library
  cueforge export WORKOUT [options]   make a workout's variants (JSON, .zwo or .csv)
  cueforge queue [ACTION] [options]   exports that wait, run, failed or are done, as in the studio
  cueforge worker --to PLACE          make what machines share a queue of, until it is ended
  cueforge publish DIR --to PLACE     bring a folder of exports to a store or a folder
  cueforge run LIST --headless        play a cuelist on a simulated clock
  cueforge analyze FILE...            length, format, loudness, clipping, silence
  cueforge speak TEXT -o FILE         say a line into a file
  cueforge demo [--out DIR]           make the demo workout's variants
  cueforge import FILE [-o FILE]      a .zwo or .csv as a workout file
  cueforge schema [cuelist]           the workout file's JSON Schema, or the cuelist's
  cueforge doctor                     what Cueforge needs, and what is there

studio, add
  --port N                the port to serve at (studio; default: any that is free)
  --library DIR           folder of the library (default: the system's)
  --no-open               print the address, open no browser (studio)

export
  --music FILE            music instead of what the workout names
  --out DIR               folder for the files (default: the workout's id)
  --variant ID            only this one; may be repeated; "music" and "coaching" are built in
  --stems                 each variant's ducked music and voice too, as 32-bit float WAV
  --format F              mp3, m4a, opus, flac, wav, wav16 or wav32; may be repeated (default mp3)
  --bitrate K             kb/s of lossy formats (default mp3 320, m4a 256, opus 160)
  --coaching-bitrate K    kb/s of the coaching stem (default: mp3 mono 24 kHz VBR)
  --target LUFS           loudness of the mixes (default -14)
  --ceiling DBTP          true peak after decoding (default -1)
  --per-variant-gain      a gain of its own for every variant
  --serial                encode each file whole, in one process: same bytes, slower
  --check full            decode all of every file to check it, also what it shares with
                          a file that was checked

queue (list, status [WORKOUT...], add WORKOUT..., run, pause, resume, cancel or retry [JOB...], clear)
  --preset ID             what files are made and how: default, streaming, podcast, broadcast,
                          stems, or one of your own (status, add)
  --stale                 only what is missing, out of date or failed (add)
  --library DIR           whose queue it is
  --redis URL             the queue that machines share instead: redis://HOST:PORT (not status, run);
                          its password: CUEFORGE_REDIS_PASSWORD
  --to PLACE              with --redis: where media go and mixes come out, as for publish (add)

worker (PLACE and its options as for publish; another machine's worker needs the same)
  --redis URL             the queue's Redis (also CUEFORGE_REDIS_URL)
  --lease S               a worker that is silent for so long is taken for gone (default 30)

publish (PLACE: a target of the settings, s3://BUCKET/PREFIX, or a folder's path)
  --dry-run               say what would be sent; touch nothing
  --remove-old            then remove what the release before left
  --endpoint URL          a store that is not Amazon's (also CUEFORGE_S3_ENDPOINT)
  --region R              default: AWS_REGION, else "auto" with an endpoint
  --path-style            the bucket in the path: MinIO and its like
  --profile NAME          an AWS profile; else CUEFORGE_S3_ACCESS_KEY_ID and
                          CUEFORGE_S3_SECRET_ACCESS_KEY, or AWS_ of these
  --library DIR           whose settings name the targets

run (LIST: JSON, a session of other tools, M3U or CSV)
  --headless              without a window; gives the first GO itself
  --speed N               times real time (default 1)
  --seconds S             end after so much of the session (a list that loops has no end)
  --list NAME             which list of a session (default: the active, or the first)
  --log FILE              one JSON object per event (default: standard output)

speak
  --voice NAME            slt, rms, awb or kal16 (default slt)
  --rate R                0.5..2 (default 1)

Everywhere
  --json                  one JSON object per line on standard output
  --cache DIR             folder of every cache (default: CUEFORGE_HOME, else the system's)
  --ffmpeg FILE           the ffmpeg to use
  --help, --version

Exit codes
  0 done   2 bad command line   3 bad workout file   4 a sound cannot be read
  5 ffmpeg, folder or disk   6 some variants were not made   7 some cues were broken
  130 cancelled   1 unforeseen
`;

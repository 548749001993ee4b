/** IPC channels between the preload and the main process. The preload uses these and no others. */
export const BRIDGE = {
  /** Preload → main: a page has begun; what the page before had is over. */
  begin: 'cueforge:begin',
  toStudio: 'cueforge:to-studio',
  fromStudio: 'cueforge:from-studio',
  pcm: 'cueforge:pcm',
  mixer: 'cueforge:mixer',
  menu: 'cueforge:menu',
  seen: 'cueforge:seen',
  choose: 'cueforge:choose',
  showFile: 'cueforge:show-file',
  openReport: 'cueforge:open-report',
  notify: 'cueforge:notify',
  playing: 'cueforge:playing',
} as const;

/** How a report looks: the studio's colours on a screen, ink on paper. Nothing is loaded from anywhere. */
export const REPORT_STYLE = `
:root {
  --bg0: #0c0e12; --bg1: #12151b; --bg2: #181c24; --line: #2a313d;
  --t1: #eef1f6; --t2: #b4bdcb; --t3: #919bab;
  --music: #3fb8c4; --voice: #ffb454; --go: #3ddc84; --warn: #ffcc4d; --error: #ff8080;
  --low: #3d7ea6; --medium: #4aa37a; --high: #d99a3a; --max: #d9534f;
  color-scheme: dark;
}
* { box-sizing: border-box; }
body {
  margin: 0; background: var(--bg0); color: var(--t1);
  font: 14px/1.5 "Inter Variable", Inter, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
  font-variant-numeric: tabular-nums;
}
main { max-width: 1060px; margin: 0 auto; padding: 32px 24px 48px; }
header { display: flex; flex-wrap: wrap; align-items: end; justify-content: space-between; gap: 8px 24px; margin-bottom: 20px; }
h1 { margin: 0; font-size: 26px; line-height: 1.2; letter-spacing: -0.01em; overflow-wrap: anywhere; }
h2 { margin: 0; font-size: 17px; overflow-wrap: anywhere; }
p { margin: 0; }
.about { color: var(--t2); }
.verdict { display: inline-flex; align-items: center; gap: 8px; padding: 5px 12px; border: 1px solid; border-radius: 999px; font-weight: 600; white-space: nowrap; }
.good { color: var(--go); }
.bad { color: var(--error); }
.note { color: var(--warn); }
.card { margin-top: 16px; padding: 18px 20px; border: 1px solid var(--line); border-radius: 8px; background: var(--bg1); break-inside: avoid; }
.head { display: flex; flex-wrap: wrap; align-items: baseline; justify-content: space-between; gap: 4px 16px; }
.head p { color: var(--t2); font-size: 13px; }
.scroll { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; font-size: 13px; }
th, td { padding: 6px 12px 6px 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
tr:last-child > * { border-bottom: 0; }
thead th { color: var(--t2); font-weight: 600; white-space: nowrap; }
tbody th { font-weight: 500; }
.number { text-align: right; white-space: nowrap; }
.number:first-child { width: 1%; }
th:last-child, td:last-child { padding-right: 0; }
td small, th small { display: block; color: var(--t3); font-size: 12px; font-weight: 400; overflow-wrap: anywhere; }
dl { display: grid; grid-template-columns: repeat(auto-fit, minmax(118px, 1fr)); gap: 8px; margin: 14px 0; }
dl div { padding: 8px 12px; border-radius: 6px; background: var(--bg2); }
dt { color: var(--t2); font-size: 12px; }
dd { margin: 0; font-size: 19px; font-weight: 600; white-space: nowrap; }
dd small { color: var(--t2); font-size: 12px; font-weight: 400; }
figure { margin: 14px 0 0; }
figcaption { display: flex; flex-wrap: wrap; gap: 2px 18px; margin-bottom: 6px; color: var(--t2); font-size: 12px; }
figcaption b { color: var(--t1); font-weight: 600; }
figcaption span { display: inline-flex; align-items: center; gap: 6px; }
figcaption i { width: 14px; height: 0; border-top: 2px solid; }
i.band { height: 8px; border: 0; background: var(--music); opacity: 0.4; }
i.short { border-color: var(--music); }
i.integrated { border-color: var(--t1); }
i.target { border-color: var(--voice); border-top-style: dashed; }
i.cue { height: 8px; border: 0; background: var(--voice); }
svg { display: block; width: 100%; min-width: 680px; height: auto; }
svg text { fill: var(--t2); font-size: 11px; }
svg .name { fill: var(--t1); }
.grid { fill: none; stroke: var(--line); }
.momentary { fill: var(--music); fill-opacity: 0.32; }
path.short { fill: none; stroke: var(--music); stroke-width: 1.6; stroke-linejoin: round; }
path.integrated { fill: none; stroke: var(--t1); stroke-width: 1.2; }
path.target { fill: none; stroke: var(--voice); stroke-width: 1.4; stroke-dasharray: 6 5; }
.wave { fill: var(--music); fill-opacity: 0.85; }
.full { fill: none; stroke: var(--error); stroke-dasharray: 3 4; }
.speaks { fill: var(--voice); fill-opacity: 0.2; }
path.cue { fill: var(--voice); }
.segment { fill-opacity: 0.45; }
.plain { fill: var(--t3); } .low { fill: var(--low); } .medium { fill: var(--medium); } .high { fill: var(--high); } .max { fill: var(--max); }
.pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(400px, 100%), 1fr)); gap: 18px 32px; margin-top: 18px; }
details { margin-top: 14px; }
summary { color: var(--t2); font-size: 13px; cursor: pointer; }
summary:focus-visible { outline: 2px solid var(--voice); outline-offset: 3px; border-radius: 3px; }
ul { margin: 12px 0 0; padding-left: 18px; color: var(--warn); font-size: 13px; }
footer { margin-top: 20px; color: var(--t3); font-size: 12px; overflow-wrap: anywhere; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
@media print {
  @page { size: A4; margin: 12mm; }
  :root {
    --bg0: #fff; --bg1: #fff; --bg2: #f2f4f7; --line: #cfd5de;
    --t1: #12161d; --t2: #3c4654; --t3: #525c6c;
    --music: #0a737e; --voice: #a55f00; --go: #096234; --warn: #6b4f00; --error: #a81616;
    color-scheme: light;
  }
  * { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
  body { font-size: 11px; }
  main { max-width: none; padding: 0; }
  .card { padding: 10px 12px; }
  table, .head p { font-size: 10.5px; }
  th, td { padding-top: 3px; padding-bottom: 3px; }
  td small, th small, dd small, dt { font-size: 9.5px; }
  dd { font-size: 13px; }
  dl { grid-template-columns: repeat(7, 1fr); gap: 5px; margin: 8px 0; }
  dl div { padding: 5px 8px; }
  .pair { grid-template-columns: 1fr 1fr; gap: 20px; margin-top: 10px; }
  svg { min-width: 0; }
  details { display: none; }
}
`;

import { raw } from 'hono/html';

/** Looks of the API's page: light and dark, down to 360 px. */
export const STYLE = raw(`
:root { color-scheme: light dark; --line: light-dark(#d5dae1, #2b323b); --soft: light-dark(#fff, #14181d);
  --quiet: light-dark(#57606a, #9aa4af); --link: light-dark(#0b57d0, #8ab4f8); }
* { box-sizing: border-box; }
body { margin: 0; background: light-dark(#f7f8fa, #0b0d10); color: light-dark(#1b1f24, #e6e8eb);
  font: 15px/1.55 system-ui, sans-serif; }
main { max-width: 960px; margin: 0 auto; padding: 24px 16px 80px; }
h1 { font-size: 26px; margin: 0 0 8px; }
h2 { font-size: 18px; margin: 40px 0 10px; }
h3 { font-size: 15px; margin: 24px 0 6px; font-family: ui-monospace, monospace; }
h4 { font-size: 14px; margin: 18px 0 4px; }
p { margin: 8px 0; max-width: 75ch; }
a { color: var(--link); }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
nav ul { display: flex; flex-wrap: wrap; gap: 4px 16px; padding: 0; margin: 16px 0 0; list-style: none; }
nav a { display: inline-block; padding: 4px 0; }
code, pre, .path, .method { font-family: ui-monospace, SFMono-Regular, Menlo, monospace; font-size: 13px; }
code { overflow-wrap: anywhere; }
details { border: 1px solid var(--line); border-radius: 8px; background: var(--soft); margin: 8px 0; padding: 0 14px; }
details[open] { padding-bottom: 14px; }
summary { display: flex; flex-wrap: wrap; align-items: baseline; gap: 2px 12px; padding: 10px 0; cursor: pointer;
  list-style: none; position: relative; padding-inline-end: 24px; }
summary::-webkit-details-marker { display: none; }
summary::after { content: '+'; position: absolute; inset: 10px 0 auto auto; color: var(--quiet); }
details[open] > summary::after { content: '−'; }
.method { min-width: 3.5em; font-weight: 700; color: light-dark(#0b6e4f, #6fd3ac); }
.method.post, .method.put { color: light-dark(#8a4b00, #f0b765); }
.method.delete { color: light-dark(#b3261e, #ff9d95); }
.path { overflow-wrap: anywhere; }
.what, .role, small { color: var(--quiet); }
.type { margin: 4px 0; }
dl { display: grid; grid-template-columns: 4em 1fr; gap: 4px 8px; margin: 8px 0; }
dd { margin: 0; min-width: 0; overflow-wrap: anywhere; }
dt { font-weight: 600; }
dl.parameters { grid-template-columns: minmax(10em, 2fr) 3fr; gap: 0; }
.parameters dt, .parameters dd { border-top: 1px solid var(--line); padding: 6px 12px 6px 0; }
.parameters dt { font-weight: 400; }
.parameters dt code { color: light-dark(#1b1f24, #e6e8eb); font-weight: 600; }
.parameters small { display: block; }
@media (max-width: 560px) {
  dl.parameters { grid-template-columns: 1fr; }
  .parameters dd { border-top: 0; padding-top: 0; }
}
.limits { grid-template-columns: 7em 1fr; }
.limits dt { text-align: end; font-variant-numeric: tabular-nums; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; margin: 8px 0; padding: 12px 14px; border: 1px solid var(--line); border-radius: 8px;
  background: var(--soft); }
`);

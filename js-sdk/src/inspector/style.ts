import { make } from './dom.js'

const STYLE = `
:host {
  --text: #1f2328; --muted: #59636e; --back: #fff; --raised: #f3f5f7; --line: #d1d9e0; --accent: #0757ba; --good: #116329; --fair: #7d4e00; --bad: #b3131d;
  display: block; container-type: inline-size; height: 26rem; min-width: 0; overflow: hidden; color-scheme: light;
  border: 1px solid var(--line); border-radius: 8px; background: var(--back); color: var(--text);
  font: 13px/1.45 system-ui, sans-serif; text-align: start; font-variant-numeric: tabular-nums;
}
@media (prefers-color-scheme: dark) {
  :host {
    --text: #e6e9ec; --muted: #9aa4ae; --back: #14181d; --raised: #1e242b; --line: #39424c; --accent: #77b3ff; --good: #5cc46f; --fair: #e0b04a; --bad: #ff8580;
    color-scheme: dark;
  }
}
:host([hidden]), [hidden] { display: none !important; }
* { box-sizing: border-box; }
.inspector { display: flex; flex-direction: column; height: 100%; }
[role=tablist] { display: flex; flex: none; border-bottom: 1px solid var(--line); background: var(--raised); }
button, select { font: inherit; color: inherit; }
[role=tab] { padding: .6em 1em; border: 0; border-bottom: 2px solid transparent; background: none; color: var(--muted); cursor: pointer; }
[role=tab]:hover { color: var(--text); }
[role=tab][aria-selected=true] { border-color: var(--accent); color: var(--text); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: -2px; }
[role=tabpanel] { flex: 1; min-height: 0; overflow: auto; scrollbar-gutter: stable; }
.none, .export { margin: 0; padding: 1em; color: var(--muted); }
.room { padding: .75em 1em; }
.room + .room { border-top: 1px solid var(--line); }
h2, h3 { margin: 0; font-size: 1em; }
h3 { margin-top: .9em; color: var(--muted); font-weight: 600; }
dl { display: grid; grid-template-columns: repeat(auto-fill, minmax(9.5em, 1fr)); gap: .5em 1em; margin: .35em 0 0; }
dl > .wide { grid-column: span 2; }
dt { color: var(--muted); font-size: .92em; }
dd { margin: 0; overflow-wrap: anywhere; }
h2::before, tbody th::before { content: ''; display: inline-block; width: .6em; height: .6em; margin-inline-end: .5em; border-radius: 50%; background: var(--muted); }
[data-state=joined] h2::before, [data-state=connected] th::before { background: var(--good); }
[data-state=connecting] :is(h2, th)::before, [data-state$=reconnecting] :is(h2, th)::before { background: var(--fair); }
[data-state=closed] :is(h2, th)::before { background: var(--bad); }
table { width: 100%; table-layout: fixed; border-collapse: collapse; }
th, td { padding: .4em .6em; border-bottom: 1px solid var(--line); text-align: start; vertical-align: top; font-weight: 400; overflow-wrap: anywhere; }
/* Two lines, of which some cells need one only at first. */
tbody :is(th, td) { height: 3.7em; white-space: pre-line; }
thead th { position: sticky; top: 0; background: var(--back); color: var(--muted); }
th.wide { width: 17%; }
[role=tabpanel]:has(> .timeline) { overflow: hidden; scrollbar-gutter: auto; }
.timeline { display: flex; flex-direction: column; height: 100%; }
.filters { display: flex; flex: none; flex-wrap: wrap; align-items: center; gap: .5em 1em; padding: .5em 1em; border-bottom: 1px solid var(--line); }
.filters select { width: 8em; }
.count { color: var(--muted); }
.scroll { flex: 1; min-height: 0; overflow: auto; scrollbar-gutter: stable; }
.entry { display: grid; grid-template-columns: 7.5em 4.5em 7em 1fr; gap: 0 .75em; padding: .2em 1em; }
.head { position: sticky; top: 0; z-index: 1; background: var(--back); color: var(--muted); border-bottom: 1px solid var(--line); }
.entry > * { min-width: 0; overflow-wrap: anywhere; }
.time { color: var(--muted); }
.kind { color: var(--accent); }
[data-kind=error] .kind { color: var(--bad); }
[data-kind=work] .kind { color: var(--fair); }
.export label { display: block; color: var(--text); padding: .25em 0; }
.export p { margin: 0 0 .75em; max-width: 60ch; }
.buttons { display: flex; flex-wrap: wrap; gap: .5em; margin: .75em 0; }
.buttons button, .filters select { padding: .35em .8em; border: 1px solid var(--line); border-radius: 6px; background: var(--raised); color: var(--text); }
.buttons button { cursor: pointer; }
.buttons button:hover { border-color: var(--accent); }
.export [role=status] { min-height: 1.45em; color: var(--text); }
@container (max-width: 46rem) {
  [role=tab] { padding-inline: .8em; }
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  table, tbody { display: block; }
  tbody tr { display: grid; grid-template-columns: repeat(auto-fill, minmax(8.5em, 1fr)); gap: .4em 1em; padding: .75em 1em; border-bottom: 1px solid var(--line); }
  tbody :is(th, td) { height: auto; padding: 0; border: 0; }
  td:is([data-label=Sent], [data-label=Received]) { min-height: 4.2em; }
  tbody th { grid-column: 1 / -1; font-weight: 600; }
  tbody td::before { content: attr(data-label); display: block; color: var(--muted); font-size: .92em; }
  td[data-label=Path] { grid-column: span 2; }
}
@container (max-width: 34rem) {
  .head { display: none; }
  .entry { grid-template-columns: auto auto 1fr; padding-block: .35em; }
  .entry > :last-child { grid-column: 1 / -1; }
}
`

let sheet: CSSStyleSheet | undefined

/** Gives a shadow root its looks, once: by a sheet that all inspectors share, or, in browsers without those, by an element that carries the nonce. */
export function dress(root: ShadowRoot, nonce: string): void {
  if (root.adoptedStyleSheets?.length || root.querySelector('style')) return
  if (root.adoptedStyleSheets && 'replaceSync' in CSSStyleSheet.prototype) {
    if (!sheet) {
      sheet = new CSSStyleSheet()
      sheet.replaceSync(STYLE)
    }
    root.adoptedStyleSheets = [sheet]
  } else {
    const style = make('style', {}, STYLE)
    style.nonce = nonce
    root.append(style)
  }
}

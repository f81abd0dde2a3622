"""The style of the report: the type and colours of the site, for tables, excerpts and small screens."""

STYLE = """\
:root { color-scheme: light dark; --paper: #fbf8f2; --sheet: #fff; --ink: #211d18; --soft: #665e52; --rule: #e2dacb;
  --accent: #8a2f23; --tint: #f3ebdd; --mark: #ffe9a8; --violation: #a4161a; --warning: #7d4b00; --info: #1d5c86;
  --hit: #fff6dc;
  --serif: "Iowan Old Style", "Palatino Linotype", Palatino, "Source Serif 4", "Noto Serif", Georgia, serif;
  --sans: system-ui, -apple-system, "Segoe UI", "Noto Sans", Roboto, "Helvetica Neue", Arial, sans-serif;
  --mono: ui-monospace, "SF Mono", Menlo, Consolas, "Liberation Mono", monospace }
@media (prefers-color-scheme: dark) { :root { --paper: #161513; --sheet: #1e1c1a; --ink: #ebe5da; --soft: #aaa193;
  --rule: #37332d; --accent: #f0a18c; --tint: #272420; --mark: #6a5514; --violation: #ff9a8f; --warning: #f0b35a;
  --info: #8ec7f2; --hit: #2e2818 } }
*, *::before, *::after { box-sizing: border-box }
html { -webkit-text-size-adjust: 100%; scroll-padding-top: 3rem }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.55 var(--sans); overflow-wrap: break-word }
main, nav, footer { max-width: 74rem; margin: 0 auto; padding: 0 clamp(1rem, 4vw, 2.5rem) }
main { padding-bottom: 3rem }
a { color: var(--accent); text-decoration-thickness: 1px; text-underline-offset: .18em;
  text-decoration-color: color-mix(in srgb, currentColor 40%, transparent) }
a:hover { text-decoration-color: currentColor }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 2px }
h1, h2, h3 { font-family: var(--serif); line-height: 1.2; font-weight: 600; text-wrap: balance }
h1 { font-size: clamp(1.6rem, 1.2rem + 2vw, 2.3rem); margin: 1.6rem 0 .5rem; overflow-wrap: anywhere }
h2 { font-size: 1.3rem; margin: 2.6rem 0 .6rem } h3 { font-size: 1.06rem; margin: 1.8rem 0 .3rem }
p { margin: .3rem 0; max-width: 46rem } .soft { color: var(--soft) } .small { font-size: .88rem }
code { font: .88em/1.5 var(--mono); overflow-wrap: anywhere }
.trail { list-style: none; display: flex; flex-wrap: wrap; gap: .2rem .5rem; margin: 0; padding: .9rem 0 0; font-size: .9rem }
.trail li + li::before { content: "/"; color: var(--soft); margin-right: .5rem }
.tally { list-style: none; display: grid; grid-template-columns: repeat(auto-fit, minmax(6.4rem, 1fr)); gap: .6rem;
  margin: 1.4rem 0; padding: 0; max-width: 46rem }
.tally li { background: var(--sheet); border: 1px solid var(--rule); border-top: 3px solid; border-radius: 6px;
  padding: .6rem .9rem .7rem }
.tally strong { display: block; font: 600 1.7rem/1.2 var(--serif) }
.tally span { display: block; color: var(--soft); font-size: .9rem }
.violation { color: var(--violation) } .warning { color: var(--warning) } .info { color: var(--info) }
.badge { display: inline-block; font: 600 .74rem/1 var(--sans); padding: .25em .6em; border: 1px solid; border-radius: 99px;
  white-space: nowrap; vertical-align: .12em }
.table { overflow-x: auto; margin: .7rem 0; background: var(--sheet); border: 1px solid var(--rule); border-radius: 6px }
table { border-collapse: collapse; width: 100%; font-size: .93rem }
th, td { text-align: left; vertical-align: top; padding: .45rem .8rem; border-bottom: 1px solid var(--rule) }
tbody tr:last-child > * { border-bottom: 0 }
thead th { color: var(--soft); font-weight: 500; font-size: .84rem; white-space: nowrap }
td, tbody th { overflow-wrap: anywhere; min-width: 8rem } tbody th { font-weight: inherit }
.number { text-align: right; white-space: nowrap; min-width: 0; font-variant-numeric: tabular-nums }
.places td:first-child { min-width: 17rem } .tight { min-width: 0; width: 1% ; white-space: nowrap } .none { color: color-mix(in srgb, var(--soft) 80%, transparent) }
tr.sum > * { font-weight: 600; border-top: 2px solid var(--rule) }
.up, .down { font-size: .84em; margin-left: .35em } .up { color: var(--violation) } .down { color: var(--info) }
.pager { display: flex; gap: 1rem; align-items: baseline; padding: .3rem 0; margin: .8rem 0; color: var(--soft) }
.step { padding: .35rem 0 } .jump { display: flex; flex-wrap: wrap; gap: .3rem 1.2rem; padding: 0; margin: .8rem 0 }
.advice { border-left: 3px solid var(--rule); padding: .1rem 0 .1rem .9rem; margin: .5rem 0 .8rem }
.code { background: var(--sheet); border: 1px solid var(--rule); border-radius: 6px; margin: .8rem 0 1.4rem; overflow: hidden }
.ln { display: grid; grid-template-columns: 4.4rem minmax(0, 1fr); font: .84rem/1.55 var(--mono) }
.ln > a, .ln > span { color: var(--soft); text-align: right; padding-right: .8rem; text-decoration: none; user-select: none }
.ln > code { font: inherit; white-space: pre-wrap; overflow-wrap: anywhere; padding-right: .8rem; unicode-bidi: isolate; tab-size: 2 }
.ln.hit { background: var(--hit); box-shadow: inset 3px 0 currentColor } .ln.hit > * { color: var(--ink) }
.ln.hit > a { font-weight: 700 }
.ln:target { outline: 2px solid var(--accent); outline-offset: -2px }
.cut { color: var(--soft); font-style: italic } mark { background: var(--mark); color: inherit; border-radius: 2px }
.said { padding: .55rem .8rem .65rem 4.4rem; background: var(--tint); border-block: 1px solid var(--rule); font-size: .93rem }
.said + .said { border-top: 0 } .said p { margin: .1rem 0 }
.files { list-style: none; padding: 0; margin: .6rem 0; columns: 18rem; column-gap: 2.5rem; font-size: .93rem }
.files li { padding: .15rem 0; break-inside: avoid } .files span { color: var(--soft) }
summary { color: var(--accent); cursor: pointer; padding: .2rem 0 }
.choice { border: 0; margin: 1.2rem 0 0; padding: 0; display: flex; flex-wrap: wrap; gap: .4rem; align-items: center }
.choice legend { float: left; padding: 0 .4rem 0 0; color: var(--soft); font-size: .9rem }
.choice label { border: 1px solid var(--rule); border-radius: 99px; padding: .2rem .8rem .25rem .6rem; background: var(--sheet);
  cursor: pointer; font-size: .9rem } .choice input { accent-color: var(--accent); margin: 0 .25rem 0 0; vertical-align: -.1em }
.choice label:has(:checked) { border-color: var(--accent) }
main:has(#show-violation:checked) [data-severity]:not([data-severity~="violation"]),
main:has(#show-warning:checked) [data-severity]:not([data-severity~="warning"]),
main:has(#show-info:checked) [data-severity]:not([data-severity~="info"]) { display: none }
footer { color: var(--soft); font-size: .88rem; padding-bottom: 2rem }
@media (max-width: 40rem) {
  .ln { grid-template-columns: 3.2rem minmax(0, 1fr); font-size: .78rem } .said { padding-left: .8rem }
  th, td { padding: .4rem .6rem } tbody th { min-width: 9rem } td, .places td:first-child { min-width: 6rem } .number { min-width: 0 }
  .stack thead { position: absolute; clip-path: inset(50%) } .stack table, .stack tbody, .stack td { display: block }
  .stack tr { display: grid; grid-template-columns: minmax(0, 1fr) auto; padding: .5rem 0; border-bottom: 1px solid var(--rule) } .stack tr:last-child { border: 0 }
  .stack td { border: 0; padding: .12rem .8rem; width: auto; white-space: normal; text-align: left; grid-column: 1 / -1 }
  .stack td:first-child { grid-column: 1 } .stack td.number { grid-column: 2; grid-row: 1; font-weight: 600 }
  .stack td:empty { display: none } .tally li { padding: .5rem .6rem } .tally span { font-size: .8rem; line-height: 1.35 }
}
@media print { .pager, .trail { display: none } body { background: #fff } }
"""

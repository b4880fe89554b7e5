// The look of the report: calm, printable, in light and in dark.

const dark = '--ground:#17151f;--ink:#ece9f5;--soft:#a7a2b8;--line:#38343f;--good:#4fd39a;--bad:#ff8a80;--neutral:#b9a4ff;--shade:#e0954433;--bar:#8d7fc7'

/** `data-look` on the root says it where the system's wish is not the one that counts. */
export const reportStyle = `
:root{--ground:#fff;--ink:#1d1b26;--soft:#615d70;--line:#dcd9e4;--good:#0a7a4b;--bad:#b3261e;--neutral:#6a4fb0;--shade:#d9822b33;--bar:#8d7fc7}
@media (prefers-color-scheme:dark){:root:not([data-look=light]){${dark}}}
:root[data-look=dark]{${dark}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--ink);font:16px/1.5 system-ui,sans-serif}
main{max-width:52rem;margin:0 auto;padding:2rem 1rem}
h1{font-size:1.7rem;line-height:1.2;margin:0 0 .75rem}
h2{font-size:1.15rem;margin:2rem 0 .5rem}
h3{font-size:1rem;margin:1rem 0 .25rem}
.verdict{border-left:.35rem solid var(--tone);padding:.5rem .9rem;margin:0;overflow-wrap:anywhere}
.verdict strong{color:var(--tone);display:block;font-size:1.25rem}
.good{--tone:var(--good)}.bad{--tone:var(--bad)}.neutral{--tone:var(--neutral)}
.note,.unit,dt{color:var(--soft)}.unit{font-weight:400}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.15rem 1rem;margin:1rem 0}
dd{margin:0;overflow-wrap:anywhere}
.wide{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:.92rem}
th,td{text-align:left;vertical-align:top;padding:.35rem .6rem .35rem 0;border-bottom:1px solid var(--line)}
th{color:var(--soft);font-weight:500}
figure{margin:1rem 0}figcaption{font-size:.92rem}
svg{width:100%;height:auto;display:block}
.tick{fill:var(--soft);font-size:11px}
.axis{stroke:var(--line)}.bound{stroke:var(--soft);stroke-dasharray:4 4}
.line{fill:none;stroke:var(--neutral);stroke-width:1.5}
.out{fill:var(--bad)}.failed{fill:var(--bad)}.ok{fill:var(--bar)}.fault{fill:var(--shade)}
pre{overflow-x:auto;border:1px solid var(--line);border-radius:.4rem;padding:.8rem;font:13px/1.5 ui-monospace,monospace}
@media print{main{max-width:none;padding:0}}
`

//! The look of the HTML page: light and dark, on screen and on paper, without any file beside it.

/// The style sheet.
pub(super) const STYLE: &str = r"
:root{color-scheme:light dark;--bg:#fbfbf9;--fg:#1c1d21;--soft:#5c6069;--line:#d9dadf;--card:#fff;
--full:#1a6b3c;--partial:#8a5a00;--wrong:#b3261e;--missing:#5c6069;--mark:#eef1f6}
@media(prefers-color-scheme:dark){:root{--bg:#15161a;--fg:#e8e8ea;--soft:#a3a7b0;--line:#34363d;--card:#1d1f24;
--full:#63c58c;--partial:#e0b050;--wrong:#ff8a80;--missing:#a3a7b0;--mark:#282b33}}
*{box-sizing:border-box}
body{margin:0;background:var(--bg);color:var(--fg);font:16px/1.55 system-ui,sans-serif}
main{max-width:64rem;margin:0 auto;padding:2rem 1.25rem 4rem}
h1{font-size:1.5rem;margin:0 0 .25rem}h2{font-size:1.08rem;margin:0}
p{margin:.35rem 0}.soft{color:var(--soft)}.small{font-size:.875rem}
nav ol{list-style:none;padding:0;margin:1rem 0 2rem;display:flex;flex-wrap:wrap;gap:.4rem}
nav a{display:block;padding:.15rem .55rem;border:1px solid var(--line);border-left:.3rem solid var(--tone);border-radius:.35rem;
color:var(--fg);text-decoration:none;background:var(--card);font-size:.875rem}
nav a:focus-visible,a:focus-visible,summary:focus-visible{outline:3px solid Highlight;outline-offset:2px}
article{background:var(--card);border:1px solid var(--line);border-left:.35rem solid var(--tone);border-radius:.5rem;
padding:1rem 1.25rem;margin:0 0 1.25rem;break-inside:avoid}
header{display:flex;gap:1rem;justify-content:space-between;align-items:baseline;flex-wrap:wrap}
.badge{color:var(--tone);font-weight:600;white-space:nowrap}
.full{--tone:var(--full)}.partial{--tone:var(--partial)}.wrong{--tone:var(--wrong)}.missing{--tone:var(--missing)}
.sides{display:grid;grid-template-columns:repeat(auto-fit,minmax(18rem,1fr));gap:1.25rem;margin:.75rem 0}
h3{font-size:.8rem;letter-spacing:.02em;color:var(--soft);margin:0 0 .25rem;font-weight:600}
blockquote{margin:0;padding:.5rem .75rem;background:var(--mark);border-radius:.35rem;white-space:pre-wrap;overflow-wrap:anywhere}
ul{list-style:none;margin:0;padding:0}li{margin:.3rem 0;padding-left:1.5rem;position:relative}
li>.sign{position:absolute;left:0;font-weight:700}
q{color:var(--soft);font-style:italic;overflow-wrap:anywhere}q::before,q::after{content:none}
.found>.sign{color:var(--full)}.absent>.sign{color:var(--wrong)}.denied>.sign{color:var(--wrong)}
@media print{body{font-size:11pt;background:#fff;color:#000}nav{display:none}main{max-width:none;padding:0}}
";

package dev.almanac.report;

/** Style sheet of the report, for light and dark mode. */
final class Style {
  static final String SHEET =
      """
      :root { color-scheme: light dark; --ink: #1c2430; --soft: #5d6878; --line: #dde2e9; --paper: #fbfbfc;
        --card: #fff; --accent: #3a6ea5; --good: #1e7d4f; --bad: #b3372e; --right: 58 110 165; --wrong: 200 96 64; }
      @media (prefers-color-scheme: dark) { :root { --ink: #e4e8ee; --soft: #9aa6b6; --line: #323b48;
        --paper: #14181e; --card: #1b2129; --accent: #6ea3dc; --good: #5cc392; --bad: #ef8377;
        --right: 80 140 205; --wrong: 205 110 80; } }
      * { box-sizing: border-box; }
      body { margin: 0; background: var(--paper); color: var(--ink);
        font: 15px/1.5 system-ui, -apple-system, "Segoe UI", "Helvetica Neue", Arial, sans-serif; }
      main { max-width: 70rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; }
      h1 { font-size: 2rem; line-height: 1.2; margin: 0; overflow-wrap: anywhere; }
      h2 { font-size: 1.2rem; margin: 2.5rem 0 .25rem; }
      h3 { font-size: 1rem; margin: 1.5rem 0 .25rem; }
      p { margin: .25rem 0 .75rem; color: var(--soft); overflow-wrap: anywhere; }
      p.description { color: var(--ink); font-size: 1.1rem; }
      small { color: var(--soft); font-weight: normal; font-size: .82em; }
      .tiles { display: flex; flex-wrap: wrap; gap: .75rem; margin-top: 1.25rem; }
      .tiles div { background: var(--card); border: 1px solid var(--line); border-radius: .5rem; padding: .5rem .9rem; }
      .tiles span { display: block; color: var(--soft); font-size: .8rem; }
      .tiles b { font-size: 1.05rem; font-weight: 600; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
      .columns { display: flex; flex-wrap: wrap; gap: 1rem 3rem; align-items: flex-start; }
      .scroll { overflow-x: auto; }
      table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
      caption { text-align: left; color: var(--soft); font-size: .85rem; padding-bottom: .35rem; white-space: nowrap; }
      th { text-align: left; font-weight: 600; }
      .number { text-align: right; }
      .list th, .list td { padding: .3rem 1.25rem .3rem 0; border-bottom: 1px solid var(--line); vertical-align: top;
        overflow-wrap: anywhere; }
      .list thead th { color: var(--soft); font-weight: normal; font-size: .85rem; }
      .heat th { padding: .35rem .75rem; }
      .heat td { padding: .5rem .9rem; border: 2px solid var(--paper); min-width: 5rem; border-radius: .35rem; }
      .heat td small { display: block; color: inherit; opacity: .75; }
      .heat .right { background: rgb(var(--right) / calc(var(--heat) * .75 + 6%)); }
      .heat .wrong { background: rgb(var(--wrong) / calc(var(--heat) * .75 + 6%)); }
      .met { color: var(--good); } .missed { color: var(--bad); font-weight: 600; }
      .cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(16.5rem, 1fr)); gap: .75rem; }
      .cards article { background: var(--card); border: 1px solid var(--line); border-radius: .5rem; padding: .75rem 1rem; }
      .cards h3 { margin: 0; overflow-wrap: anywhere; } .cards h3 small { margin-left: .5rem; }
      .policy { font-size: .82rem; margin: 0 0 .5rem; }
      svg { display: block; width: 100%; fill: var(--accent); }
      .ends { display: flex; justify-content: space-between; color: var(--soft); font-size: .8rem;
        font-variant-numeric: tabular-nums; }
      .levels { width: 100%; font-size: .82rem; table-layout: fixed; } .levels th { width: 38%; font-weight: normal;
        overflow: hidden; text-overflow: ellipsis; white-space: nowrap; padding: .1rem .5rem .1rem 0; }
      .weight { width: 14rem; } .weight svg { height: .7rem; margin-top: .45rem; }
      .levels .bar svg { height: .7rem; } .levels .number { width: 4rem; }
      dl { display: grid; grid-template-columns: repeat(auto-fill, minmax(15rem, 1fr)); gap: .5rem 1.5rem; margin: .5rem 0; }
      dl.short { grid-template-columns: repeat(auto-fill, minmax(11rem, 1fr)); }
      dt { color: var(--soft); font-size: .8rem; } dd { margin: 0; overflow-wrap: anywhere; }
      details { margin-top: 1.5rem; } summary { cursor: pointer; }
      pre { background: var(--card); border: 1px solid var(--line); border-radius: .5rem; padding: 1rem; overflow-x: auto;
        font: 12px/1.5 ui-monospace, Menlo, Consolas, monospace; white-space: pre-wrap; overflow-wrap: anywhere; }
      @media print { main { max-width: none; padding: 0; } .cards article { break-inside: avoid; } }
      """;

  private Style() {}
}

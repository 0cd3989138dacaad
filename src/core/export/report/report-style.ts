/** The only style sheet of the report. Colors are dark enough on white for print and small text. */
export const REPORT_STYLE = `
* { box-sizing: border-box; }
body { margin: 0; font: 10pt/1.45 "Segoe UI", "Helvetica Neue", "DejaVu Sans", sans-serif; color: #1b1f24; }
h1 { font-size: 19pt; line-height: 1.2; margin: 0 0 4pt; overflow-wrap: anywhere; }
h2 { font-size: 12.5pt; margin: 18pt 0 6pt; break-after: avoid; }
p { margin: 0 0 6pt; }
header p, .small, .note { color: #4d5560; }
.small { font-size: 8.5pt; }
ul { margin: 0; padding-left: 14pt; }
li { margin: 0 0 3pt; }
.figures { display: flex; gap: 10pt; margin-top: 12pt; }
.figures div { flex: 1; border: 1px solid #d5dae0; border-radius: 4pt; padding: 8pt 10pt; break-inside: avoid; }
.figures b { display: block; font-size: 13pt; line-height: 1.3; overflow-wrap: anywhere; }
.figures span { color: #4d5560; font-size: 8.5pt; }
table { border-collapse: collapse; width: 100%; }
thead { display: table-header-group; }
tr { break-inside: avoid; }
th, td { text-align: left; padding: 4pt 6pt; border-bottom: 1px solid #d5dae0; vertical-align: top; overflow-wrap: anywhere; }
th { font-size: 8.5pt; color: #4d5560; font-weight: 600; border-bottom-color: #8b949e; }
td.number, th.number { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
td:first-child { width: 40%; }
td small { display: block; color: #4d5560; }
.date { white-space: nowrap; }
.note { margin-top: 6pt; }
.bar { display: block; margin-top: 4pt; }
.bar .rest { fill: #e4e8ec; }
.bar .part { fill: #b35900; }
`;

/** For screen and paper: A4 with the drawings and tables whole on a page where they fit. */
export const answerStyle = `
body{font:13px/19px Inter,"Noto Sans CJK SC","PingFang SC","Microsoft YaHei",system-ui,sans-serif;font-feature-settings:"tnum","lnum";color:#15191F;background:#fff;margin:0}
main{max-width:820px;margin:32px auto;padding:0 24px}h1{font-size:25px;line-height:32px;margin:0 0 2px}h2{font-size:14px;line-height:20px;margin:0 0 4px;break-after:avoid}p{margin:4px 0}section{margin-top:20px}
.use{float:right;margin:6px 0 0 16px;padding:2px 8px;border:1px solid #B9C0CA;border-radius:4px;color:#47505C;font-weight:600;font-size:12px}
.asked,.note,figcaption{color:#5F6875;font-size:12px;line-height:17px}.answer{font-size:19px;line-height:27px;font-weight:600;margin-top:14px}.more{font-size:15px;line-height:22px}
.warning{border-left:4px solid #C98A12;background:#FBF0DA;padding:6px 10px;font-weight:600}
.two{display:grid;grid-template-columns:340px 1fr;gap:28px;align-items:start}figure{margin:4px 0}.chart{max-width:100%;height:auto}
.scalp{fill:#FAFBFC;stroke:#B9C0CA;stroke-width:1.5}.site{fill:#fff;stroke:#CDD2D9}.chosen{fill:#1C55D6}.head text{font:600 9.5px Inter,system-ui,sans-serif;fill:#fff;text-anchor:middle;dominant-baseline:central}
table{border-collapse:collapse;font-size:12px;line-height:17px;width:100%}th{text-align:left;font-weight:540;color:#5F6875;vertical-align:bottom}td,th{padding:3px 12px 3px 0;border-bottom:1px solid #E2E5E9}td{vertical-align:top}td:last-child,th:last-child{padding-right:4px}.n{text-align:right;white-space:nowrap}.hit{font-weight:640}
.chosen-row td{background:#E8EFFD;font-weight:600;-webkit-print-color-adjust:exact;print-color-adjust:exact}.code{font-family:ui-monospace,monospace}.facts{width:auto}.facts td{overflow-wrap:anywhere}
ul,ol{margin:4px 0;padding-left:20px}.references{font-size:11px;line-height:15px;color:#47505C}
thead{display:table-header-group}tr{break-inside:avoid}
@page{size:A4;margin:16mm 14mm 18mm}
@media print{body{font-size:11.5px;line-height:16px}main{margin:0;padding:0;max-width:none}figure,.two{break-inside:avoid}svg,.warning{-webkit-print-color-adjust:exact;print-color-adjust:exact}.answer{font-size:16px;line-height:23px}.more{font-size:13px;line-height:19px}}`

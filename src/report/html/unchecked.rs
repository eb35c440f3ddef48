//! What was not checked, at the end of the page: a report that leaves it out promises too much.

use std::fmt::Write as _;

use super::text;
use crate::report::{
    Report,
    gaps::{Gap, Reason, gaps},
};

/// What no rule can see in any document.
const NEVER: &str = "图片（扫描件、截图、画成图片的流程图）里的文字；Word 文件的页眉、页脚、脚注、尾注、批注、隐藏文字和已删除的修订；附件和链接指向的内容。";

pub(super) fn section(out: &mut String, report: &Report) {
    out.push_str("<section><h2>没有检查的</h2>\n");
    let gaps = gaps(report);
    for (reason, title) in [
        (Reason::Unreadable, "未能读取的文件"),
        (Reason::Unknown, "看不出文种的文件"),
        (Reason::Unruled, "没有适用规则的文件"),
        (Reason::Note, "文件中没有检查的部分"),
    ] {
        list(out, title, gaps.iter().filter(|gap| gap.reason == reason));
    }
    let _ = write!(out, "<h3>任何文件里都不检查的</h3>\n<p>{NEVER}</p>\n");
    let off: Vec<_> = report.rules.iter().filter(|rule| !rule.is_on).collect();
    if !off.is_empty() {
        let _ = write!(out, "<h3>没有启用的规则（{} 条）</h3>\n<ul class=\"columns\">", off.len());
        for rule in off {
            let _ = write!(out, "<li>{}　{}</li>", text(&rule.code), text(&rule.title));
        }
        out.push_str("</ul>\n");
    }
    out.push_str("</section>\n");
}

fn list<'g>(out: &mut String, title: &str, gaps: impl Iterator<Item = &'g Gap<'g>>) {
    let items: Vec<String> =
        gaps.map(|gap| format!("<li>{}：{}</li>", text(gap.path), text(&gap.text))).collect();
    if !items.is_empty() {
        let _ = write!(out, "<h3>{title}（{}）</h3>\n<ul>{}</ul>\n", items.len(), items.concat());
    }
}

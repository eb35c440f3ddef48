//! The chart of findings by rule: bars in SVG, each with its numbers beside it, so that paper without colour says the same.

use std::fmt::Write as _;

use super::escaped;
use crate::{
    finding::Level,
    report::{
        Report,
        tally::{self, Tally},
        visible::{brief, clean},
    },
};

/// Rules beyond these have no bar: together they would dwarf all others.
const BARS: usize = 25;
/// Sizes in units of the drawing, which is as wide as the page.
const WIDTH: usize = 720;
const NAMES: usize = 290;
const NUMBERS: usize = 50;
const LINE: usize = 26;

/// Writes the chart, when there is anything to show.
pub(super) fn by_rule(out: &mut String, report: &Report) {
    let mut rules = tally::by_rule(&report.findings);
    rules.sort_by_key(|rule| std::cmp::Reverse(rule.total()));
    let rest = if rules.len() > BARS { rules.split_off(BARS) } else { Vec::new() };
    let Some(most) = rules.first().map(Tally::total) else { return };
    let room = WIDTH - NAMES - NUMBERS;
    let height = rules.len() * LINE + 4;
    let _ = write!(
        out,
        "<section><h2>按规则</h2>\n<svg viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" aria-label=\"各条规则查出的处数\">\n"
    );
    for (i, rule) in rules.iter().enumerate() {
        let y = i * LINE;
        let _ = write!(
            out,
            "<text x=\"{}\" y=\"{}\" text-anchor=\"end\">{}</text>",
            NAMES - 10,
            y + 18,
            escaped(&format!("{} {}", clean(rule.code), brief(rule.title, 17)))
        );
        let mut x = NAMES;
        for (level, count) in Level::ALL.into_iter().zip(rule.counts).filter(|&(_, count)| count > 0) {
            let length = (count * room / most).max(2);
            let _ = write!(
                out,
                "<rect class=\"{}\" x=\"{x}\" y=\"{}\" width=\"{length}\" height=\"14\"><title>{} {count}</title></rect>",
                level.word(),
                y + 6,
                level.name()
            );
            x += length;
        }
        let _ = writeln!(out, "<text x=\"{}\" y=\"{}\">{}</text>", x + 8, y + 18, rule.total());
    }
    let _ = write!(
        out,
        "<line class=\"axis\" x1=\"{NAMES}\" y1=\"0\" x2=\"{NAMES}\" y2=\"{height}\"/>\n</svg>\n<p class=\"soft\">颜色："
    );
    let key = Level::ALL.map(|level| format!("<span class=\"{}\">■ {}</span>", level.word(), level.name()));
    let rest = match rest.iter().map(Tally::total).sum::<usize>() {
        0 => String::new(),
        findings => format!("。另有 {} 条规则共查出 {findings} 处", rest.len()),
    };
    let _ = writeln!(out, "{}{rest}</p></section>", key.join("　"));
}

//! `--format csv`: the findings as CSV (RFC 4180) for tables and scripts, a row each; below them, with their own word in
//! the place of the level, the files that were not checked. It starts with a byte order mark, without which Excel
//! takes Chinese for another encoding.

use super::{
    Report,
    gaps::gaps,
    table::{self, Cell},
    visible::shown,
};

/// The report as CSV. Excel takes a cell for a formula that begins with one of `=+-@` (or one of them in full width), quoted
/// or not: such a cell gets a `'` before it.
pub fn csv(report: &Report) -> String {
    let mut out = String::from('\u{feff}');
    let titles = table::FINDINGS.map(|(title, _)| title.to_owned());
    record(&mut out, titles.into_iter());
    for row in table::findings(report) {
        let cell = |cell| match cell {
            Cell::Text(words) => words.into_owned(),
            Cell::Number(number) => number.to_string(),
            Cell::Empty => String::new(),
        };
        record(&mut out, row.into_iter().map(cell));
    }
    for gap in gaps(report) {
        let mut cells = vec![String::new(); table::FINDINGS.len()];
        for (title, words) in
            [("级别", gap.reason.name().to_owned()), ("问题", shown(&gap.text)), ("文件", shown(gap.path))]
        {
            let place = table::FINDINGS.iter().position(|(own, _)| *own == title);
            if let Some(cell) = place.and_then(|place| cells.get_mut(place)) {
                *cell = words;
            }
        }
        record(&mut out, cells.into_iter());
    }
    out
}

fn record(out: &mut String, cells: impl Iterator<Item = String>) {
    for (i, cell) in cells.enumerate() {
        if i > 0 {
            out.push(',');
        }
        let is_formula = cell.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']);
        let guard = if is_formula { "'" } else { "" };
        if is_formula || cell.contains(['"', ',', '\n', '\r']) {
            out.push_str(&format!("\"{guard}{}\"", cell.replace('"', "\"\"")));
        } else {
            out.push_str(&cell);
        }
    }
    out.push_str("\r\n");
}

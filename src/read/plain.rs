//! Plain text: a line is a paragraph, except where lines were broken at a fixed width and belong together, and where lines with tabs in
//! them are the rows of a table.

mod wrap;

use self::wrap::{Line, Wrap, parts_a_word};
use crate::{
    doc::{BlockKind, Cell, Draft},
    text::{Source, Span, list_mark},
};

/// More lines with tabs than this are data, and no table that somebody reads.
const MOST_ROWS: usize = 1_000;

/// Reads all of `source` into `draft`.
pub(super) fn plain(source: &str, draft: &mut Draft) {
    let spans = lines(source);
    let lines: Vec<Line<'_>> = spans.iter().map(|&span| Line::new(source, span)).collect();
    let wrap = Wrap::of(&lines);
    let mut previous: Option<Line<'_>> = None;
    let mut table = 0;
    for rows in lines.chunk_by(|a, b| is_row(*a) && is_row(*b)) {
        if (2..=MOST_ROWS).contains(&rows.len()) {
            table += 1;
            rows_of(table, rows, draft);
            previous = None;
            continue;
        }
        for &line in rows {
            let joined = previous.zip(wrap).is_some_and(|(before, wrap)| wrap.continues(before, line));
            let before = previous.map_or(line.span.start(), |line| line.span.end());
            if joined && previous.is_some_and(|before| parts_a_word(before.words, line.words)) {
                // 2026年1 and 0月10日: nothing stands between.
            } else if joined {
                draft.soft_break(Span::new(before, line.span.start()));
            } else if !line.words.is_empty() {
                draft.begin(BlockKind::Paragraph, None);
            }
            draft.copy(line.words, line.span);
            previous = (!line.words.is_empty()).then_some(line);
        }
    }
    draft.end();
}

/// Whether a line is a row of a table as one is pasted from a word processor: 申请事项, a tab, 食品经营许可. Behind the number of an item a tab is a
/// blank.
fn is_row(line: Line<'_>) -> bool {
    line.words.split_once('\t').is_some_and(|(first, _)| {
        let first = first.trim();
        list_mark(first).is_none_or(|mark| mark.len < first.len())
    })
}

/// Writes the cells of a table, a row a line.
fn rows_of(table: u32, rows: &[Line<'_>], draft: &mut Draft) {
    for (row, line) in (1..).zip(rows) {
        let mut at = 0;
        for (column, words) in (1..).zip(line.words.split('\t')) {
            let cell = Cell { table, row, column, rows: 1, columns: 1, header: false };
            draft.begin(BlockKind::Cell(cell), None);
            draft.copy(words, line.span.slice(at..at + words.len()));
            at += words.len() + '\t'.len_utf8();
        }
    }
}

/// The lines of `source`, trimmed.
fn lines(source: &str) -> Vec<Span<Source>> {
    let mut at = 0;
    // The two halves of a line break that Windows writes are one: an empty line between them would part paragraphs.
    let is_half = |line: &str, end: usize| {
        line.ends_with('\r') && source.get(end..).is_some_and(|rest| rest.starts_with('\n'))
    };
    let mut spans: Vec<Span<Source>> = Vec::new();
    let mut start = 0;
    for line in source.split_inclusive(['\n', '\r', '\u{C}']) {
        at += line.len();
        if !is_half(line, at) {
            spans.push(Span::new(start, at).trim(source));
            start = at;
        }
    }
    spans
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(source: &str) -> Vec<String> {
        let mut draft = Draft::default();
        plain(source, &mut draft);
        draft.blocks.iter().map(|block| block.span.of(&draft.plain).to_owned()).collect()
    }

    #[test]
    fn a_line_is_a_paragraph() {
        assert_eq!(
            read("办事指南\r\n\r\n　　一、申请条件\r\n年满18周岁\n"),
            ["办事指南", "一、申请条件", "年满18周岁"]
        );
    }

    #[test]
    fn lines_broken_after_so_many_characters_are_one_paragraph() {
        let source = "　　十四、服务时间：周一至周五（法定节假日除外）上午8\n:30—12:00，下午1\n\n                                1\n\n　　十五、网上办理：申请人登录政务服务网，网址是https\n://zwfw.qinghe.gov.cn/，按提示提交。\n　　十六、解答：受理当日不计入，从下一个工作日起算，例如2026年1\n0月10日受理的，最迟2026年10月16日办结，遇法定节假日顺\n延：顺延以后当场告知。\n";
        let lines = read(source);
        assert!(
            lines.contains(&"十四、服务时间：周一至周五（法定节假日除外）上午8:30—12:00，下午1".to_owned()),
            "{lines:?}"
        );
        assert!(lines.iter().any(|line| line.contains("https://zwfw.qinghe")), "{lines:?}");
        assert!(
            lines.iter().any(|line| line.contains("2026年10月10日") && line.ends_with("当场告知。")),
            "{lines:?}"
        );
    }

    #[test]
    fn lines_broken_at_a_width_are_one_paragraph() {
        let source = "申请人通过互联网提交申请材料,派出所于三个工作日内预审通\n过的,申请人到派出所提交材料原件或者将材料原件邮寄到派出\n所。派出所收到材料以后应当当场给予办理并且办理完结后反馈\n申请人。\n一、其他\n";
        assert_eq!(read(source).len(), 2);
        assert!(read(source)[0].contains("预审通过的"));
        assert_eq!(read(&source.replace('\n', "\r\n")), read(source));
        let with_a_wider_line = format!(
            "{source}本事项承诺办结时限10个工作日，自受理之日（2026年11月18日）起计算，至2026年12月2日止。\n"
        );
        let lines = read(&with_a_wider_line);
        assert_eq!(lines.len(), 3, "{lines:?}");
        assert!(lines[0].contains("预审通过的") && lines[0].ends_with("反馈申请人。"), "{lines:?}");
    }
}

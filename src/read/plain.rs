//! Plain text: a line is a paragraph, except where lines were broken at a fixed width and belong together.

use unicode_width::UnicodeWidthStr as _;

use crate::{
    doc::{BlockKind, Draft},
    text::{Source, Span, list_mark},
};

/// Reads all of `source` into `draft`.
pub(super) fn plain(source: &str, draft: &mut Draft) {
    let lines = lines(source);
    let broken_at = wrap_width(source, &lines);
    let mut previous: Option<Span<Source>> = None;
    for line in lines {
        let words = line.of(source);
        let joined = previous.is_some_and(|p| continues(p.of(source), words, broken_at));
        if joined {
            draft.soft_break(Span::new(previous.map_or(line.start(), Span::end), line.start()));
        } else if !words.is_empty() {
            draft.begin(BlockKind::Paragraph, None);
        }
        draft.copy(words, line);
        previous = (!words.is_empty()).then_some(line);
    }
    draft.end();
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

/// So many lines of one width were broken at it.
const SEVERAL: usize = 3;

/// Lines narrower than the full width by no more than this, in columns, are full: a word or a mark was not parted.
const RAGGED: usize = 4;

/// The width in columns at which the text was broken, if it was: several lines just as wide as the widest, and not wider
/// than a page. A line or two that somebody put in later may be wider, where several of the others break off in a sentence.
fn wrap_width(source: &str, lines: &[Span<Source>]) -> Option<usize> {
    const LATER: usize = 2;
    const WIDE: usize = 50;
    let mut widths: Vec<usize> = lines.iter().map(|line| line.of(source).width()).collect();
    widths.sort_unstable_by(|a, b| b.cmp(a));
    let widest = widths.first().copied()?;
    let full =
        |width: usize| widths.iter().filter(|&&other| (width - RAGGED..=width).contains(&other)).count();
    let is_page = |width: &usize| (30..=100).contains(width);
    // How many lines that break off in a sentence are full, and whether that is most of them.
    let broken = |width: usize| {
        let pairs = lines.iter().zip(lines.iter().skip(1));
        let pairs = pairs.map(|(line, next)| (line.of(source), next.of(source)));
        // A title and a signature are shorter than half a line.
        let runs = |words: &str| (width / 2..=width).contains(&words.width());
        let open = pairs.filter(|(words, next)| runs(words) && continues(words, next, Some(0)));
        let (full, short): (Vec<_>, Vec<_>) = open.partition(|(words, _)| words.width() + RAGGED >= width);
        Some(full.len()).filter(|&full| full >= short.len())
    };
    if is_page(&widest) && full(widest) >= SEVERAL && broken(widest).is_some() {
        return Some(widest);
    }
    let breaks_off = |width: &usize| *width >= WIDE && broken(*width).is_some_and(|full| full >= SEVERAL);
    widths.iter().copied().skip(1).take(LATER).find(|width| is_page(width) && breaks_off(width))
}

/// Whether `next` carries on the sentence that `line` breaks off.
fn continues(line: &str, next: &str, broken_at: Option<usize>) -> bool {
    let full = broken_at.is_some_and(|width| line.width() + RAGGED >= width);
    let ended = line.ends_with(['。', '；', '：', '！', '？', ';', ':', '!', '?', '】']);
    let opens = list_mark(next).is_some()
        || next.starts_with(['【', '■', '◆', '●', '▍', '第', '#'])
        || next.contains(['：', ':']);
    full && !ended && !opens && !next.is_empty()
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

//! Lines of plain text that were broken at a fixed width, as in what is copied from a page layout.

use unicode_width::UnicodeWidthStr as _;

use crate::text::{Source, Span, list_mark};

/// A line with the blanks before it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line<'s> {
    pub(super) words: &'s str,
    pub(super) span: Span<Source>,
    indent: &'s str,
}

impl<'s> Line<'s> {
    pub(super) fn new(source: &'s str, span: Span<Source>) -> Self {
        let before = source.get(..span.start()).unwrap_or_default();
        let indent = before.len() - before.trim_end_matches([' ', '\t', '　', '\u{A0}']).len();
        Self { words: span.of(source), span, indent: before.get(before.len() - indent..).unwrap_or_default() }
    }
}

/// How a text was broken into lines.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wrap {
    /// What is counted up to it.
    measure: Measure,
    width: usize,
    /// Whether the first line of a paragraph is indented, and so no line that is not begins one.
    indents: bool,
}

/// What the lines of a text were broken by.
#[derive(Debug, Clone, Copy)]
enum Measure {
    /// Columns, of which a Chinese character takes two and a digit one.
    Columns,
    /// Characters, as converters of page layouts count them.
    Characters,
}

impl Measure {
    /// How wide a line is with its indent, in columns, or as if each character took two. What is set in the middle or at the right does not
    /// reach as far as the blanks before it.
    fn of(self, line: &Line<'_>) -> usize {
        const DEEPEST: usize = 8;
        let indent = Some(line.indent).filter(|indent| indent.width() <= DEEPEST).unwrap_or_default();
        match self {
            Self::Columns => indent.width() + line.words.width(),
            Self::Characters => 2 * (indent.chars().count() + line.words.chars().count()),
        }
    }
}

/// So many lines of one width were broken at it.
const SEVERAL: usize = 3;

/// Lines narrower than the full width by no more than this, in columns, are full: a word or a mark was not parted.
const RAGGED: usize = 4;

impl Wrap {
    /// How the text was broken, if it was: several lines just as wide as the widest, and not wider than a page. A line or two that somebody
    /// put in later may be wider, where several of the others break off in a sentence.
    pub(super) fn of(lines: &[Line<'_>]) -> Option<Self> {
        let marked: Vec<&Line<'_>> = lines.iter().filter(|line| list_mark(line.words).is_some()).collect();
        let indented = marked.iter().filter(|line| !line.indent.is_empty()).count();
        let indents = indented >= SEVERAL && 5 * indented >= 4 * marked.len();
        let measures = [Measure::Columns, Measure::Characters].into_iter();
        let wraps = measures.map(|measure| Self { measure, width: 0, indents });
        // By what more lines are just as wide; by columns where both serve.
        let measured = wraps.filter_map(|wrap| wrap.measured(lines));
        measured.rev().max_by_key(|(_, full)| *full).map(|(wrap, _)| wrap)
    }

    /// With the width at which `lines` were broken, and how many of those that break off in a sentence are as wide.
    fn measured(self, lines: &[Line<'_>]) -> Option<(Self, usize)> {
        const LATER: usize = 2;
        const WIDE: usize = 50;
        let mut widths: Vec<usize> = lines.iter().map(|line| self.measure.of(line)).collect();
        widths.sort_unstable_by(|a, b| b.cmp(a));
        let widest = widths.first().copied()?;
        let full =
            |width: usize| widths.iter().filter(|&&other| (width - RAGGED..=width).contains(&other)).count();
        let is_page = |width: &usize| (30..=100).contains(width);
        // How many lines that break off in a sentence are full, and whether that is most of them.
        let broken = |width: usize| {
            let pairs = lines.iter().zip(lines.iter().skip(1));
            // A title and a signature are shorter than half a line.
            let runs = |line: &Line<'_>| (width / 2..=width).contains(&self.measure.of(line));
            let open = pairs
                .filter(|(line, next)| runs(line) && Self { width: 0, ..self }.continues(**line, **next));
            let (full, short): (Vec<_>, Vec<_>) =
                open.partition(|(line, _)| self.measure.of(line) + RAGGED >= width);
            Some(full.len()).filter(|&full| full >= short.len())
        };
        let of = |width: usize| Some((Self { width, ..self }, broken(width)?));
        if is_page(&widest) && full(widest) >= SEVERAL && broken(widest).is_some() {
            return of(widest);
        }
        let breaks_off = |width: &usize| *width >= WIDE && broken(*width).is_some_and(|full| full >= SEVERAL);
        let later = widths.iter().copied().skip(1).take(LATER);
        later.filter(is_page).find(breaks_off).and_then(of)
    }

    /// Whether `next` carries on the sentence that `line`, full but for a ragged end, breaks off.
    pub(super) fn continues(self, line: Line<'_>, next: Line<'_>) -> bool {
        let full = self.measure.of(&line) + RAGGED >= self.width;
        // 工作日8: and 30—17:30
        let in_time = line.words.ends_with(':') && next.words.starts_with(|c: char| c.is_ascii_digit());
        let ended =
            !in_time && line.words.ends_with(['。', '；', '：', '！', '？', ';', ':', '!', '?', '】']);
        let begins = |words: &str| {
            list_mark(words).is_some()
                || words.starts_with(['■', '◆', '●', '▍', '第', '#'])
                || begins_with_label(words)
        };
        let opens = next.words.starts_with(['【', '[', '［', '〔', '〖', '「', '『'])
            || if self.indents { !next.indent.is_empty() } else { begins(next.words) };
        full && !ended && !opens && !next.words.is_empty()
    }
}

/// Whether the end of `line` and the beginning of `next` are one number or one address: 2026年1 and 0月10日, https and ://.
pub(super) fn parts_a_word(line: &str, next: &str) -> bool {
    let is_ours = |c: char| c.is_ascii_graphic();
    let end = line.rsplit(|c: char| !is_ours(c)).next().unwrap_or_default();
    let begin = next.split(|c: char| !is_ours(c)).next().unwrap_or_default();
    let is_word = |part: &str| part.chars().all(|c| c.is_ascii_alphabetic());
    !end.is_empty() && !begin.is_empty() && (!is_word(end) || !is_word(begin))
}

/// Whether a line begins with a name and a colon: 咨询电话：0399-6215101, but not the rest of 8:30—12:00.
fn begins_with_label(line: &str) -> bool {
    let name = line.split_once(['：', ':']).map(|(name, _)| name.trim());
    name.is_some_and(|name| {
        name.contains(|c: char| !c.is_ascii_digit()) && !name.contains(['，', '。', '；', '、'])
    })
}

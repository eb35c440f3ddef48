//! `Draft`: how a reader of a file format writes down what it sees, block by block.

use super::{
    anchor::Anchors,
    block::{Block, BlockKind, Place},
    remark::Remark,
};
use crate::text::{Plain, Source, Span};

/// The text, blocks and anchors of a document that is being read.
///
/// A format's reader calls [`begin`](Draft::begin) for a block, then [`copy`](Draft::copy), [`write`](Draft::write) and
/// [`soft_break`](Draft::soft_break) for what stands in it, then [`end`](Draft::end). White space is collapsed as a
/// browser would, and a block without words leaves no trace.
#[derive(Debug, Default)]
pub struct Draft {
    /// The text so far.
    pub plain: String,
    /// The blocks so far.
    pub blocks: Vec<Block>,
    /// The stretches set in bold so far.
    pub strong: Vec<Span<Plain>>,
    /// The remarks so far.
    pub remarks: Vec<Remark>,
    /// What of the file is no part of the text, a sentence each.
    pub unread: Vec<String>,
    /// The way back into the source.
    pub anchors: Anchors,
    /// What the document says of itself outside its text: `title`, `kind`, `date` of a front matter or a page's head.
    pub meta: Vec<(String, String)>,
    /// A title that stands in the text where the format marks one (front matter excepted).
    pub title: Option<Span<Plain>>,
    open: Option<(usize, BlockKind, Option<Place>)>,
    /// A blank or soft break seen but not yet written: where it stands in the source, and whether there was a soft break in it.
    gap: Option<Gap>,
    strong_from: Option<usize>,
}

impl Draft {
    /// Opens a block, closing the one before.
    pub fn begin(&mut self, kind: BlockKind, place: Option<Place>) {
        self.end();
        let feed = usize::from(!self.plain.is_empty());
        self.open = Some((self.plain.len() + feed, kind, place));
    }

    /// Whether a block is open.
    pub fn is_open(&self) -> bool {
        self.open.is_some()
    }

    /// Appends `text`, which stands in the source at `at`, byte for byte.
    pub fn copy(&mut self, text: &str, at: Span<Source>) {
        debug_assert_eq!(text.len(), at.len(), "copied text must be as long as its source");
        let mut from = 0;
        for (i, c) in text.char_indices() {
            let end = i + c.len_utf8();
            if is_blank(c) {
                self.raw(text.get(from..i).unwrap_or_default(), at.slice(from..i), true);
                self.blank(at.slice(i..end), c == '\n' || c == '\r');
                from = end;
            }
        }
        self.raw(text.get(from..).unwrap_or_default(), at.slice(from..text.len()), true);
    }

    /// Appends `text`, which stands for all of `at` in the source (an entity, a computed number).
    pub fn write(&mut self, text: &str, at: Span<Source>) {
        if text.chars().all(is_blank) {
            if !text.is_empty() {
                self.blank(at, false);
            }
        } else {
            self.raw(text, at, false);
        }
    }

    /// A line break that the author did not mean: joined without a blank beside Chinese text, with one between other words.
    pub fn soft_break(&mut self, at: Span<Source>) {
        self.blank(at, true);
    }

    /// Notes down an author's remark, if it is for this tool.
    pub fn remark(&mut self, words: &str) {
        if Remark::is_ours(words) {
            let in_block = self.open.is_some_and(|(start, ..)| self.plain.len() > start);
            let next = self.plain.len() + usize::from(!self.plain.is_empty());
            let at = if in_block { self.plain.len() } else { next };
            let stands_alone = self.open.is_none();
            self.remarks.push(Remark { words: words.trim().to_owned(), at, stands_alone });
        }
    }

    /// From here on the text is bold, or no longer.
    pub fn set_strong(&mut self, strong: bool) {
        match (strong, self.strong_from) {
            (true, None) => self.strong_from = Some(self.plain.len()),
            (false, Some(from)) => {
                self.strong_from = None;
                let span = Span::new(from.min(self.plain.len()), self.plain.len()).trim(&self.plain);
                if !span.is_empty() {
                    self.strong.push(span);
                }
            }
            _ => {}
        }
    }

    /// Closes the open block.
    pub fn end(&mut self) {
        self.gap = None;
        let bold = self.strong_from.is_some();
        self.set_strong(false);
        if let Some((start, kind, place)) = self.open.take()
            && self.plain.len() > start
        {
            let span = Span::new(start, self.plain.len());
            if span.of(&self.plain).chars().all(is_invisible) {
                self.forget(start);
            } else {
                self.blocks.push(Block { span, kind, place });
            }
        }
        if bold {
            self.set_strong(true);
        }
    }

    /// Takes back a block that begins at `start` and holds nothing that could be seen (`<p>&nbsp;</p>`).
    fn forget(&mut self, start: usize) {
        self.plain.truncate(start.saturating_sub(1));
        self.anchors.truncate(self.plain.len());
        while self.strong.last().is_some_and(|span| span.end() > self.plain.len()) {
            self.strong.pop();
        }
    }

    fn blank(&mut self, at: Span<Source>, soft: bool) {
        self.gap = Some(match self.gap {
            // Spaces beside a line break are its indentation.
            Some(gap) => Gap { at: gap.at.join(at), soft: gap.soft || soft, blanks: gap.blanks + 1 },
            None => Gap { at, soft, blanks: 1 },
        });
    }

    fn raw(&mut self, text: &str, at: Span<Source>, copy: bool) {
        let Some((start, ..)) = self.open else { return };
        // The full-width blanks that indent a paragraph are no words of it.
        let begins = self.plain.len() < start || self.plain.is_empty();
        let words = if begins { text.trim_start_matches(is_invisible) } else { text };
        let at = if copy { at.slice(text.len() - words.len()..text.len()) } else { at };
        let text = words;
        let Some(first) = text.chars().next() else { return };
        let gap = self.gap.take();
        if self.plain.len() < start {
            if !self.plain.is_empty() {
                self.plain.push('\n');
            }
        } else if let Some(Gap { at: gap, soft, blanks }) = gap
            && self.plain.len() > start
        {
            let beside_han = |c: Option<char>| c.is_some_and(|c| !c.is_ascii());
            if !(soft && (beside_han(Some(first)) || beside_han(self.plain.chars().next_back()))) {
                let wide = !soft && blanks >= WIDE;
                self.append(if wide { "\t" } else { " " }, gap, true);
            }
        }
        self.append(text, at, copy);
    }

    fn append(&mut self, text: &str, at: Span<Source>, copy: bool) {
        let start = self.plain.len();
        if let Some(from) = &mut self.strong_from
            && self.open.is_some_and(|(open, ..)| *from < open)
        {
            *from = start;
        }
        self.plain.push_str(text);
        self.anchors.push(Span::new(start, self.plain.len()), at, copy);
    }
}

/// White space of any kind, and characters without width.
fn is_invisible(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FEFF}')
}

/// Blanks between words.
#[derive(Debug, Clone, Copy)]
struct Gap {
    /// Where they stand in the source.
    at: Span<Source>,
    /// Whether there is a soft break among them.
    soft: bool,
    blanks: usize,
}

/// A gap of so many blanks sets apart what stands in columns.
const WIDE: usize = 3;

/// White space that a browser collapses. A no-break space and the Chinese full-width blank are text.
fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{B}' | '\u{C}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn soft_breaks_vanish_in_chinese_and_blanks_collapse() {
        let source = "需提交有关\n  部门  the\nlist  ";
        let mut draft = Draft::default();
        draft.begin(BlockKind::Paragraph, None);
        draft.copy(source, Span::new(0, source.len()));
        draft.begin(BlockKind::Paragraph, None);
        draft.begin(BlockKind::Paragraph, None);
        draft.write("&", Span::new(3, 8));
        draft.end();
        assert_eq!(draft.plain, "需提交有关部门 the list\n&");
        assert_eq!(draft.blocks.len(), 2);
        assert_eq!(draft.blocks[1].span.of(&draft.plain), "&");
        let words = draft.plain.find("有关部门").unwrap();
        let at = draft.anchors.to_source(Span::new(words, words + "有关部门".len()));
        assert_eq!(at.of(source), "有关\n  部门");
    }

    #[test]
    fn a_block_of_blanks_leaves_no_trace() {
        let mut draft = Draft::default();
        for word in ["甲", "\u{A0}\u{3000}", "\u{200B}", "乙"] {
            draft.begin(BlockKind::Paragraph, None);
            draft.set_strong(true);
            draft.copy(word, Span::new(0, word.len()));
            draft.set_strong(false);
        }
        draft.end();
        assert_eq!(draft.plain, "甲\n乙");
        assert_eq!(draft.blocks.len(), 2);
        assert_eq!(draft.strong.len(), 2);
        assert_eq!(draft.anchors.copies().count(), 2);
    }

    #[test]
    fn bold_spans_leave_out_what_is_around_them() {
        let mut draft = Draft::default();
        draft.begin(BlockKind::Paragraph, None);
        draft.copy("甲 ", Span::new(0, 4));
        draft.set_strong(true);
        draft.copy("乙", Span::new(4, 7));
        draft.set_strong(false);
        draft.end();
        assert_eq!(draft.strong[0].of(&draft.plain), "乙");
    }
}

//! From the text of a regulation to its tree of provisions.

use super::{
    address::{Address, Level, Step, address_at, is_numeral},
    regulation::Provision,
};
use crate::text::{FoldedText, MarkStyle, Source, Span, head, list_mark};

/// One unit while the tree is being built: the level is final only once its article is complete.
struct Unit {
    at: Address,
    span: Span<Source>,
    words: Span<Source>,
}

/// Reads the provisions out of `text` from byte `body` on.
///
/// 第N编/章/节/条 open their levels wherever they begin a line (Markdown heading marks aside). Below an article, list
/// marks open 项, 目 and deeper in the order in which their styles appear, and every other line is a paragraph (款); an
/// article with one paragraph has no 款 level. A text without 第N条 counts its outermost list marks as articles.
pub fn provisions(text: &str, body: usize) -> Vec<Provision> {
    let mut tree = Tree {
        text,
        units: Vec::new(),
        outer: Vec::new(),
        article: None,
        marks: Vec::new(),
        paragraphs: 0,
        numbered: false,
    };
    let lines: Vec<Span<Source>> = lines(text, body);
    tree.numbered = lines
        .iter()
        .any(|line| matches!(heading(line.of(text)), Some((Step { level: Level::Article, .. }, _))));
    for line in lines {
        tree.line(line);
    }
    tree.finish()
}

struct Tree<'t> {
    text: &'t str,
    units: Vec<Unit>,
    /// The open 编、章、节.
    outer: Vec<Step>,
    /// The open article and where its units begin.
    article: Option<(Step, usize)>,
    /// The open list levels below the article (or, without 第N条, from the article on).
    marks: Vec<(MarkStyle, Step)>,
    paragraphs: u32,
    /// Whether the text has 第N条 at all.
    numbered: bool,
}

impl Tree<'_> {
    fn line(&mut self, line: Span<Source>) {
        let words = line.of(self.text);
        if let Some((step, len)) = heading(words) {
            let rest = line.slice(len..line.len()).trim(self.text);
            if step.level < Level::Article {
                self.close_article();
                self.outer.retain(|open| open.level < step.level);
                self.outer.push(step);
                self.push(Address::new(self.outer.clone()), line, rest);
            } else if step.level == Level::Article {
                self.close_article();
                self.open_article(step, line, rest);
            }
        } else if let Some((mark, number, len)) =
            numbered(words).filter(|_| self.article.is_some() || !self.numbered)
        {
            self.item(mark, number, line, line.slice(len..line.len()).trim(self.text));
        } else if self.article.is_some() && !words.starts_with('#') {
            self.paragraph(line);
        }
    }

    fn push(&mut self, at: Address, span: Span<Source>, words: Span<Source>) {
        self.units.push(Unit { at, span, words });
    }

    fn open_article(&mut self, step: Step, line: Span<Source>, rest: Span<Source>) {
        let at = Address::new(self.outer.iter().copied().chain([step]).collect());
        self.article = Some((step, self.units.len()));
        self.push(at, line, Span::empty(rest.start()));
        if !rest.is_empty() {
            self.paragraph(rest);
        }
    }

    fn paragraph(&mut self, line: Span<Source>) {
        self.marks.retain(|(_, step)| step.level == Level::Article);
        self.paragraphs += 1;
        let step = Step { level: Level::Paragraph, number: self.paragraphs, inserted: 0 };
        let at = self.address().with(step);
        self.push(at, line, line);
    }

    fn item(&mut self, mark: MarkStyle, number: u32, line: Span<Source>, rest: Span<Source>) {
        if let Some(open) = self.marks.iter().position(|&(open, _)| open == mark) {
            self.marks.truncate(open);
        }
        let outermost = if self.numbered { Level::Item } else { Level::Article };
        let level = match self.marks.last() {
            None => outermost,
            Some((_, step)) if step.level == Level::Article => Level::Item,
            Some((_, step)) => step.level.inner(),
        };
        let step = Step { level, number, inserted: 0 };
        if level == Level::Article {
            self.close_article();
            self.marks.push((mark, step));
            return self.open_article(step, line, rest);
        }
        let mut at = self.address();
        if self.paragraphs > 0 {
            at = at.with(Step { level: Level::Paragraph, number: self.paragraphs, inserted: 0 });
        }
        for (_, open) in self.marks.iter().filter(|(_, open)| open.level > Level::Article) {
            at = at.with(*open);
        }
        self.push(at.with(step), line, rest);
        self.marks.push((mark, step));
    }

    fn address(&self) -> Address {
        Address::new(self.outer.iter().copied().chain(self.article.map(|(step, _)| step)).collect())
    }

    /// Drops the 款 level of an article that has only one paragraph.
    fn close_article(&mut self) {
        if let Some((_, first)) = self.article.take()
            && self.paragraphs <= 1
        {
            let units = self.units.split_off(first);
            let mut article: Option<Unit> = None;
            for mut unit in units {
                let is_paragraph = unit.at.steps().last().is_some_and(|step| step.level == Level::Paragraph);
                match &mut article {
                    Some(article) if is_paragraph => article.words = unit.words,
                    None => article = Some(unit),
                    Some(_) => {
                        unit.at = unit.at.without(Level::Paragraph);
                        self.units.push(unit);
                    }
                }
            }
            if let Some(article) = article {
                self.units.insert(first, article);
            }
        }
        self.paragraphs = 0;
        self.marks.clear();
    }

    /// Stretches every unit over the ones inside it.
    fn finish(mut self) -> Vec<Provision> {
        self.close_article();
        let mut provisions: Vec<Provision> = Vec::with_capacity(self.units.len());
        let mut open: Vec<usize> = Vec::new();
        for unit in self.units {
            // A doubled number is a unit of its own, not one inside the other.
            open.retain(|&i| {
                provisions.get(i).is_some_and(|p| {
                    p.at.steps().len() < unit.at.steps().len() && unit.at.steps().starts_with(p.at.steps())
                })
            });
            for &i in &open {
                if let Some(outer) = provisions.get_mut(i) {
                    outer.span = outer.span.join(unit.span);
                }
            }
            open.push(provisions.len());
            provisions.push(Provision { at: unit.at, span: unit.span, words: unit.words });
        }
        provisions
    }
}

/// The lines of `text` from byte `body` on, trimmed, empty ones left out.
fn lines(text: &str, body: usize) -> Vec<Span<Source>> {
    let mut at = body;
    text.get(body..)
        .unwrap_or_default()
        .split_inclusive('\n')
        .map(|line| {
            let span = Span::new(at, at + line.len()).trim(text);
            at += line.len();
            span
        })
        .filter(|line| !line.is_empty())
        .collect()
}

/// The longest 第N条之M, in bytes.
const LONGEST_HEADING_MARK: usize = 48;

/// 第N编/章/节/条 that opens a line, Markdown heading marks aside, with the length of everything up to its words.
pub fn heading(line: &str) -> Option<(Step, usize)> {
    let marked = line.trim_start_matches(['#', '*', ' ', '　']);
    let lead = line.len() - marked.len();
    // Most lines are seen not to be headings without being folded, or read to their end.
    if !marked.starts_with('第') {
        return None;
    }
    let near = head(marked);
    let ends = |c: char| c.is_whitespace() || "：:（(".contains(c);
    let first_len = near.find(ends).unwrap_or(near.len());
    if near.get(first_len..).is_some_and(|rest| rest.starts_with(['（', '(']) && !is_titled(rest)) {
        return None;
    }
    let word = near.get(..first_len)?.trim_end_matches('*');
    if word.len() > LONGEST_HEADING_MARK {
        return None;
    }
    let folded = FoldedText::new(word);
    let (address, len) = address_at(folded.as_str(), false)?;
    let &[step] = address.steps() else { return None };
    // 第三条规定… is a sentence about an article; 第三条 … opens one.
    let whole = len == folded.as_str().len();
    (whole && step.level <= Level::Article).then_some((step, (lead + first_len).min(line.len())))
}

/// Whether the bracket that `rest` opens with holds the name of an article, （目的）为了…, and not the number of an item, （一）项规定的….
fn is_titled(rest: &str) -> bool {
    const REFERS: [&str; 6] = ["规定", "所", "中", "的", "明确", "要求"];
    let inner = rest.trim_start_matches(['（', '(']);
    let Some((name, behind)) = inner.split_once(['）', ')']) else { return false };
    name.chars().count() > 1
        && name.chars().all(|c| c.is_alphabetic() || "、和与".contains(c))
        && !name.chars().all(is_numeral)
        && !REFERS.iter().any(|word| behind.starts_with(word))
}

/// The list mark at the head of a line, behind a Markdown bullet where there is one. A bullet of its own numbers nothing.
fn numbered(line: &str) -> Option<(MarkStyle, u32, usize)> {
    let bare = line.trim_start_matches(['-', '*', ' ']);
    let mark = list_mark(bare).filter(|mark| mark.style != MarkStyle::Bullet)?;
    Some((mark.style, mark.number, line.len() - bare.len() + mark.len))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(text: &str) -> Vec<(String, String)> {
        provisions(text, 0)
            .iter()
            .map(|p| (p.at.from_article().to_string(), p.words.of(text).to_owned()))
            .collect()
    }

    #[test]
    fn articles_paragraphs_items_and_subitems() {
        let text = "# 限时办结制度\n\n## 第一章 总则\n\n第一条 为了便民，制定本制度。\n\n第二条　办件分为：\n（一）即办件；\n（二）承诺件，包括：\n1. 简易件；\n2. 一般件。\n\n第三条之一 时限按工作日计算。\n\n遇节假日顺延：\n（一）元旦；\n";
        let expected = [
            ("", "总则"),
            ("第一条", "为了便民，制定本制度。"),
            ("第二条", "办件分为："),
            ("第二条第（一）项", "即办件；"),
            ("第二条第（二）项", "承诺件，包括："),
            ("第二条第（二）项第1目", "简易件；"),
            ("第二条第（二）项第2目", "一般件。"),
            ("第三条之一", ""),
            ("第三条之一第一款", "时限按工作日计算。"),
            ("第三条之一第二款", "遇节假日顺延："),
            ("第三条之一第二款第（一）项", "元旦；"),
        ];
        assert_eq!(tree(text), expected.map(|(a, b)| (a.to_owned(), b.to_owned())));
    }

    #[test]
    fn the_name_of_an_article_in_brackets() {
        for line in ["第三条（目的）为了便民", "第三条(适用范围)", "第三条（目的和依据） 为了便民"]
        {
            assert!(heading(line).is_some(), "{line}");
        }
        for line in [
            "第三条（一）项规定的情形",
            "第三条（首问责任）规定的情形",
            "第三条（二）、（三）项",
            "第三条（见附件1）",
        ] {
            assert!(heading(line).is_none(), "{line}");
        }
    }

    #[test]
    fn a_text_without_articles_counts_its_outermost_marks() {
        let text = "# 首问负责制\n\n一、首问人是第一位接待者。\n\n二、首问人应当：\n（一）热情；\n①微笑\n1. 不推诿。\n三、违者追究。";
        let addresses: Vec<String> = provisions(text, 0).iter().map(|p| p.at.to_string()).collect();
        assert_eq!(
            addresses,
            [
                "第一条",
                "第二条",
                "第二条第（一）项",
                "第二条第（一）项第1目",
                "第二条第（一）项第1目第1点",
                "第三条"
            ]
        );
    }

    #[test]
    fn a_sentence_about_an_article_opens_none() {
        assert_eq!(tree("第一条 甲。\n第三条规定的情形除外。").len(), 3);
    }

    #[test]
    fn an_outer_unit_spans_its_inner_ones() {
        let text =
            "## 第一章 总则\n第一条 甲：\n（一）乙；\n（二）丙。\n第二条 丁。\n## 第二章 分则\n第三条 戊。";
        let all = provisions(text, 0);
        assert_eq!(all[0].span.of(text), "## 第一章 总则\n第一条 甲：\n（一）乙；\n（二）丙。\n第二条 丁。");
        assert_eq!(all[1].span.of(text), "第一条 甲：\n（一）乙；\n（二）丙。");
    }
}

//! Markdown (CommonMark with tables and footnotes), with front matter and HTML in it.

use std::{collections::HashMap, ops::Range};

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::html::html;
use crate::{
    doc::{BlockKind, Cell, Draft},
    law::heading,
    text::{MarkStyle, Source, Span, list_mark},
};

/// Reads all of `source` into `draft`.
pub(super) fn markdown(source: &str, draft: &mut Draft) {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS
        | Options::ENABLE_PLUSES_DELIMITED_METADATA_BLOCKS;
    let events = embolden(source, Parser::new_ext(source, options).into_offset_iter().collect());
    let titled = events
        .iter()
        .any(|(event, _)| matches!(event, Event::Start(Tag::Heading { level: HeadingLevel::H1, .. })));
    let mut reader = Reader {
        source,
        draft,
        titled,
        kind: BlockKind::Paragraph,
        lists: Vec::new(),
        table: None,
        tables: 0,
        metadata: false,
        skip: 0,
    };
    for (event, range) in events {
        reader.event(event, Span::new(range.start, range.end));
    }
    reader.draft.end();
}

/// Makes strong what its author meant to be: `**（新办）**申请` is none to CommonMark, which asks for a blank behind the bracket.
/// Two pairs of asterisks that are left over in one block belong together.
fn embolden<'e>(source: &str, events: Vec<(Event<'e>, Range<usize>)>) -> Vec<(Event<'e>, Range<usize>)> {
    let star = |i: usize| match events.get(i) {
        Some((Event::Text(text), at)) if &**text == "*" => Some(at),
        _ => None,
    };
    let touches = |i: usize| matches!((star(i), star(i + 1)), (Some(a), Some(b)) if a.end == b.start);
    // Two and no more: **** stands for what is to be filled in.
    let is_pair = |i: usize| {
        let escaped = star(i).and_then(|at| source.get(..at.start));
        let is_run = i.checked_sub(1).is_some_and(touches) || touches(i + 1);
        touches(i) && !is_run && !escaped.is_some_and(|before| before.ends_with('\\'))
    };
    let mut pairs: Vec<(usize, bool)> = Vec::new();
    let (mut open, mut i) = (None, 0);
    while i < events.len() {
        if is_pair(i) {
            match open.take() {
                Some(from) => pairs.extend([(from, true), (i, false)]),
                None => open = Some(i),
            }
            i += 2;
            continue;
        }
        let begins = matches!(events.get(i), Some((Event::Start(tag), _)) if !is_inline(tag));
        if begins || matches!(events.get(i), Some((Event::HardBreak, _))) {
            open = None;
        }
        i += 1;
    }
    if pairs.is_empty() {
        return events;
    }
    let pairs: HashMap<usize, bool> = pairs.into_iter().collect();
    let mut made = Vec::with_capacity(events.len());
    for (i, (event, at)) in events.into_iter().enumerate() {
        match pairs.get(&i) {
            Some(true) => made.push((Event::Start(Tag::Strong), at)),
            Some(false) => made.push((Event::End(TagEnd::Strong), at)),
            // The second asterisk of a pair.
            None if i.checked_sub(1).is_some_and(|before| pairs.contains_key(&before)) => {}
            None => made.push((event, at)),
        }
    }
    made
}

fn is_inline(tag: &Tag<'_>) -> bool {
    matches!(tag, Tag::Strong | Tag::Emphasis | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. })
}

struct Reader<'s, 'd> {
    source: &'s str,
    draft: &'d mut Draft,
    /// Whether the text has a first-level heading of its own.
    titled: bool,
    /// What the open block is.
    kind: BlockKind,
    /// The open lists; `None` for bullets.
    lists: Vec<Option<Numbering>>,
    table: Option<Cell>,
    tables: u32,
    metadata: bool,
    /// Up to here the source was read by the HTML reader.
    skip: usize,
}

/// The numbers of a list.
struct Numbering {
    first: u64,
    /// The number that a browser draws before the next item.
    next: u64,
    /// Whether an item was typed with another number than the first.
    typed: bool,
}

impl Reader<'_, '_> {
    fn event(&mut self, event: Event<'_>, at: Span<Source>) {
        if at.start() < self.skip {
            return;
        }
        match event {
            Event::Start(tag) => self.start(&tag, at),
            Event::End(tag) => self.finish(tag),
            Event::Text(_) | Event::Code(_) if self.metadata => self.front_matter(at),
            Event::Text(text) => self.text(&text, at),
            Event::Code(code) | Event::InlineMath(code) | Event::DisplayMath(code) => {
                let inner = at.of(self.source).find(&*code).map(|i| at.slice(i..i + code.len()));
                self.text(&code, inner.unwrap_or(at));
            }
            Event::SoftBreak => self.soft_break(at),
            Event::HardBreak => self.block(),
            Event::InlineHtml(tag) if is_line_break(&tag) => self.block(),
            Event::InlineHtml(tag) => {
                let comment = tag.strip_prefix("<!--").and_then(|rest| rest.strip_suffix("-->"));
                comment.into_iter().for_each(|words| self.draft.remark(words));
            }
            Event::TaskListMarker(_) | Event::Rule | Event::Html(_) | Event::FootnoteReference(_) => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>, at: Span<Source>) {
        match tag {
            Tag::Heading { level, .. } => self.open(BlockKind::Heading(*level as u8)),
            // The first paragraph of a loose item is the item itself, opened with its number.
            Tag::Paragraph if matches!(self.kind, BlockKind::Item(_)) && self.draft.is_open() => {}
            Tag::Paragraph => {
                self.open(self.kind_of_words());
            }
            Tag::CodeBlock(_) => self.open(BlockKind::Paragraph),
            Tag::HtmlBlock => {
                let at = with_whole_table(self.source, at);
                self.draft.end();
                html(self.source, at, self.draft);
                self.skip = at.end();
                let most = self.draft.blocks.iter().filter_map(|block| match block.kind {
                    BlockKind::Cell(cell) => Some(cell.table),
                    _ => None,
                });
                self.tables = most.max().unwrap_or(self.tables).max(self.tables);
            }
            Tag::List(first) => {
                self.lists.push(first.map(|first| Numbering { first, next: first, typed: false }))
            }
            Tag::Item => self.item(at),
            Tag::Table(_) => {
                self.tables += 1;
                self.table =
                    Some(Cell { table: self.tables, row: 0, column: 0, rows: 1, columns: 1, header: false });
            }
            Tag::TableHead | Tag::TableRow => {
                if let Some(cell) = &mut self.table {
                    *cell =
                        Cell { row: cell.row + 1, column: 0, header: matches!(tag, Tag::TableHead), ..*cell };
                }
            }
            Tag::TableCell => {
                if let Some(cell) = &mut self.table {
                    cell.column += 1;
                    let cell = *cell;
                    self.open(BlockKind::Cell(cell));
                }
            }
            Tag::Strong => self.draft.set_strong(true),
            Tag::MetadataBlock(_) => self.metadata = true,
            _ => {}
        }
    }

    fn finish(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Strong => self.draft.set_strong(false),
            TagEnd::MetadataBlock(_) => self.metadata = false,
            TagEnd::List(_) => {
                self.lists.pop();
                self.draft.end();
            }
            TagEnd::Table => self.table = None,
            TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::Item | TagEnd::TableCell | TagEnd::CodeBlock => {
                self.draft.end()
            }
            _ => {}
        }
    }

    /// What words outside tables and headings are here.
    fn kind_of_words(&self) -> BlockKind {
        match self.lists.len() {
            0 => BlockKind::Paragraph,
            depth => BlockKind::Item(u8::try_from(depth).unwrap_or(u8::MAX)),
        }
    }

    fn open(&mut self, kind: BlockKind) {
        self.kind = kind;
        self.draft.begin(kind, None);
    }

    /// A line break that the author meant: the words after it are a block of their own, of the same kind.
    fn block(&mut self) {
        self.open(self.kind);
    }

    /// An item's number is the one that was typed, so that 1. 2. 4. lacks an item; where the author left counting to the
    /// browser and typed the same number again and again, it is the one that a browser draws.
    fn item(&mut self, at: Span<Source>) {
        self.open(self.kind_of_words());
        if let Some(Some(numbering)) = self.lists.last_mut() {
            let written = at.of(self.source);
            let digits = written.find(|c: char| !c.is_ascii_digit()).unwrap_or(0);
            let mark = at.slice(0..(digits + 1).min(written.len()));
            let typed: Option<u64> = written.get(..digits).and_then(|digits| digits.parse().ok());
            numbering.typed |= typed.is_some_and(|typed| typed != numbering.first);
            if numbering.typed {
                self.draft.copy(mark.of(self.source), mark);
            } else {
                let drawn = format!("{}{}", numbering.next, written.get(digits..=digits).unwrap_or("."));
                if mark.of(self.source) == drawn {
                    self.draft.copy(&drawn, mark);
                } else {
                    self.draft.write(&drawn, mark);
                }
            }
            numbering.next += 1;
            self.draft.write(" ", Span::empty(mark.end()));
        }
    }

    fn text(&mut self, text: &str, at: Span<Source>) {
        if !self.draft.is_open() {
            self.open(self.kind_of_words());
        }
        if at.of(self.source) == text { self.draft.copy(text, at) } else { self.draft.write(text, at) }
    }

    /// Chinese authors number, label and sign lines without the blank that Markdown wants: such a line stands for itself.
    fn soft_break(&mut self, at: Span<Source>) {
        let next = self.source.get(at.end()..).unwrap_or_default().lines().next().unwrap_or_default();
        let previous =
            self.source.get(..at.start()).and_then(|text| text.lines().next_back()).unwrap_or_default();
        let line = next.trim_start_matches([' ', '\t', '>', '*']);
        // An article that follows the one before on the next line is no part of it.
        let numbered = list_mark(line).is_some() || heading(line).is_some();
        if numbered || stands_alone(previous.trim(), next.trim()) {
            self.block();
        } else {
            self.draft.soft_break(at);
        }
    }

    /// The lines `key: value` (or `key = "value"`) at the top; lists and nested values are not for us. A title that the
    /// text does not repeat is what a reader sees above it.
    fn front_matter(&mut self, at: Span<Source>) {
        let mut start = at.start();
        for line in at.of(self.source).split_inclusive('\n') {
            let span = Span::new(start, start + line.len());
            start += line.len();
            let Some(colon) = line.find([':', '=']).filter(|_| !line.starts_with([' ', '\t', '-', '#']))
            else {
                continue;
            };
            let value = span.slice(colon + 1..line.len()).trim(self.source);
            let bare = value.of(self.source);
            let quoted = bare.len() >= 2
                && (bare.starts_with('"') && bare.ends_with('"')
                    || bare.starts_with('\'') && bare.ends_with('\''));
            let value = if quoted { value.slice(1..bare.len() - 1) } else { value };
            let key = line.get(..colon).unwrap_or_default().trim();
            self.draft.meta.push((key.to_owned(), value.of(self.source).to_owned()));
            if key == "title" && !self.titled && !value.is_empty() {
                self.draft.begin(BlockKind::Heading(1), None);
                self.draft.copy(value.of(self.source), value);
                self.draft.end();
            }
        }
    }
}

/// Markdown ends a block of HTML at an empty line, even inside a table: the block is stretched to where its table ends, up
/// to the next empty line.
fn with_whole_table(source: &str, at: Span<Source>) -> Span<Source> {
    let block = at.of(source).to_ascii_lowercase();
    if block.matches("<table").count() <= block.matches("</table").count() {
        return at;
    }
    let rest = source.get(at.end()..).unwrap_or_default();
    let Some(close) = rest.to_ascii_lowercase().find("</table") else { return at };
    let after = rest.get(close..).unwrap_or_default();
    let end = ["\n\n", "\n\r\n"].iter().filter_map(|feed| after.find(feed)).min().unwrap_or(after.len());
    Span::new(at.start(), at.end() + close + end)
}

fn is_line_break(tag: &str) -> bool {
    let name = tag.trim_start_matches('<').trim_end_matches('>').trim_end_matches('/').trim();
    name.eq_ignore_ascii_case("br")
}

/// The longest label of a line, in characters.
const LONGEST_LABEL: usize = 8;

/// Whether a line is no more than a section's number and its name: 八、收费. Nobody wraps a line so early.
fn is_section(line: &str) -> bool {
    let mark = list_mark(line).filter(|mark| mark.style == MarkStyle::Han);
    let name = mark.and_then(|mark| line.get(mark.len..)).unwrap_or_default();
    (1..=LONGEST_LABEL).contains(&name.chars().count()) && !name.contains(|c| "，。；：,;:".contains(c))
}

/// Whether a line is one of its own though nothing parts it from the line before: what stands under a line in bold type or under a
/// section's number and name, a label with its value behind one that is complete, or the seal and the day under a document.
fn stands_alone(previous: &str, next: &str) -> bool {
    let bold = previous.strip_prefix("**").and_then(|words| words.strip_suffix("**"));
    let titled = bold.is_some_and(|words| !words.contains("**") && !words.ends_with(['：', ':', '，', '、']))
        || is_section(previous);
    let previous = previous.trim_end_matches('*');
    let complete = previous.ends_with(|c: char| c.is_ascii_digit() || "。；！？）)”".contains(c))
        || previous.contains(['：', ':']) && !previous.ends_with(['，', '、', ',', '：', ':']);
    let label = next.split_once(['：', ':']).map(|(label, _)| label.trim_matches('*'));
    let labelled = label.is_some_and(|label| {
        (2..=LONGEST_LABEL).contains(&label.chars().count()) && !label.contains(['，', '。', '；', '（', '“'])
    });
    let bare = next.trim_end_matches(['日', '*']);
    let day = bare.len() < next.len()
        && bare.contains('年')
        && bare.chars().all(|c| c.is_numeric() || "年月 〇零一二三四五六七八九十".contains(c));
    let seal = next.starts_with(['（', '(']) && next.ends_with(['）', ')']) && next.contains(['章', '印']);
    titled || complete && labelled || day || seal
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(source: &str) -> (Draft, Vec<String>) {
        let mut draft = Draft::default();
        markdown(source, &mut draft);
        let blocks = draft.blocks.iter().map(|block| block.span.of(&draft.plain).to_owned()).collect();
        (draft, blocks)
    }

    #[test]
    fn asterisks_beside_brackets_are_emphasis() {
        let (draft, blocks) = read("提交的**许可（新办）**申请\n\n电话：\\*\\*\n\n****年\n\n2**3，5**6号\n");
        assert_eq!(blocks, ["提交的许可（新办）申请", "电话：**", "****年", "23，56号"]);
        assert_eq!(draft.strong[0].of(&draft.plain), "许可（新办）");
    }

    #[test]
    fn articles_on_consecutive_lines_are_apart() {
        let source = "第一条 值班人员应当\n准时到岗。\n第二条 乙。\n第三条规定的除外。\n";
        assert_eq!(read(source).1, ["第一条 值班人员应当准时到岗。", "第二条 乙。第三条规定的除外。"]);
    }

    #[test]
    fn lines_under_a_bold_question_are_apart() {
        let source =
            "**6. 多久办好？**\n法定时限：3个工作日。\n承诺时限：2个工作日。\n\n**地址：**\n青梧路3号\n";
        let blocks = ["6. 多久办好？", "法定时限：3个工作日。", "承诺时限：2个工作日。", "地址：青梧路3号"];
        assert_eq!(read(source).1, blocks);
    }

    #[test]
    fn lines_under_a_section_s_name_are_apart() {
        let source =
            "八、收费\n不收费。\n\n一、具有与其规模相适应的经营\n场所。\n（一）营业执照、\n身份证。\n";
        let blocks =
            ["八、收费", "不收费。", "一、具有与其规模相适应的经营场所。", "（一）营业执照、身份证。"];
        assert_eq!(read(source).1, blocks);
    }

    #[test]
    fn what_a_reader_sees() {
        let source = "---\ntitle: \"食品许可办事指南\"\nkind: guide\n---\n\n## 一、申请条件\n\n需提交有关\n部门的**证明**&amp;材料\n1.甲\n2.乙\n\n3. 丙\n3. 丁\n\n<!-- 不知道 -->\n\n- **电话**：0399\n";
        let (draft, blocks) = read(source);
        assert_eq!(
            blocks,
            [
                "食品许可办事指南",
                "一、申请条件",
                "需提交有关部门的证明&材料",
                "1.甲",
                "2.乙",
                "3. 丙",
                "4. 丁",
                "电话：0399"
            ]
        );
        assert_eq!(draft.meta[1], ("kind".to_owned(), "guide".to_owned()));
        assert_eq!(draft.strong[1].of(&draft.plain), "电话");
        let at = draft.plain.find("有关部门的证明").unwrap();
        let words = draft.anchors.to_source(Span::new(at, at + "有关部门的证明".len()));
        assert_eq!(words.of(source), "有关\n部门的**证明");
    }

    #[test]
    fn a_table_in_html_may_have_empty_lines() {
        let (draft, blocks) = read("<table>\n<tr><td>甲</td>\n\n<td>乙</td></tr>\n\n</table>\n\n后文\n");
        assert_eq!(blocks, ["甲", "乙", "后文"]);
        let columns: Vec<u32> = draft
            .blocks
            .iter()
            .filter_map(|block| match block.kind {
                BlockKind::Cell(cell) => Some(cell.column),
                _ => None,
            })
            .collect();
        assert_eq!(columns, [1, 2]);
    }

    #[test]
    fn tables_know_rows_columns_and_line_breaks() {
        let (draft, blocks) = read("| 项目 | 内容 |\n| --- | --- |\n| **材料** | 1.甲<br>2.乙\\|丙 |\n");
        assert_eq!(blocks, ["项目", "内容", "材料", "1.甲", "2.乙|丙"]);
        let cells: Vec<(u32, u32, bool)> = draft
            .blocks
            .iter()
            .map(|block| match block.kind {
                BlockKind::Cell(cell) => (cell.row, cell.column, cell.header),
                _ => (0, 0, false),
            })
            .collect();
        assert_eq!(cells, [(1, 1, true), (1, 2, true), (2, 1, false), (2, 2, false), (2, 2, false)]);
    }
}

//! A section of a regulation stands once: 一、例会内容 and 四、会议内容 of one 例会制度 rule the same thing twice, and so do
//! 第三条 例会内容 and 第七条 会议内容.

use crate::{
    doc::{Block, BlockKind, Document, Kind},
    finding::{Finding, Label},
    law::{Level, heading},
    rules::rule::Rule,
    text::{FoldedText, MarkStyle, Plain, Span, list_mark},
};

/// The title of a section.
struct Section<'d> {
    at: Span<Plain>,
    rank: Rank,
    above: Vec<Span<Plain>>,
    /// Without the words in front that only name what the whole regulation is on.
    name: &'d str,
}

/// How deep a section stands, the outermost first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Heading(Level),
    List(MarkStyle),
}

/// So many characters of a title are its name, not its first sentence.
const LONGEST: usize = 10;

/// The sections of `document` that an earlier one stands for as well; `alike` are words for one thing, folded.
pub(super) fn twice(rule: &Rule, document: &Document, alike: &[Vec<String>]) -> Vec<Finding> {
    if document.kind != Some(Kind::Regulation) {
        return Vec::new();
    }
    let subject = subject(document);
    let names = names(&subject, alike);
    let folded: Vec<FoldedText> =
        document.blocks.iter().map(|block| FoldedText::new(block.span.of(&document.plain))).collect();
    let mut sections: Vec<Section<'_>> = Vec::new();
    let mut findings = Vec::new();
    for (block, words) in document.blocks.iter().zip(&folded) {
        // The items of another article, list or part are none of this one's.
        let plain = block.span.of(&document.plain);
        match rank(plain) {
            // Articles that begin anew are those of another regulation.
            Some((rank, 1, _)) if matches!(rank, Rank::Heading(_)) => {
                sections.retain(|section| section.rank < rank);
            }
            Some((rank, ..)) => sections.retain(|section| section.rank <= rank),
            None if words.as_str().trim_end().ends_with(':') => sections.clear(),
            None => {}
        }
        let Some(section) = section(document, block, words, &names) else { continue };
        let same = |other: &&Section<'_>| {
            other.name == section.name && other.rank == section.rank && other.above == section.above
        };
        // The entry in a table of contents stands above the heading itself.
        let is_heading = |at: Span<Plain>| {
            document.block_at(at).is_some_and(|block| matches!(block.kind, BlockKind::Heading(_)))
        };
        let entry = |other: &Section<'_>| {
            is_heading(section.at)
                && !is_heading(other.at)
                && other.at.of(&document.plain) == section.at.of(&document.plain)
        };
        if let Some(other) = sections.iter().find(|other| same(other) && !entry(other)) {
            let title = |section: &Section<'_>| section.at.of(&document.plain).to_owned();
            let message = format!("“{}”和前面的“{}”说的是同一个内容", title(&section), title(other));
            let mut finding = rule.finding(document, section.at, message);
            finding.related.push(Label { at: other.at, note: "前面的一处".to_owned() });
            findings.push(finding);
        } else {
            sections.push(section);
        }
    }
    findings
}

/// What a regulation is on: 月例会 of 月例会制度.
fn subject(document: &Document) -> String {
    const KINDS: [&str; 9] = ["管理制度", "工作制度", "制度", "办法", "规定", "规范", "细则", "规则", "规程"];
    let title = FoldedText::new(document.headline().of(&document.plain)).as_str().trim().to_owned();
    let subject = KINDS.iter().find_map(|kind| title.strip_suffix(kind));
    subject.map(str::to_owned).unwrap_or_default()
}

/// The words that stand for `subject`: what it ends in, and what is called alike.
fn names<'s>(subject: &'s str, alike: &'s [Vec<String>]) -> Vec<&'s str> {
    let ends = |word: &&String| subject.ends_with(word.as_str());
    let mut names: Vec<&str> = alike
        .iter()
        .filter(|words| words.iter().any(|word| ends(&word)))
        .flat_map(|words| words.iter().map(String::as_str))
        .collect();
    if subject.chars().count() >= 2 {
        names.push(subject);
    }
    names.sort_by_key(|name| std::cmp::Reverse(name.len()));
    names
}

/// How deep the section stands that begins with `plain`, its number, and the length of its mark.
fn rank(plain: &str) -> Option<(Rank, u32, usize)> {
    let heading = heading(plain).map(|(step, len)| (Rank::Heading(step.level), step.number, len));
    heading.or_else(|| list_mark(plain).map(|mark| (Rank::List(mark.style), mark.number, mark.len)))
}

/// The section that a block opens: its mark, and a title in brackets or one that ends with the block or a colon.
fn section<'d>(
    document: &Document,
    block: &Block,
    words: &'d FoldedText,
    names: &[&str],
) -> Option<Section<'d>> {
    // 有下列情形的： leads in to a list.
    const LEADS: [&str; 5] = ["下列", "以下", "如下", "应当", "不得"];
    if matches!(block.kind, BlockKind::Cell(_)) {
        return None;
    }
    let plain = block.span.of(&document.plain);
    let (rank, _, len) = rank(plain)?;
    let behind = words.from_plain(Span::new(len, plain.len()));
    let (rest, text) = (words.slice(behind).trim_start(), plain.get(len..)?.trim_start());
    let in_brackets = rest.starts_with(['(', '【']) && matches!(rank, Rank::Heading(_));
    let ends: &[char] = if in_brackets { &[')', '）', '】'] } else { &[':', '：'] };
    let rest = rest.trim_start_matches(|c| in_brackets && "(【".contains(c));
    let text = text.trim_start_matches(|c| in_brackets && "(（【".contains(c));
    let title = rest.split(ends).next()?.trim();
    let is_title = title.chars().count() <= LONGEST
        && !title.contains(['。', ',', ';', '、'])
        && !LEADS.iter().any(|word| title.contains(word));
    let name = names.iter().find_map(|name| title.strip_prefix(name)).unwrap_or(title);
    let start = plain.len() - text.len();
    let end = text.find(ends).unwrap_or(text.trim_end().len());
    (is_title && name.chars().count() >= 2).then(|| Section {
        at: block.span.slice(start..start + end),
        rank,
        above: document.headings_above(block.span),
        name,
    })
}

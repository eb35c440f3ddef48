//! A section of a regulation stands once: 一、例会内容 and 四、会议内容 of one 例会制度 rule the same thing twice.

use crate::{
    doc::{Block, BlockKind, Document, Kind},
    finding::{Finding, Label},
    law::heading,
    rules::rule::Rule,
    text::{FoldedText, MarkStyle, Plain, Span, list_mark},
};

/// The title of a section.
struct Section<'d> {
    at: Span<Plain>,
    style: MarkStyle,
    above: Vec<Span<Plain>>,
    /// Without the words in front that only name what the whole regulation is on.
    name: &'d str,
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
        match list_mark(plain) {
            _ if heading(plain).is_some() => sections.clear(),
            Some(mark) => sections.retain(|section| section.style <= mark.style),
            None if words.as_str().trim_end().ends_with(':') => sections.clear(),
            None => {}
        }
        let Some(section) = section(document, block, words.as_str(), &names) else { continue };
        let same = |other: &&Section<'_>| {
            other.name == section.name && other.style == section.style && other.above == section.above
        };
        if let Some(other) = sections.iter().find(same) {
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

/// The section that a block opens: its mark, and a title that ends with the block or a colon.
fn section<'d>(document: &Document, block: &Block, words: &'d str, names: &[&str]) -> Option<Section<'d>> {
    if matches!(block.kind, BlockKind::Cell(_)) {
        return None;
    }
    let plain = block.span.of(&document.plain);
    let mark = list_mark(plain)?;
    let rest = words.get(list_mark(words)?.len..)?;
    let title = rest.split(':').next()?.trim();
    let is_title = title.chars().count() <= LONGEST && !title.contains(['。', ',', ';', '、']);
    let name = names.iter().find_map(|name| title.strip_prefix(name)).unwrap_or(title);
    let start = block.span.start() + mark.len;
    let text = plain.get(mark.len..)?;
    let end = text.find([':', '：']).unwrap_or(text.trim_end().len());
    (is_title && name.chars().count() >= 2).then(|| Section {
        at: Span::new(start, start + end),
        style: mark.style,
        above: document.headings_above(block.span),
        name,
    })
}

//! What labels of a document begin with: the name of its own matter, as in 结婚登记的程序 and 结婚登记提交的证件.

use std::collections::HashMap;

use super::TITLES;
use crate::{
    doc::{Block, BlockKind, Draft},
    text::{MarkStyle, Plain, Span, list_mark},
};

/// The lengths that the name of a matter has, in characters.
const LENGTH: std::ops::RangeInclusive<usize> = 3..=20;

/// So many sections that begin alike begin with the matter.
const SEVERAL: usize = 3;

/// The longest name of a section, in characters.
const LONGEST: usize = 30;

/// What else titles say behind the name of a matter.
const ENDS: [&str; 5] = ["办理流程", "指南", "须知", "指引", "程序"];

/// The names of the matter that labels may begin with, the longest first: that in the title, and what several sections begin with.
pub(super) fn matters(draft: &Draft, title: Option<Span<Plain>>) -> Vec<String> {
    let mut begins: HashMap<String, usize> = HashMap::new();
    for name in draft
        .blocks
        .iter()
        .filter(|block| Some(block.span) != title)
        .filter_map(|block| section(draft, block))
    {
        let ends = name.char_indices().map(|(end, _)| end).enumerate().skip(*LENGTH.start());
        for (_, end) in ends.take_while(|(count, _)| LENGTH.contains(count)) {
            *begins.entry(name.get(..end).unwrap_or_default().to_owned()).or_default() += 1;
        }
    }
    let mut matters: Vec<String> =
        begins.into_iter().filter(|(_, count)| *count >= SEVERAL).map(|(words, _)| words).collect();
    let title = title.map_or("", |title| title.of(&draft.plain)).trim();
    let own = TITLES.iter().chain(&ENDS).find_map(|end| title.strip_suffix(end)).unwrap_or(title);
    matters.extend(Some(own.to_owned()).filter(|own| LENGTH.contains(&own.chars().count())));
    matters.sort_by_key(|words| std::cmp::Reverse(words.len()));
    matters.dedup();
    matters
}

/// The name of the section that a block begins, without its number.
fn section<'d>(draft: &'d Draft, block: &Block) -> Option<&'d str> {
    let words = block.span.of(&draft.plain).trim();
    let mark = list_mark(words);
    let begins_one =
        matches!(block.kind, BlockKind::Heading(_)) || mark.is_some_and(|mark| mark.style <= MarkStyle::Han);
    let name = words.get(mark.map_or(0, |mark| mark.len)..)?.trim_start();
    (begins_one && name.chars().count() <= LONGEST).then_some(name)
}

/// What any document may call its matter, and say before what it is about.
const ANY: [&str; 6] = ["本事项", "本项目", "本业务", "该事项", "本服务", "关于"];

/// What is left of the line `words` behind one of `matters`: 程序 of 结婚登记的程序.
pub(super) fn without_matter<'w>(words: &'w str, matters: &[String]) -> impl Iterator<Item = &'w str> {
    let matters = matters.iter().map(String::as_str).chain(ANY);
    let rests = matters.filter_map(move |matter| words.strip_prefix(matter));
    rests.map(|rest| rest.trim_start_matches(['的', ' ', '　'])).filter(|rest| !rest.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_several_sections_begin_with_is_the_matter() {
        let mut draft = Draft::default();
        let lines = [
            "婚姻登记处",
            "一、结婚登记条件",
            "二、结婚登记提交的证件",
            "三、结婚登记的程序",
            "结婚登记处电话",
        ];
        for line in lines {
            draft.begin(BlockKind::Paragraph, None);
            draft.copy(line, Span::new(0, line.len()));
            draft.end();
        }
        let matters = matters(&draft, draft.blocks.first().map(|block| block.span));
        assert_eq!(matters, ["婚姻登记处", "结婚登记", "结婚登"]);
        let rests = |words: &'static str| without_matter(words, &matters).collect::<Vec<_>>();
        assert_eq!(rests("结婚登记的程序"), ["程序", "记的程序"]);
        assert_eq!(rests("结婚登记"), ["记"]);
        assert_eq!(rests("离婚登记的程序"), [""; 0]);
        assert_eq!(rests("关于本事项的收费"), ["本事项的收费"]);
    }
}

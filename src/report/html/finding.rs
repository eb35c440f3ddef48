//! A finding on the page: what is wrong, where, why in the words of the article, and what to do.

use std::fmt::Write as _;

use super::{escaped, text};
use crate::{
    report::{
        Located, Region,
        visible::{article, brief, clean, shown},
    },
    text::masked,
};

/// How many characters of the line are shown on either side of the words.
const CONTEXT: usize = 24;
/// How many of the words themselves.
const WORDS: usize = 120;

pub(super) fn entry(out: &mut String, finding: &Located) {
    let level = finding.level;
    let _ = write!(
        out,
        "<article class=\"{}\">\n<p class=\"what\"><i class=\"{}\">{}</i>{}<span class=\"code\">〔{}〕</span></p>\n",
        level.word(),
        level.word(),
        level.name(),
        text(&finding.message),
        text(&finding.rule)
    );
    let missing = finding.field.as_ref().map(|field| format!("（全文没有“{}”）", text(field)));
    place(out, "位置", &finding.primary, missing.as_deref().unwrap_or_default());
    for related in &finding.related {
        let elsewhere = if related.path == finding.primary.path {
            String::new()
        } else {
            format!("（在 {}）", text(&related.path))
        };
        let note = if related.note.is_empty() { "另一处".to_owned() } else { text(&related.note) };
        place(out, &note, related, &elsewhere);
    }
    if !finding.why.is_empty() {
        let _ = writeln!(out, "<p>为什么：{}</p>", text(&finding.why));
    }
    for basis in finding.basis.iter() {
        let _ = writeln!(out, "<blockquote>{}</blockquote>", escaped(&article(basis)));
    }
    let fix = match &finding.edit {
        Some(edit) if edit.safe && finding.is_fixable() => "（可以自动改）",
        _ => "",
    };
    let _ = writeln!(out, "<p>怎么改：{}{fix}</p>\n</article>", text(&finding.advice));
}

/// A place: the headings above it, how to find it, and the words in their line.
fn place(out: &mut String, label: &str, region: &Region, more: &str) {
    let headings: Vec<String> = region.headings.iter().map(|heading| escaped(&brief(heading, 30))).collect();
    let headings =
        if headings.is_empty() { String::new() } else { format!("「{}」", headings.join(" › ")) };
    let at = match &region.anchor {
        Some(anchor) => escaped(&clean(anchor)),
        None => format!("第{}行第{}字", region.start.line, region.start.column),
    };
    let (before, after) = around(region);
    let _ = writeln!(
        out,
        "<p>{label}：{headings}{at}　{}<mark>{}</mark>{}{more}</p>",
        escaped(&before),
        escaped(&brief(&region.text, WORDS)),
        escaped(&after)
    );
}

/// The words before and behind those of `region` in their line, as far as no markup stands between.
fn around(region: &Region) -> (String, String) {
    // Masked as a whole, for a number may reach across the border; every byte keeps its place.
    let line = masked(&region.excerpt.text);
    let offset = |byte: usize| byte.saturating_sub(region.excerpt.start.byte);
    let before = line.get(..offset(region.start.byte)).unwrap_or_default();
    let after = line.get(offset(region.end.byte)..).unwrap_or_default();
    let mut head: Vec<char> = near(before.chars().rev());
    head.reverse();
    let (head, tail): (String, String) =
        (head.into_iter().collect(), near(after.chars()).into_iter().collect());
    (shown(head.trim_start()), shown(tail.trim_end()))
}

/// The characters up to the next markup, as far as they are shown, and an ellipsis when that is not all.
fn near(chars: impl Iterator<Item = char>) -> Vec<char> {
    let is_markup = |c: &char| matches!(c, '<' | '>' | '|' | '*' | '#' | '`' | '\t' | '\n' | '\r');
    let mut plain = chars.take_while(|c| !is_markup(c));
    let mut near: Vec<char> = plain.by_ref().take(CONTEXT).collect();
    if plain.next().is_some() {
        near.push('…');
    }
    near
}

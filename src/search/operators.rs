//! Operators: `"原文"`, `-不要`, `甲 AND 乙`, `甲 OR 乙`, `标题:词`. AND binds closer than OR, and words side by side mean
//! AND. What is written wrong is no error; the words are then read as plain words.

use crate::text::{FoldedText, fold_char};

/// What an article must have, must not have, or one of several such wishes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Wish {
    /// Alternatives; each a list of terms that must all hold, at least one of them without `-`.
    pub(super) any: Vec<Vec<Term>>,
}

/// One word or quoted text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Term {
    /// Folded.
    pub(super) words: String,
    /// Whether it must not be there.
    pub(super) excluded: bool,
    /// Whether the title of the regulation is meant, not the text of the article.
    pub(super) in_title: bool,
}

/// What a text with operators asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Operators {
    /// It has none.
    None,
    /// It has some that make sense.
    Wish(Wish),
    /// It has some that make none; why.
    Malformed(&'static str),
}

/// A word between blanks, as written.
#[derive(Debug, Default)]
pub(super) struct Word {
    /// What is between quotes keeps its blanks.
    pub(super) text: String,
    pub(super) quoted: bool,
    minus: bool,
    title: bool,
}

const TITLE: &str = "标题:";

/// The operators in `text`.
pub(super) fn operators(text: &str) -> Operators {
    let words = words(text);
    let connects =
        |word: &Word| !word.quoted && !word.minus && !word.title && ["AND", "OR"].contains(&&*word.text);
    if !words.iter().any(|word| word.minus || word.title || connects(word)) {
        return Operators::None;
    }
    if words.iter().any(|word| !word.quoted && word.text.contains(['(', ')', '（', '）'])) {
        return Operators::Malformed("操作符之间不能用括号");
    }
    let mut any: Vec<Vec<Term>> = vec![Vec::new()];
    let mut open = true;
    for word in &words {
        let folded = FoldedText::new(&word.text).as_str().to_owned();
        if connects(word) {
            if open {
                return Operators::Malformed("AND、OR 的两边都要有词");
            }
            if word.text == "OR" {
                any.push(Vec::new());
            }
            open = true;
            continue;
        }
        if folded.is_empty() {
            return Operators::Malformed("减号、“标题:”或引号里要有词");
        }
        open = false;
        let term = Term { words: folded, excluded: word.minus, in_title: word.title };
        any.last_mut().map(|all| all.push(term)).unwrap_or_default();
    }
    if open {
        return Operators::Malformed("AND、OR 的两边都要有词");
    }
    if any.iter().any(|all| all.iter().all(|term| term.excluded)) {
        return Operators::Malformed("除了不要的词，还要有想找的词");
    }
    Operators::Wish(Wish { any })
}

/// The words of `text`, with what stands before them.
pub(super) fn words(text: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let mut word = Word::default();
        if let Some(after) = rest.strip_prefix(['-', '－']).filter(|after| !after.starts_with(is_blank)) {
            word.minus = true;
            rest = after;
        }
        if let Some(after) = after_title(rest) {
            word.title = true;
            rest = after;
        }
        let mut characters = rest.char_indices();
        let quotes = characters.next().filter(|&(_, c)| is_quote(c)).and_then(|(_, c)| {
            let inside = rest.get(c.len_utf8()..)?;
            let (end, close) = inside.char_indices().find(|&(_, c)| is_quote(c))?;
            Some((inside.get(..end)?, inside.get(end + close.len_utf8()..)?))
        });
        if let Some((inside, after)) = quotes {
            word.quoted = true;
            word.text = inside.to_owned();
            rest = after;
        } else {
            let end = rest.find(is_blank).unwrap_or(rest.len());
            let (own, after) = rest.split_at_checked(end).unwrap_or((rest, ""));
            word.text = own.to_owned();
            rest = after;
        }
        words.push(word);
        rest = rest.trim_start_matches(is_blank);
    }
    words
}

fn is_blank(c: char) -> bool {
    c.is_whitespace()
}

fn is_quote(c: char) -> bool {
    fold_char(c) == Some('"')
}

/// What follows `标题:` at the head of `text`, in any script and width.
fn after_title(text: &str) -> Option<&str> {
    let mut characters = text.char_indices();
    let matches =
        TITLE.chars().all(|wanted| characters.next().is_some_and(|(_, c)| fold_char(c) == Some(wanted)));
    matches.then_some(characters.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `+甲 -乙 @丙`: wanted, excluded, in the title; alternatives between `|`.
    fn read(text: &str) -> String {
        let term = |term: &Term| {
            let sign = match (term.excluded, term.in_title) {
                (false, false) => "+",
                (true, false) => "-",
                (false, true) => "@",
                (true, true) => "-@",
            };
            format!("{sign}{}", term.words)
        };
        match operators(text) {
            Operators::None => "none".to_owned(),
            Operators::Malformed(why) => why.to_owned(),
            Operators::Wish(wish) => {
                let all = |all: &Vec<Term>| all.iter().map(term).collect::<Vec<_>>().join(" ");
                wish.any.iter().map(all).collect::<Vec<_>>().join("|")
            }
        }
    }

    #[test]
    fn what_is_an_operator() {
        for (text, wish) in [
            ("材料 -复印件", "+材料 -复印件"),
            ("材料　－複印件", "+材料 -复印件"),
            ("“限时 办结” OR 一次性告知 AND 补正", "+限时办结|+一次性告知 +补正"),
            ("标题:限时办结 督办", "@限时办结 +督办"),
            ("標題：“首问 负责” -标题:试行", "@首问负责 -@试行"),
            ("DB51/T 1173-2010", "none"),
            ("8:30 - 12:00", "none"),
            ("材料 and 补正", "none"),
            ("“AND”", "none"),
            ("写“尽快”", "none"),
            ("", "none"),
        ] {
            assert_eq!(read(text), wish, "{text}");
        }
    }

    #[test]
    fn what_makes_no_sense_is_said() {
        for text in [
            "AND 材料",
            "材料 OR",
            "材料 AND OR 补正",
            "-材料",
            "甲 OR -乙",
            "标题:",
            "标题: 甲",
            "-“” 甲",
            "AND",
        ] {
            assert!(matches!(operators(text), Operators::Malformed(_)), "{text}");
        }
        assert_eq!(read("- 材料"), "none");
        assert_eq!(read("-标题:甲 乙"), "-@甲 +乙");
    }
}

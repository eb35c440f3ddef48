//! Patterns of rules: regular expressions on folded text, compiled when a text first needs them.
//!
//! Compiling a pattern costs more than running it over a guide, and most patterns of a run never match. So each one is
//! parsed when its rule is loaded, which finds every mistake, and its *needles* are kept: words of which any match must
//! contain one. Only a text with a needle in it makes the automaton.

use std::sync::OnceLock;

use regex::{Captures, Regex, RegexBuilder};
use regex_syntax::{
    ParserBuilder,
    hir::{Class, Hir, HirKind},
};

use toml::Spanned;

use crate::text::{Folded, Mistake, SourceFile, Span, fold_pattern};

/// The largest program that a pattern may compile to, in bytes: rules come from strangers too.
const LARGEST: usize = 1 << 20;

/// More states than this are compiled at once, to see whether they are too many: no state was ever seen to take more than
/// 200 bytes.
const SUSPICIOUS: usize = LARGEST / 200;

/// A regular expression of a rule.
#[derive(Debug, Clone)]
pub(super) struct Pattern {
    folded: String,
    needles: Option<Vec<String>>,
    regex: OnceLock<Option<Regex>>,
}

/// What is wrong with a pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum BadPattern {
    Syntax,
    TooLarge,
}

impl Pattern {
    /// Reads `written`, folded so that it meets folded text; `^` and `$` are the ends of a block.
    fn new(written: &str) -> Result<Self, BadPattern> {
        Self::verbatim(fold_pattern(written))
    }

    /// Reads `folded` as it stands.
    fn verbatim(folded: String) -> Result<Self, BadPattern> {
        let hir =
            ParserBuilder::new().multi_line(true).build().parse(&folded).map_err(|_| BadPattern::Syntax)?;
        if states(&hir) > SUSPICIOUS {
            build(&folded).map_err(|_| BadPattern::TooLarge)?;
        }
        Ok(Self { needles: needles(&hir), folded, regex: OnceLock::new() })
    }

    /// Reads `written` as the expression of a whole text, but for a full stop or the like at its end.
    fn whole(written: &str) -> Result<Self, BadPattern> {
        Self::new(&format!(r"\A(?:{written})[。,;.!、]?\z"))
    }

    /// Whether it matches somewhere in `text`.
    pub(super) fn is_in(&self, text: &str) -> bool {
        self.find(text).next().is_some()
    }

    /// Where it matches in `text`; a group named `at` marks the words that count when the pattern also needs what is around
    /// them.
    pub(super) fn find<'t>(&'t self, text: &'t str) -> impl Iterator<Item = Span<Folded>> + 't {
        self.captures(text).filter_map(|words| marked(&words))
    }

    /// What it matches in `text`, with the groups of each match.
    pub(super) fn captures<'t>(&'t self, text: &'t str) -> impl Iterator<Item = Captures<'t>> + 't {
        let possible = self
            .needles
            .as_ref()
            .is_none_or(|needles| needles.iter().any(|needle| text.contains(needle.as_str())));
        let regex =
            if possible { self.regex.get_or_init(|| build(&self.folded).ok()).as_ref() } else { None };
        regex.into_iter().flat_map(move |regex| regex.captures_iter(text))
    }
}

/// The words of a match that count: those of its group `at`, else all of it.
pub(super) fn marked(words: &Captures<'_>) -> Option<Span<Folded>> {
    words.name("at").or(words.get(0)).map(|m| Span::new(m.start(), m.end()))
}

/// The regular expression that stands in `file`.
pub(super) fn pattern(file: &SourceFile, written: &Spanned<String>) -> Result<Pattern, Box<Mistake>> {
    read(file, written, Pattern::new)
}

/// Those that are for the text as it stands.
pub(super) fn verbatim(file: &SourceFile, written: &[Spanned<String>]) -> Result<Vec<Pattern>, Box<Mistake>> {
    written.iter().map(|one| read(file, one, |words| Pattern::verbatim(words.to_owned()))).collect()
}

fn read(
    file: &SourceFile,
    written: &Spanned<String>,
    read: impl Fn(&str) -> Result<Pattern, BadPattern>,
) -> Result<Pattern, Box<Mistake>> {
    let mistake = |message, advice| {
        let span = written.span();
        Box::new(file.mistake(Span::new(span.start, span.end), message, advice))
    };
    read(written.get_ref()).map_err(|bad| match bad {
        BadPattern::TooLarge => mistake("正则表达式太大", "减少重复次数（如 {0,1000}），或拆成几条。"),
        BadPattern::Syntax => {
            mistake("正则表达式写法不对", "检查括号是否成对、特殊字符（. * ? + ( ) [ ]）前是否要加反斜杠。")
        }
    })
}

/// Several regular expressions of whole texts.
pub(super) fn whole(file: &SourceFile, written: &[Spanned<String>]) -> Result<Vec<Pattern>, Box<Mistake>> {
    written.iter().map(|one| read(file, one, Pattern::whole)).collect()
}

/// Several regular expressions.
pub(super) fn patterns(file: &SourceFile, written: &[Spanned<String>]) -> Result<Vec<Pattern>, Box<Mistake>> {
    written.iter().map(|one| pattern(file, one)).collect()
}

/// Whether one of `patterns` matches somewhere in `text`.
pub(super) fn any_in(patterns: &[Pattern], text: &str) -> bool {
    patterns.iter().any(|pattern| pattern.is_in(text))
}

fn build(folded: &str) -> Result<Regex, regex::Error> {
    RegexBuilder::new(folded).multi_line(true).size_limit(LARGEST).build()
}

/// About how many states the pattern compiles to, repetitions written out. A character of three bytes takes as many.
fn states(hir: &Hir) -> usize {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => 1,
        HirKind::Literal(literal) => literal.0.len(),
        HirKind::Class(Class::Unicode(class)) => 2 + 3 * class.ranges().len(),
        HirKind::Class(Class::Bytes(class)) => 2 + class.ranges().len(),
        HirKind::Repetition(repetition) => {
            let times = repetition.max.unwrap_or(repetition.min).max(1) as usize;
            states(&repetition.sub).saturating_mul(times)
        }
        HirKind::Capture(capture) => 2 + states(&capture.sub),
        HirKind::Concat(parts) | HirKind::Alternation(parts) => {
            parts.iter().map(states).fold(1, usize::saturating_add)
        }
    }
}

/// The most needles that are worth looking for.
const MOST_NEEDLES: usize = 16;

/// Words of which every match contains one; `None` when there is no such list.
fn needles(hir: &Hir) -> Option<Vec<String>> {
    match hir.kind() {
        HirKind::Capture(capture) => needles(&capture.sub),
        HirKind::Repetition(repetition) if repetition.min > 0 => needles(&repetition.sub),
        HirKind::Alternation(parts) => {
            let all: Option<Vec<Vec<String>>> = parts.iter().map(needles).collect();
            all.map(|lists| lists.concat()).filter(|list| list.len() <= MOST_NEEDLES)
        }
        HirKind::Concat(parts) => in_sequence(parts),
        _ => words(hir),
    }
}

/// The best needles of a sequence: of the runs of parts that are plain words, the one whose shortest word is longest.
fn in_sequence(parts: &[Hir]) -> Option<Vec<String>> {
    let mut candidates: Vec<Vec<String>> = Vec::new();
    let mut run: Option<Vec<String>> = None;
    for part in parts {
        let joined = match (words(part), run.take()) {
            (Some(next), Some(before)) if before.len() * next.len() <= MOST_NEEDLES => {
                Some(before.iter().flat_map(|b| next.iter().map(move |n| format!("{b}{n}"))).collect())
            }
            (Some(next), before) => {
                candidates.extend(before);
                Some(next)
            }
            (None, before) => {
                candidates.extend(before);
                candidates.extend(needles(part));
                None
            }
        };
        run = joined;
    }
    candidates.extend(run);
    candidates
        .into_iter()
        .rev()
        .max_by_key(|list| (list.iter().map(String::len).min(), std::cmp::Reverse(list.len())))
}

/// All the words that `hir` matches, when they are few and plain.
fn words(hir: &Hir) -> Option<Vec<String>> {
    match hir.kind() {
        HirKind::Literal(literal) => String::from_utf8(literal.0.to_vec()).ok().map(|word| vec![word]),
        HirKind::Class(Class::Unicode(class)) => {
            let count: usize = class.iter().map(regex_syntax::hir::ClassUnicodeRange::len).sum();
            let chars = class.iter().flat_map(|range| range.start()..=range.end());
            (count <= 4).then(|| chars.map(String::from).collect())
        }
        HirKind::Capture(capture) => words(&capture.sub),
        HirKind::Alternation(parts) => {
            let all: Option<Vec<Vec<String>>> = parts.iter().map(words).collect();
            all.map(|lists| lists.concat()).filter(|list| list.len() <= MOST_NEEDLES)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn found<'t>(pattern: &str, text: &'t str) -> Vec<&'t str> {
        let pattern = Pattern::new(pattern).unwrap();
        pattern.find(text).map(|at| at.of(text)).collect()
    }

    #[test]
    fn needles_are_what_every_match_contains() {
        for (pattern, expected) in [
            ("其[他它](相关|有关)?(材料|资料)", Some(vec!["其他", "其它"])),
            ("(不知道|不清楚)([，。]你)?", Some(vec!["不知道", "不清楚"])),
            ("(甲乙)?", None),
            ("[^。]{0,20}", None),
            ("(甲|[^。])", None),
        ] {
            let needles = Pattern::new(pattern).unwrap().needles;
            assert_eq!(
                needles,
                expected.map(|words| words.into_iter().map(str::to_owned).collect()),
                "{pattern}"
            );
        }
    }

    #[test]
    fn a_whole_value_may_end_with_a_stop() {
        let whole = Pattern::whole("按规定|按规定执行").unwrap();
        assert!(whole.is_in("按规定执行。") && whole.is_in("按规定"));
        assert!(!whole.is_in("按规定执行:见第三条") && !whole.is_in("无\n按规定"));
    }

    #[test]
    fn matches_are_marked_and_mistakes_named() {
        assert_eq!(found("(^|、)(?P<at>相关材料)$", "一、相关材料\n相关材料甲"), ["相关材料"]);
        assert_eq!(Pattern::new("(甲").unwrap_err(), BadPattern::Syntax);
        assert_eq!(Pattern::new("([^。]{1000}){1000}").unwrap_err(), BadPattern::TooLarge);
    }

    #[test]
    fn what_is_not_suspicious_can_be_built() {
        for unit in
            ["[^。]", ".", r"\w", r"\p{Han}", "a", "(?:甲|乙丙|[丁戊])", "(?:.)?", "[甲乙]", "(?:a|.)"]
        {
            let one = states(&ParserBuilder::new().build().parse(unit).unwrap());
            let largest = format!("(?:{unit}){{{}}}", SUSPICIOUS / one);
            assert!(build(&largest).is_ok(), "{largest}");
        }
    }

    proptest! {
        #[test]
        fn needles_never_hide_a_match(pattern in "(甲|乙丙|[丁戊])?(甲|乙)(丙丁|[甲乙]){0,2}(丁|戊己)?", text in "[甲乙丙丁戊己]{0,12}") {
            let all: Vec<String> = Regex::new(&pattern).unwrap().find_iter(&text).map(|m| m.as_str().to_owned()).collect();
            prop_assert_eq!(found(&pattern, &text), all);
        }
    }
}

//! Patterns of rules: regular expressions on folded text, read and compiled when a text first needs them.
//!
//! Compiling a pattern costs more than running it over a guide, and most patterns of a run never match. So only a text that
//! has a pattern's *needles* in it makes the automaton: words that every match contains. Reading a pattern costs something
//! as well: those that people write are read when their rule is loaded, which finds every mistake; those that are built in
//! have been read by the tests, and are read again only by a run that meets a document of their kind.

mod needles;

use std::sync::OnceLock;

use regex::{Captures, Regex, RegexBuilder};
use regex_syntax::{
    ParserBuilder,
    hir::{Class, Hir, HirKind},
};
use toml::Spanned;

use crate::text::{Folded, Mistake, SourceFile, Span, fold_pattern};
use needles::Needles;

/// The largest program that a pattern may compile to, in bytes: rules come from strangers too.
const LARGEST: usize = 1 << 20;

/// More states than this are compiled at once, to see whether they are too many: no state was ever seen to take more than
/// 200 bytes.
const SUSPICIOUS: usize = LARGEST / 200;

/// A regular expression of a rule.
#[derive(Debug, Clone)]
pub(super) struct Pattern {
    folded: String,
    /// `None` when it cannot be read.
    needles: OnceLock<Option<Needles>>,
    regex: OnceLock<Option<Regex>>,
}

/// What is wrong with a pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum BadPattern {
    Syntax,
    TooLarge,
}

impl Pattern {
    /// The expression `written`, folded so that it meets folded text; `^` and `$` are the ends of a block.
    fn new(written: &str) -> Self {
        Self::verbatim(fold_pattern(written))
    }

    /// The expression `folded` as it stands.
    pub(super) fn verbatim(folded: String) -> Self {
        Self { folded, needles: OnceLock::new(), regex: OnceLock::new() }
    }

    /// The expression `written` of a whole text, but for a full stop or the like at its end.
    fn whole(written: &str) -> Self {
        Self::new(&format!(r"\A(?:{written})[。,;.!、]?\z"))
    }

    /// Whether it can be read and compiled.
    fn check(&self) -> Result<(), BadPattern> {
        let hir = parse(&self.folded).ok_or(BadPattern::Syntax)?;
        if states(&hir) > SUSPICIOUS && build(&self.folded).is_none() {
            return Err(BadPattern::TooLarge);
        }
        self.needles.get_or_init(|| Some(Needles::of(&hir)));
        Ok(())
    }

    /// The automaton, when `text` has what a match needs.
    fn for_text(&self, text: &str) -> Option<&Regex> {
        let needles = self.needles.get_or_init(|| parse(&self.folded).as_ref().map(Needles::of));
        let possible = needles.as_ref().is_some_and(|needles| needles.may_match_in(text));
        if possible { self.regex.get_or_init(|| build(&self.folded)).as_ref() } else { None }
    }

    /// Whether it matches somewhere in `text`.
    pub(super) fn is_in(&self, text: &str) -> bool {
        self.for_text(text).is_some_and(|regex| regex.is_match(text))
    }

    /// Where it matches in `text`; a group named `at` marks the words that count when the pattern also needs what is around
    /// them.
    pub(super) fn find<'t>(&'t self, text: &'t str) -> impl Iterator<Item = Span<Folded>> + 't {
        // Groups cost a second search of every match.
        let regex = self.for_text(text);
        let with_mark = regex.filter(|regex| has_mark(regex));
        let without = regex.filter(|regex| !has_mark(regex));
        let whole = without.into_iter().flat_map(move |regex| regex.find_iter(text));
        let groups = with_mark.into_iter().flat_map(move |regex| regex.captures_iter(text));
        whole.map(|m| Span::new(m.start(), m.end())).chain(groups.filter_map(|words| marked(&words)))
    }

    /// What it matches in `text`, with the groups of each match.
    pub(super) fn captures<'t>(&'t self, text: &'t str) -> impl Iterator<Item = Captures<'t>> + 't {
        self.for_text(text).into_iter().flat_map(move |regex| regex.captures_iter(text))
    }
}

/// The name of the group that marks the words that count.
const MARK: &str = "at";

fn has_mark(regex: &Regex) -> bool {
    regex.capture_names().any(|name| name == Some(MARK))
}

/// The words of a match that count: those of its group `at`, else all of it.
pub(super) fn marked(words: &Captures<'_>) -> Option<Span<Folded>> {
    words.name(MARK).or(words.get(0)).map(|m| Span::new(m.start(), m.end()))
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
    read: impl Fn(&str) -> Pattern,
) -> Result<Pattern, Box<Mistake>> {
    let pattern = read(written.get_ref());
    let checked = if file.is_built_in { Ok(()) } else { pattern.check() };
    let mistake = |message, advice| {
        let span = written.span();
        Box::new(file.mistake(Span::new(span.start, span.end), message, advice))
    };
    match checked {
        Ok(()) => Ok(pattern),
        Err(BadPattern::TooLarge) => {
            Err(mistake("正则表达式太大", "减少重复次数（如 {0,1000}），或拆成几条。"))
        }
        Err(BadPattern::Syntax) => Err(mistake(
            "正则表达式写法不对",
            "检查括号是否成对、特殊字符（. * ? + ( ) [ ]）前是否要加反斜杠。",
        )),
    }
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

fn parse(folded: &str) -> Option<Hir> {
    ParserBuilder::new().multi_line(true).build().parse(folded).ok()
}

fn build(folded: &str) -> Option<Regex> {
    RegexBuilder::new(folded).multi_line(true).size_limit(LARGEST).build().ok()
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn found<'t>(pattern: &str, text: &'t str) -> Vec<&'t str> {
        let pattern = Pattern::new(pattern);
        pattern.find(text).map(|at| at.of(text)).collect()
    }

    #[test]
    fn a_whole_value_may_end_with_a_stop() {
        let whole = Pattern::whole("按规定|按规定执行");
        assert!(whole.is_in("按规定执行。") && whole.is_in("按规定"));
        assert!(!whole.is_in("按规定执行:见第三条") && !whole.is_in("无\n按规定"));
    }

    #[test]
    fn matches_are_marked_and_mistakes_named() {
        assert_eq!(found("(^|、)(?P<at>相关材料)$", "一、相关材料\n相关材料甲"), ["相关材料"]);
        assert_eq!(Pattern::new("(甲").check(), Err(BadPattern::Syntax));
        assert_eq!(Pattern::new("([^。]{1000}){1000}").check(), Err(BadPattern::TooLarge));
    }

    #[test]
    fn what_is_not_suspicious_can_be_built() {
        for unit in
            ["[^。]", ".", r"\w", r"\p{Han}", "a", "(?:甲|乙丙|[丁戊])", "(?:.)?", "[甲乙]", "(?:a|.)"]
        {
            let one = states(&ParserBuilder::new().build().parse(unit).unwrap());
            let largest = format!("(?:{unit}){{{}}}", SUSPICIOUS / one);
            assert!(build(&largest).is_some(), "{largest}");
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

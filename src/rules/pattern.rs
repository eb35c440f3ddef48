//! Patterns of rules: regular expressions on folded text, read and compiled when a text first needs them.
//!
//! Compiling a pattern costs more than running it over a guide, and most patterns of a run never match. So only a text that
//! has a pattern's *needles* in it makes the automaton (words that every match contains), and only the lines that have them
//! are read. Reading a pattern costs something as well: those that people write are read when their rule is loaded, which
//! finds every mistake; those that are built in have been read by the tests, and are read again only by a run that meets a
//! document of their kind.

mod engine;
mod needles;

use std::sync::{Arc, OnceLock};

use regex_syntax::{
    ParserBuilder,
    hir::{Class, Hir, HirKind},
};
use toml::Spanned;

use crate::text::{Folded, FoldedText, Mistake, Pairs, PairsOfWord, SourceFile, Span, fold_pattern};
use engine::{Automaton, Engine, LARGEST, MARK};
use needles::Needles;

/// More states than this are compiled at once, to see whether they are too many: no state was ever seen to take more than
/// 200 bytes.
const SUSPICIOUS: usize = LARGEST / 200;

/// A regular expression of a rule.
#[derive(Debug, Clone)]
pub(super) struct Pattern(Arc<Expression>);

#[derive(Debug)]
struct Expression {
    folded: String,
    /// Whether it has a group that marks the words that count when it also needs what is around them.
    has_mark: bool,
    /// `None` when it cannot be read.
    needles: OnceLock<Option<Needles>>,
    engine: Engine,
}

/// A text to search; of one in which many patterns search, also what may be in it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Haystack<'t> {
    words: &'t str,
    pairs: Option<&'t Pairs>,
}

/// A shorter text is searched sooner than its pairs are gathered, in bytes.
const SHORT: usize = 600;

impl<'t> From<&'t str> for Haystack<'t> {
    fn from(words: &'t str) -> Self {
        Self { words, pairs: None }
    }
}

impl<'t> From<&'t FoldedText> for Haystack<'t> {
    fn from(text: &'t FoldedText) -> Self {
        let words = text.as_str();
        Self { words, pairs: (words.len() > SHORT).then(|| text.pairs()) }
    }
}

impl Haystack<'_> {
    fn may_have(&self, word: &PairsOfWord) -> bool {
        self.pairs.is_none_or(|pairs| pairs.may_have(word))
    }
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
        let has_mark = folded.contains(&format!("<{MARK}>"));
        Self(Arc::new(Expression { folded, has_mark, needles: OnceLock::new(), engine: Engine::default() }))
    }

    /// The expression `written` of a whole text, but for a full stop or the like at its end.
    fn whole(written: &str) -> Self {
        Self::new(&format!(r"\A(?:{written})[。,;.!、]?\z"))
    }

    /// Whether it can be read and compiled.
    fn check(&self) -> Result<(), BadPattern> {
        let folded = &self.0.folded;
        let hir = parse(folded).ok_or(BadPattern::Syntax)?;
        if states(&hir) > SUSPICIOUS && engine::fast(folded).is_none() {
            return Err(BadPattern::TooLarge);
        }
        self.0.needles.get_or_init(|| Some(Needles::of(&hir)));
        Ok(())
    }

    /// The stretches of `text` in which it may match, each with where it begins and the automaton for it.
    fn stretches<'t>(
        &self,
        text: impl Into<Haystack<'t>>,
    ) -> impl Iterator<Item = (Span<Folded>, &'t str, Automaton<'_>)> {
        let text = text.into();
        let Expression { folded, needles, engine, .. } = &*self.0;
        let needles = needles.get_or_init(|| parse(folded).as_ref().map(Needles::of));
        let stretches = needles.as_ref().map_or_else(Vec::new, |needles| needles.stretches(text));
        stretches.into_iter().filter_map(move |stretch| {
            let words = text.words.get(stretch.clone())?;
            Some((Span::new(stretch.start, stretch.end), words, engine.for_text(folded, words.len())?))
        })
    }

    /// Whether it matches somewhere in `text`.
    pub(super) fn is_in<'t>(&self, text: impl Into<Haystack<'t>>) -> bool {
        self.stretches(text).any(|(_, words, automaton)| automaton.is_match(words))
    }

    /// Where it matches in `text`; a group named `at` marks the words that count when the pattern also needs what is around
    /// them.
    pub(super) fn find<'t>(&self, text: impl Into<Haystack<'t>>) -> impl Iterator<Item = Span<Folded>> {
        self.stretches(text).flat_map(|(stretch, words, automaton)| {
            let found = if self.0.has_mark {
                automaton.rewritten(words, "").into_iter().map(|(at, _)| at).collect::<Vec<_>>()
            } else {
                automaton.find(words)
            };
            found.into_iter().map(move |at| stretch.slice(at.range()))
        })
    }

    /// Where it matches in `text`, as [`Pattern::find`] has it, and `template` with the groups of each match filled in.
    pub(super) fn rewrite<'t>(
        &self,
        text: impl Into<Haystack<'t>>,
        template: &str,
    ) -> impl Iterator<Item = (Span<Folded>, String)> {
        self.stretches(text).flat_map(move |(stretch, words, automaton)| {
            let written = automaton.rewritten(words, template);
            written.into_iter().map(move |(at, with)| (stretch.slice(at.range()), with))
        })
    }
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
pub(super) fn any_in<'t>(patterns: &[Pattern], text: impl Into<Haystack<'t>>) -> bool {
    let text = text.into();
    patterns.iter().any(|pattern| pattern.is_in(text))
}

fn parse(folded: &str) -> Option<Hir> {
    ParserBuilder::new().multi_line(true).build().parse(folded).ok()
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
            assert!(engine::fast(&largest).is_some(), "{largest}");
        }
    }

    proptest! {
        #[test]
        fn needles_never_hide_a_match(pattern in "(甲|乙丙|[丁戊])?(甲|乙)(丙丁|[甲乙]){0,2}(丁|戊己)?", text in "[甲乙丙丁戊己]{0,12}") {
            let all: Vec<String> = regex::Regex::new(&pattern).unwrap().find_iter(&text).map(|m| m.as_str().to_owned()).collect();
            prop_assert_eq!(found(&pattern, &text), all);
        }
    }
}

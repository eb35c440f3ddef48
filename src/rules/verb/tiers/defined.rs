//! What a document says 以上、以下 and their like mean in it: 本制度所称“以上”含本数，“以下”不含本数. Where it says nothing, they
//! include the number (民法典第一千二百五十九条).

use std::sync::LazyLock;

use regex::Regex;

use crate::text::{Folded, Span};

/// One or more of the words, quoted or not, and whether they include the number.
static DEFINITION: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r#"(?P<words>(?:"?(?:以上|以下|以内|之内|以外)"?(?:、|和|与|及|以及|或者?|,)?(?:所称的?)?)+)的?,?(?:均|都|皆|一律|则|也|是)*(?P<not>不)?(?:包含|包括|含有?|包)(?:本|该|此)(?:数|值)"#,
    )
    .ok()
});

/// What brackets say of a word for the rest of the document: 三天以上(不含三天,下同).
static FROM_HERE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?P<words>以上|以下|以内|之内|以外)的?\((?P<not>不)?(?:包含|包括|含)[^()\n]{0,12},下同\)")
        .ok()
});

/// The words.
const WORDS: [&str; 5] = ["以上", "以下", "以内", "之内", "以外"];

/// A definition that holds in its own article only begins so.
const LOCAL: [&str; 5] = ["本条", "本款", "本项", "本表", "前款"];

/// What a document says of one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Definition {
    word: &'static str,
    included: bool,
    at: Span<Folded>,
    /// Whether it holds in its own article only.
    local: bool,
}

/// All that a document says of such words.
#[derive(Debug, Clone, Default)]
pub(super) struct Definitions(Vec<Definition>);

impl Definitions {
    /// The definitions in folded `text`.
    pub(super) fn of(text: &str) -> Self {
        if !text.contains('含') && !text.contains("包括") {
            return Self::default();
        }
        let mut found = Vec::new();
        let written = [&*DEFINITION, &*FROM_HERE].into_iter().flatten();
        for definition in written.flat_map(|definition| definition.captures_iter(text)) {
            let (Some(all), Some(words)) = (definition.get(0), definition.name("words")) else { continue };
            let before = text.get(..all.start()).unwrap_or_default();
            let clause = before.rsplit(['。', ';', '\n']).next().unwrap_or_default();
            let local = LOCAL.iter().any(|word| clause.contains(word));
            let included = definition.name("not").is_none();
            let at = Span::new(all.start(), all.end());
            let named = WORDS.into_iter().filter(|word| words.as_str().contains(word));
            found.extend(named.map(|word| Definition { word, included, at, local }));
        }
        Self(found)
    }

    /// Whether `word` includes its number in the part `section` of the document: what that part says of it, else what the
    /// whole says. `None` where nothing is said, or one thing and its opposite.
    pub(super) fn included(&self, word: &str, section: Span<Folded>) -> Option<bool> {
        let agreed = |local: bool| {
            let mut said = self.0.iter().filter(|definition| {
                definition.word == word
                    && definition.local == local
                    && (!local || section.contains(definition.at))
            });
            let first = said.next()?.included;
            said.all(|other| other.included == first).then_some(first)
        };
        agreed(true).or_else(|| agreed(false))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_documents_say_of_the_number() {
        let said = |text: &str| {
            let definitions = Definitions::of(text);
            ["以上", "以下", "以内"].map(|word| definitions.included(word, Span::new(0, text.len())))
        };
        for (text, expected) in [
            (r#"本制度所称"以上"含本数,"以下"不含本数。"#, [Some(true), Some(false), None]),
            ("以下不包括本数", [None, Some(false), None]),
            (r#""以上"、"以内"均包括本数,"以下"均不包括本数"#, [Some(true), Some(false), Some(true)]),
            ("三天以上(不含三天,下同)七天以下(含七天,下同)", [Some(false), Some(true), None]),
            ("三天以内(以内不含本数)", [None, None, Some(false)]),
            ("以上材料包括本级机关的文件", [None, None, None]),
            ("以上含本数;以上不含本数", [None, None, None]),
        ] {
            assert_eq!(said(text), expected, "{text}");
        }
    }

    #[test]
    fn what_an_article_says_holds_in_it() {
        let text = "本条所称以下不含本数。\n别的";
        let definitions = Definitions::of(text);
        assert_eq!(definitions.included("以下", Span::new(0, text.len())), Some(false));
        assert_eq!(definitions.included("以下", Span::new(text.len() - 6, text.len())), None);
    }
}

//! What may stand at a place: codes of rules, titles and articles of citations, ids of regulations.

use std::sync::LazyLock;

use lsp_types::{
    CompletionItem, CompletionItemKind, CompletionList, CompletionTextEdit, Documentation, Position, TextEdit,
};
use regex::Regex;

use super::{Shelf, diagnose::range, documents::Document};
use crate::{
    law::{Address, Level, Step},
    report::{EditorText, Units},
    rules::Profile,
};

/// More than this nobody reads; the editor asks again when more is typed.
const MOST: usize = 100;

/// Characters after which the editor asks.
pub(super) const TRIGGERS: [&str; 4] = ["《", "》", "第", "略"];

/// A comment that silences rules, up to the code that is being typed.
static SILENCE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"规矩\s*[：:，,]?\s*忽略\s*(?:[A-Za-z]\d{2}\s*[、,，]\s*)*([A-Za-z]?\d{0,2})$").ok()
});
/// A citation whose title is being typed.
static TITLE: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new("《([^《》]*)$").ok());
/// A citation whose article is being typed.
static ARTICLE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new("《([^《》]+)》(第?[零〇一二三四五六七八九十百千0-9]{0,7})$").ok());
/// A string of a TOML file that is being typed, with its key, also in a list.
static STRING: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r#"^\s*(?:.*[{,]\s*)?([a-z-]+)\s*=\s*\[?(?:\s*"[^"]*"\s*,)*\s*"([^"]*)$"#).ok()
});
/// The regulation that an article of a rule's basis is one of.
static REGULATION: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r#"regulation\s*=\s*"([^"]*)""#).ok());

/// Something that may stand there.
struct Choice {
    /// What is written.
    with: String,
    /// What is shown, when not that.
    label: Option<String>,
    /// What stands beside it.
    detail: String,
    /// What it says.
    words: Option<String>,
    kind: CompletionItemKind,
}

impl Choice {
    fn new(with: impl Into<String>, detail: impl Into<String>, kind: CompletionItemKind) -> Self {
        Self { with: with.into(), label: None, detail: detail.into(), words: None, kind }
    }

    fn shown(&self) -> &str {
        self.label.as_deref().unwrap_or(&self.with)
    }
}

/// What may stand at `at`; `None` where nothing is known.
pub(super) fn completions(
    document: &Document,
    shelf: &Shelf,
    at: Position,
    units: Units,
) -> Option<CompletionList> {
    let text = EditorText::new(&document.text, units);
    let byte = text.byte(at.line as usize, at.character as usize);
    let before = text.line_before(byte);
    let after = text.text().get(byte..).unwrap_or_default();
    let (typed, choices) = if shelf.is_toml {
        in_toml(before, text.text().get(..byte).unwrap_or_default(), shelf)?
    } else {
        in_document(before, after.starts_with('》'), shelf)?
    };
    let sought = in_chinese(typed).to_lowercase();
    let wanted = |choice: &Choice| {
        let has = |word: &str| word.to_lowercase().contains(&sought);
        has(choice.shown()) || has(&choice.detail)
    };
    let mut found: Vec<Choice> = choices.into_iter().filter(wanted).collect();
    found.sort_by_key(|choice| !choice.shown().to_lowercase().starts_with(&sought));
    found.truncate(MOST);
    let range = range(&text, byte - typed.len(), byte);
    let item = |(i, choice): (usize, Choice)| CompletionItem {
        label: choice.label.unwrap_or_else(|| choice.with.clone()),
        kind: Some(choice.kind),
        detail: Some(choice.detail),
        documentation: choice.words.map(Documentation::String),
        sort_text: Some(format!("{i:04}")),
        // What fits was chosen here, also by the words beside it: the editor is not to choose again, but to ask again.
        filter_text: Some(typed.to_owned()),
        text_edit: Some(CompletionTextEdit::Edit(TextEdit::new(range, choice.with))),
        ..CompletionItem::default()
    };
    let items = found.into_iter().enumerate().map(item).collect();
    Some(CompletionList { is_incomplete: true, items })
}

/// The number of an article as regulations write it: 第三 for 第3.
fn in_chinese(typed: &str) -> String {
    let Ok(number) = typed.trim_start_matches('第').parse() else { return typed.to_owned() };
    article(number).to_string().trim_end_matches('条').to_owned()
}

fn article(number: u32) -> Address {
    Address::new(vec![Step { level: Level::Article, number, inserted: 0 }])
}

fn in_document<'t>(before: &'t str, is_closed: bool, shelf: &Shelf) -> Option<(&'t str, Vec<Choice>)> {
    if let Some(found) = SILENCE.as_ref()?.captures(before) {
        return Some((found.get(1)?.as_str(), codes(shelf)));
    }
    if let Some(found) = TITLE.as_ref()?.captures(before) {
        return Some((found.get(1)?.as_str(), titles(shelf, is_closed)));
    }
    let found = ARTICLE.as_ref()?.captures(before)?;
    Some((found.get(2)?.as_str(), articles(found.get(1)?.as_str(), shelf)))
}

fn in_toml<'t>(line: &'t str, before: &str, shelf: &Shelf) -> Option<(&'t str, Vec<Choice>)> {
    let found = STRING.as_ref()?.captures(line)?;
    let typed = found.get(2)?.as_str();
    let choices = match found.get(1)?.as_str() {
        "regulation" => ids(shelf),
        "at" => {
            let last = REGULATION.as_ref()?.captures_iter(before).last()?;
            let regulation = shelf.corpus.regulation(last.get(1)?.as_str(), shelf.as_of)?;
            articles(&regulation.title, shelf)
        }
        "profile" | "profiles" => {
            let word =
                |profile: Profile| Choice::new(profile.word(), "规则集", CompletionItemKind::ENUM_MEMBER);
            Profile::ALL.map(word).into()
        }
        "code" | "rule" | "rules" | "select" | "ignore" => codes(shelf),
        _ => return None,
    };
    Some((typed, choices))
}

fn codes(shelf: &Shelf) -> Vec<Choice> {
    let choice = |rule: &crate::rules::Rule| Choice {
        words: Some(format!("{}\n怎么改：{}", rule.why, rule.advice)),
        ..Choice::new(&*rule.code, &*rule.title, CompletionItemKind::REFERENCE)
    };
    shelf.rules.rules.iter().map(choice).collect()
}

fn titles(shelf: &Shelf, is_closed: bool) -> Vec<Choice> {
    let written = |title: &str| if is_closed { title.to_owned() } else { format!("{title}》") };
    let own = shelf.corpus.in_force(shelf.as_of).map(|regulation| Choice {
        label: Some(regulation.title.clone()),
        ..Choice::new(
            written(&regulation.title),
            [std::slice::from_ref(&regulation.category), &regulation.aliases].concat().join("　"),
            CompletionItemKind::FILE,
        )
    });
    let in_force = |law: &&crate::corpus::Law| law.repealed_on(shelf.as_of).is_none();
    let laws = shelf.corpus.laws().iter().filter(in_force).map(|law| Choice {
        label: Some(law.title.clone()),
        ..Choice::new(
            written(&law.title),
            [std::slice::from_ref(&law.level), &law.short].concat().join("　"),
            CompletionItemKind::REFERENCE,
        )
    });
    own.chain(laws).collect()
}

fn ids(shelf: &Shelf) -> Vec<Choice> {
    let choice = |regulation: &crate::law::Regulation| {
        Choice::new(&regulation.id, &regulation.title, CompletionItemKind::FILE)
    };
    shelf.corpus.in_force(shelf.as_of).map(choice).collect()
}

/// The articles of the regulation or the law of that title.
fn articles(title: &str, shelf: &Shelf) -> Vec<Choice> {
    if let Some(regulation) = shelf.corpus.named(title, shelf.as_of) {
        let choice = |provision: &crate::law::Provision| {
            let words = regulation.words(provision);
            let first = words.lines().next().unwrap_or_default().chars().take(60).collect::<String>();
            let at = provision.at.from_article().to_string();
            Choice { words: Some(words), ..Choice::new(at, first, CompletionItemKind::VALUE) }
        };
        return regulation.articles().map(choice).collect();
    }
    let Some(law) = shelf.corpus.law(title) else { return Vec::new() };
    let choice = |number| Choice::new(article(number).to_string(), &*law.title, CompletionItemKind::VALUE);
    (1..=law.last_article(shelf.as_of).unwrap_or_default()).map(choice).collect()
}

//! `require`: a field is there with something in it, or a document says all that one of its kind must say.

use std::sync::Arc;

use toml::Spanned;

use super::{
    super::{
        compile::{Compiled, Compiler},
        fields::Words,
        file,
        pattern::{Pattern, any_in},
        rule::Rule,
    },
    Verb,
};
use crate::{
    doc::{Document, Kind, NoticeKind},
    finding::{Finding, Fingerprint, Level},
    law::{Date, LimitRole},
    text::{Folded, Span},
};

/// What must be there.
#[derive(Debug, Clone)]
pub(in super::super) struct Require {
    what: What,
    when: Vec<Pattern>,
    unless: Vec<Pattern>,
}

#[derive(Debug, Clone)]
enum What {
    /// A field, named by a label; or what it is for, said elsewhere.
    Field { name: Arc<str>, or_limit: Option<LimitRole>, or_words: Vec<Pattern>, not_in: Vec<Arc<str>> },
    /// Elements that have names but no labels.
    Elements(Vec<Element>),
}

impl Require {
    pub(in super::super) fn compile(
        written: &Spanned<file::Require>,
        compiler: &Compiler<'_>,
    ) -> Compiled<Self> {
        let require = written.get_ref();
        let what = match (&require.field, require.elements.as_slice()) {
            (Some(field), []) => What::Field {
                name: compiler.field(field)?,
                or_limit: require.or_limit.as_ref().map(|role| compiler.role(role)).transpose()?,
                or_words: compiler.patterns(&require.or_words)?,
                not_in: require.not_in.iter().map(|name| compiler.field(name)).collect::<Compiled<_>>()?,
            },
            (None, elements @ [_, ..]) => {
                let compiled = elements.iter().map(|element| Element::compile(element, compiler));
                What::Elements(compiled.collect::<Compiled<_>>()?)
            }
            _ => {
                let advice =
                    "[require] 下写 field = \"要素\"，或者写 elements = [{ name = \"…\", any = ['…'] }]。";
                return Err(compiler.mistake(written, "[require] 要恰好写 field 或 elements", advice));
            }
        };
        Ok(Self {
            what,
            when: compiler.patterns(&require.when)?,
            unless: compiler.patterns(&require.unless)?,
        })
    }
}

impl Verb for Require {
    fn run(&self, rule: &Rule, document: &Document, _as_of: Date) -> Vec<Finding> {
        let text = document.folded.as_str();
        let asked = self.when.is_empty() || any_in(&self.when, text);
        if !asked || any_in(&self.unless, text) {
            return Vec::new();
        }
        match &self.what {
            What::Field { name, or_limit, or_words, not_in } => {
                let said = or_limit
                    .is_some_and(|role| document.limits.iter().any(|limit| limit.role == role))
                    || said_elsewhere(document, or_words, not_in);
                field(rule, document, name).filter(|_| !said).into_iter().collect()
            }
            What::Elements(elements) => {
                let missing = elements.iter().filter(|element| element.is_missing(document));
                missing.map(|element| element.finding(rule, document)).collect()
            }
        }
    }
}

/// Something that a document must say.
#[derive(Debug, Clone)]
struct Element {
    name: Arc<str>,
    words: Arc<Words>,
    field: Option<Arc<str>>,
    when: Vec<Pattern>,
    unless: Vec<Pattern>,
    notices: Vec<NoticeKind>,
    level: Option<Level>,
    forms: bool,
}

impl Element {
    fn compile(written: &file::Element, compiler: &Compiler<'_>) -> Compiled<Self> {
        let name = &written.name;
        let words = if written.any.is_empty() && written.field.is_none() {
            let shared = &compiler.context.fields.elements;
            let known: Vec<&str> = shared.keys().map(String::as_str).collect();
            compiler.word(name, "共用要素（没有写 any 或 field）", &known, |word| {
                shared.get(word).cloned()
            })?
        } else {
            Arc::new(Words {
                any: compiler.patterns(&written.any)?,
                except: compiler.patterns(&written.except)?,
                vague: compiler.patterns(&written.vague)?,
            })
        };
        let level = |level| compiler.word(level, "级别", &Level::ALL.map(Level::word), Level::from_word);
        Ok(Self {
            name: name.get_ref().as_str().into(),
            words,
            field: written.field.as_ref().map(|field| compiler.field(field)).transpose()?,
            when: compiler.patterns(&written.when)?,
            unless: compiler.patterns(&written.unless)?,
            notices: compiler.notices(&written.notices)?,
            level: written.level.as_ref().map(level).transpose()?,
            forms: written.forms,
        })
    }

    /// Whether `document` needs it and does not say it.
    fn is_missing(&self, document: &Document) -> bool {
        let text = document.folded.as_str();
        let of_kind = match document.kind {
            Some(Kind::Notice(notice)) => self.notices.is_empty() || self.notices.contains(&notice),
            _ => true,
        };
        let needed = of_kind
            && (self.forms || !document.is_form)
            && (self.when.is_empty() || any_in(&self.when, text))
            && !any_in(&self.unless, text);
        let in_field = || {
            let field = self.field.as_deref();
            field.is_some_and(|name| {
                document.fields_named(name).any(|field| !field.text(&document.plain).is_empty())
            })
        };
        needed && !self.words.are_in(text) && !in_field()
    }

    /// The finding on its lack: at words that only seem to say it, or at the title, which stands for the whole.
    fn finding(&self, rule: &Rule, document: &Document) -> Finding {
        let folded = &document.folded;
        let said = self.words.vague.iter().filter_map(|pattern| pattern.find(folded.as_str()).next());
        let mut finding = lacks(rule, document, &self.name);
        if let Some(at) = said.min() {
            let at = folded.to_plain(at);
            finding.primary.at = at;
            finding.message = format!("“{}”没有写清楚：“{}”", self.name, at.of(&document.plain));
        }
        finding.level = self.level.unwrap_or(finding.level);
        finding
    }
}

/// The finding on a field that is missing or empty.
fn field(rule: &Rule, document: &Document, name: &Arc<str>) -> Option<Finding> {
    let mut there = document.fields_named(name).peekable();
    let empty = there.peek().map(|field| field.label);
    if there.any(|field| !field.text(&document.plain).is_empty()) {
        return None;
    }
    // A label without a value is shown where it stands; a missing one at the title, which stands for the whole.
    Some(match empty {
        None => lacks(rule, document, name),
        Some(label) => {
            let mut finding = rule.finding(document, label, format!("“{name}”有名无实：标签后面没有内容"));
            finding.field = Some(name.clone());
            finding.fingerprint = Fingerprint::of([&*rule.code, name]);
            finding
        }
    })
}

fn lacks(rule: &Rule, document: &Document, name: &Arc<str>) -> Finding {
    let kind = document.kind.map_or("文件", |kind| kind.name());
    let mut finding = rule.finding(document, document.headline(), format!("这份{kind}没有写明“{name}”"));
    finding.field = Some(name.clone());
    finding.fingerprint = Fingerprint::of([&*rule.code, name]);
    finding
}

/// The second chance: what the field is for stands somewhere, under no label or another one.
fn said_elsewhere(document: &Document, words: &[Pattern], not_in: &[Arc<str>]) -> bool {
    let folded = &document.folded;
    let outside = |at: Span<Folded>| {
        let field = document.field_at(folded.to_plain(at));
        field.is_none_or(|field| !not_in.contains(&field.name))
    };
    words.iter().any(|pattern| pattern.find(folded.as_str()).any(outside))
}

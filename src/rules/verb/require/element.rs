//! What a document must say, whatever the label.

use std::sync::Arc;

use super::{
    super::super::{
        compile::{Compiled, Compiler},
        fields::Words,
        file,
        pattern::{Pattern, any_in},
        rule::Rule,
    },
    elsewhere::Elsewhere,
    lacks,
};
use crate::{
    doc::{Document, Kind, NoticeKind},
    finding::{Finding, Level},
};

/// Something that a document must say.
#[derive(Debug, Clone)]
pub(super) struct Element {
    pub(super) name: Arc<str>,
    pub(super) words: Arc<Words>,
    field: Option<Arc<str>>,
    when: Vec<Pattern>,
    unless: Vec<Pattern>,
    notices: Vec<NoticeKind>,
    level: Option<Level>,
    forms: bool,
}

impl Element {
    pub(super) fn compile(written: &file::Element, compiler: &Compiler<'_>) -> Compiled<Self> {
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
    pub(super) fn is_missing(&self, document: &Document, elsewhere: &Elsewhere) -> bool {
        self.is_needed(document) && !elsewhere.say(&self.words, document) && !self.has_field(document)
    }

    /// Whether `document` needs it.
    pub(super) fn is_needed(&self, document: &Document) -> bool {
        let of_kind = match document.kind {
            Some(Kind::Notice(notice)) => self.notices.is_empty() || self.notices.contains(&notice),
            _ => true,
        };
        of_kind
            && (self.forms || !document.is_form)
            && (self.when.is_empty() || any_in(&self.when, &document.folded))
            && !any_in(&self.unless, &document.folded)
    }

    /// Whether its field has something in it.
    pub(super) fn has_field(&self, document: &Document) -> bool {
        self.field
            .as_deref()
            .is_some_and(|name| document.fields_named(name).any(|field| !field.is_empty(&document.plain)))
    }

    /// The finding on its lack: at words that only seem to say it, or at the title, which stands for the whole.
    pub(super) fn finding(&self, rule: &Rule, document: &Document) -> Finding {
        let folded = &document.folded;
        let said = self.words.vague.iter().find_map(|pattern| pattern.find(folded).next());
        let mut finding = lacks(rule, document, document.headline(), &self.name);
        if let Some(at) = said {
            let at = folded.to_plain(at);
            finding.primary.at = at;
            finding.message = format!("“{}”没有写清楚：“{}”", self.name, at.of(&document.plain));
        }
        finding.level = self.level.unwrap_or(finding.level);
        finding
    }
}

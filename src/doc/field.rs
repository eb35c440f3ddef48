//! Fields (要素): the named parts of a document, and the table of the labels that name them.

use std::{
    collections::HashMap,
    sync::{Arc, OnceLock},
};

use regex::RegexSet;

use crate::text::{FoldedText, Plain, Span};

/// A field that was found in a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Its canonical name.
    pub name: Arc<str>,
    /// The label that names it, as it stands in the document; empty for a page's title standing for 事项名称.
    pub label: Span<Plain>,
    /// The pieces of its value, one a line: paragraphs, list items, cells.
    pub value: Vec<Span<Plain>>,
    /// Its value folded, once somebody has asked.
    folded: OnceLock<String>,
}

impl Field {
    /// A field of that name, label and value.
    pub fn new(name: Arc<str>, label: Span<Plain>, value: Vec<Span<Plain>>) -> Self {
        Self { name, label, value, folded: OnceLock::new() }
    }

    /// Its value as a reader sees it, one piece a line.
    pub fn text(&self, plain: &str) -> String {
        self.value
            .iter()
            .map(|piece| piece.of(plain).trim())
            .filter(|piece| !piece.is_empty())
            .collect::<Vec<_>>()
            .join("\n")
    }

    /// Its value, folded; `plain` is the text of the document that it belongs to.
    pub fn folded(&self, plain: &str) -> &str {
        self.folded.get_or_init(|| FoldedText::new(&self.text(plain)).as_str().to_owned())
    }

    /// Whether its label is a question that asks for a time: 一般多久能收到钱
    pub fn asks_how_long(&self, plain: &str) -> bool {
        let label = self.label.of(plain);
        ["多久", "几天", "多长", "多少"].iter().any(|word| label.contains(word))
    }

    /// Whether there is nothing behind its label.
    pub fn is_empty(&self, plain: &str) -> bool {
        self.value.iter().all(|piece| piece.of(plain).trim().is_empty())
    }

    /// From its first to its last word; the place after the label when it is empty.
    pub fn span(&self) -> Span<Plain> {
        match (self.value.first(), self.value.last()) {
            (Some(first), Some(last)) => first.join(*last),
            _ => Span::empty(self.label.end()),
        }
    }
}

/// One field of the table, as checks/fields.toml has it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FieldDef {
    /// The canonical name.
    pub name: String,
    /// Labels that name it.
    pub labels: Vec<String>,
    /// Labels that name it only loosely (服务对象 for 申请条件): they are read, but do not make the field complete.
    pub weak: Vec<String>,
    /// Labels that name it only at the head of a column of a list of items.
    pub columns: Vec<String>,
    /// Ends of labels that name it loosely, whatever two to four characters stand before them (条件 for 报装条件), or up to eight
    /// and 的 (准予核准的条件).
    pub endings: Vec<String>,
    /// Labels with such an end that name something else (投诉流程).
    pub never: Vec<String>,
    /// Regular expressions of the folded questions that ask for it (需要带什么材料), all of a question but for its mark.
    pub asks: Vec<String>,
}

/// What a label stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// The canonical name of the field.
    pub field: Arc<str>,
    /// Whether the label names it only loosely.
    pub weak: bool,
}

/// All labels, by their folded form.
#[derive(Debug, Clone, Default)]
pub struct FieldTable {
    labels: HashMap<String, Label>,
    /// The same for labels that count only at the head of a column.
    columns: HashMap<String, Arc<str>>,
    /// Ends of labels that name a field loosely, and the labels that have one and do not.
    endings: Vec<(String, Arc<str>)>,
    never: Vec<String>,
    /// The expressions of questions, with the fields they ask for.
    asks: Vec<(String, Arc<str>)>,
    /// The same, compiled when a document first has a question.
    questions: OnceLock<Option<RegexSet>>,
    /// The longest label, in characters.
    longest: usize,
}

impl FieldTable {
    /// The table of `fields`. A label of two fields stays with the first; the canonical name is always a label.
    pub fn new(fields: &[FieldDef]) -> Self {
        let mut table = Self::default();
        for def in fields {
            let field: Arc<str> = def.name.as_str().into();
            let strong = std::iter::once(&def.name).chain(&def.labels).map(|label| (label, false));
            table.asks.extend(def.asks.iter().map(|ask| (ask.clone(), field.clone())));
            let endings = def.endings.iter().map(|ending| FoldedText::new(ending).as_str().to_owned());
            table.never.extend(def.never.iter().map(|label| FoldedText::new(label).as_str().to_owned()));
            table.endings.extend(endings.map(|ending| (ending, field.clone())));
            let columns = def.columns.iter().map(|label| FoldedText::new(label).as_str().to_owned());
            table.columns.extend(columns.map(|label| (label, field.clone())));
            for (label, weak) in strong.chain(def.weak.iter().map(|label| (label, true))) {
                let folded = FoldedText::new(label).as_str().to_owned();
                table.longest = table.longest.max(folded.chars().count());
                table.labels.entry(folded).or_insert_with(|| Label { field: field.clone(), weak });
            }
        }
        table
    }

    /// What the folded text `label` names, all of it.
    pub fn label(&self, label: &str) -> Option<&Label> {
        self.labels.get(label)
    }

    /// The field that the folded text `label` names at the head of a column of a list of items, and nowhere else.
    pub fn column(&self, label: &str) -> Option<&Arc<str>> {
        self.columns.get(label)
    }

    /// What the end of the folded text `label` names, when nothing but a word for the kind of case stands before it.
    pub fn ending(&self, label: &str) -> Option<Label> {
        let names = |ending: &String| {
            let never = || self.never.iter().filter_map(|never| never.strip_suffix(ending.as_str()));
            label.strip_suffix(ending.as_str()).is_some_and(|kind| {
                // 准予核准的条件 is one phrase, which may be longer than a word.
                let phrase = kind.strip_suffix('的');
                // 申请成立社会团体应当具备的条件: so long an ending leaves no doubt.
                let alone = if ending.chars().count() > 4 { 12 } else { 4 };
                let (kind, longest) = phrase.map_or((kind, alone), |kind| (kind, 8));
                let is_word =
                    kind.chars().all(char::is_alphabetic) && !kind.starts_with(['无', '不', '没', '未']);
                is_word
                    && (2..=longest).contains(&kind.chars().count())
                    && !never().any(|never| kind == never || phrase.is_some() && kind.starts_with(never))
            })
        };
        let (_, field) = self.endings.iter().find(|(ending, _)| names(ending))?;
        Some(Label { field: field.clone(), weak: true })
    }

    /// What the folded question `words` asks for.
    pub fn question(&self, words: &str) -> Option<Label> {
        let questions = self
            .questions
            .get_or_init(|| RegexSet::new(self.asks.iter().map(|(ask, _)| format!(r"\A(?:{ask})\z"))).ok());
        let which = questions.as_ref()?.matches(words).iter().next()?;
        self.asks.get(which).map(|(_, field)| Label { field: field.clone(), weak: true })
    }

    /// The length of the longest label, in characters.
    pub fn longest(&self) -> usize {
        self.longest
    }
}

//! The form of another item: the name of an application form (放射诊疗许可申请表) says what is applied for, and a guide in which
//! nothing else speaks of that was made from another one.

use std::sync::Arc;

use super::super::super::{
    compile::{Compiled, Compiler},
    file,
    pattern::{Pattern, any_in},
    rule::Rule,
};
use crate::{
    doc::{Document, Field},
    finding::{Finding, Label},
    text::{FoldedText, Plain, Span},
};

/// How names of forms are told, and what in them tells no item from another.
#[derive(Debug, Clone)]
pub(super) struct Forms {
    /// Names of forms, with the group `subject` for what is applied for.
    any: Vec<Pattern>,
    /// Words in a subject that go with any item, the longest first.
    general: Vec<String>,
    /// Titles of documents on several items, whose forms are all at home.
    several: Vec<Pattern>,
}

impl Forms {
    pub(super) fn compile(written: &file::Forms, compiler: &Compiler<'_>) -> Compiled<Self> {
        let mut general: Vec<String> =
            written.general.iter().map(|word| FoldedText::new(word).as_str().to_owned()).collect();
        general.sort_by_key(|word| std::cmp::Reverse(word.len()));
        Ok(Self {
            any: compiler.patterns(&written.any)?,
            general,
            several: compiler.patterns(&written.several)?,
        })
    }

    /// The forms of other items in the fields `in_fields`, each form once.
    pub(super) fn strangers(
        &self,
        rule: &Rule,
        document: &Document,
        title: Span<Plain>,
        in_fields: &[Arc<str>],
    ) -> Vec<Finding> {
        let (folded, plain) = (&document.folded, &document.plain);
        let titled = FoldedText::new(title.of(plain));
        let named =
            |name: &str| document.fields_named(name).map(|field| field.folded(plain)).collect::<String>();
        let own = format!("{}{}", titled.as_str(), named("事项名称"));
        if any_in(&self.several, own.as_str()) {
            return Vec::new();
        }
        // Everything but the places that are judged speaks of the guide's own item.
        let mut home = own.clone();
        let judged = |field: &&Field| in_fields.contains(&field.name);
        home.extend(document.fields.iter().filter(|field| !judged(field)).map(|field| field.folded(plain)));
        let mut findings: Vec<Finding> = Vec::new();
        for (form, subject) in self.any.iter().flat_map(|pattern| pattern.rewrite(folded, "${subject}")) {
            let at = folded.to_plain(form);
            let is_judged = document.field_at(at).is_some_and(|field| judged(&field));
            if !is_judged || self.is_at_home(&subject, &own, &home) {
                continue;
            }
            let name = at.of(plain);
            if findings.iter().any(|other| other.primary.at.of(plain) == name) {
                continue;
            }
            let mut finding = rule.finding(document, at, format!("“{name}”像是别的事项的内容"));
            finding.related = vec![Label { at: title, note: "本指南的事项".to_owned() }];
            findings.push(finding);
        }
        findings
    }

    /// Whether what tells `subject` from other items is spoken of in `home`, or no more than a character of it in the name of
    /// the item itself (养犬 for 犬只); also where nothing tells it from others.
    fn is_at_home(&self, subject: &str, own: &str, home: &str) -> bool {
        let mut telling = subject.to_owned();
        for word in &self.general {
            telling = telling.replace(word.as_str(), " ");
        }
        let pieces: Vec<Vec<char>> =
            telling.split_whitespace().map(|piece| piece.chars().collect()).collect();
        let pairs: Vec<String> =
            pieces.iter().flat_map(|piece| piece.windows(2)).map(|pair| pair.iter().collect()).collect();
        let is_general = |c: &char| self.general.iter().any(|word| word.contains(*c));
        let shares = pieces.iter().flatten().filter(|c| !is_general(c)).any(|c| own.contains(*c));
        pairs.is_empty() || shares || pairs.iter().any(|pair| home.contains(pair.as_str()))
    }
}

//! A basis is a law that is named, and its article.

use super::{super::super::rule::Rule, Cite};
use crate::{
    doc::{Document, Kind},
    finding::Finding,
    law::CitationMention,
    text::{Folded, Plain, Span},
};

/// How far behind a title its article may stand, in characters: its date, its number, 的规定 may come between.
const REACH: usize = 60;

/// A law of fewer articles is a basis as a whole.
const FEW: u32 = 12;

impl Cite {
    /// The words that only claim a basis, and the laws that are named without an article.
    pub(super) fn without_provision(&self, rule: &Rule, document: &Document) -> Vec<Finding> {
        let text = document.folded.as_str();
        let mut findings: Vec<Finding> = Vec::new();
        for at in self.vague.iter().flat_map(|vague| vague.find(&document.folded)) {
            let plain = document.folded.to_plain(at);
            if self.is_basis(document, plain) && !names_a_norm(text, at) {
                let words = plain.of(&document.plain);
                let message = format!("只写“{words}”，没有写明是哪一部、哪一条");
                findings.push(rule.finding(document, plain, message));
            }
        }
        if document.kind == Some(Kind::Guide) {
            let named = document.citations.iter().filter(|mention| self.is_basis(document, mention.at));
            findings.extend(named.filter_map(|mention| self.whole_law(rule, document, mention)));
        }
        findings
    }

    /// A guide gives its basis in its own field; a notice anywhere.
    fn is_basis(&self, document: &Document, at: Span<Plain>) -> bool {
        document.kind != Some(Kind::Guide)
            || document.field_at(at).is_some_and(|field| self.in_fields.contains(&field.name))
    }

    /// The finding on a law of many articles of which none is named.
    fn whole_law(&self, rule: &Rule, document: &Document, mention: &CitationMention) -> Option<Finding> {
        let title = mention.title.as_deref()?;
        let law = self.cited.law(title)?;
        let articles = law.editions.iter().filter_map(|edition| edition.articles).max()?;
        let text = document.folded.as_str();
        let after = text.get(document.folded.from_plain(mention.at).end()..)?;
        let near: String = after.chars().take(REACH).take_while(|c| *c != '《').collect();
        let cited = near.split_once('第').is_some_and(|(_, rest)| rest.contains(['条', '章', '款']));
        let of_state = ["法律", "行政法规"].contains(&law.level.as_str());
        // Named again with its article, it is cited to the article.
        let named = |name: &str| self.cited.law(name).is_some_and(|other| other.title == law.title);
        let again = document
            .citations
            .iter()
            .any(|other| !other.provisions.is_empty() && other.title.as_deref().is_some_and(named));
        let silent = !mention.provisions.is_empty() || cited || again || articles < FEW || !of_state;
        (!silent).then(|| {
            let message = format!("《{}》共 {articles} 条，没有写明是哪一条", law.title);
            rule.finding(document, mention.at, message)
        })
    }
}

/// Whether the sentence around `at` names a norm after all: 根据《…》等有关规定.
fn names_a_norm(text: &str, at: Span<Folded>) -> bool {
    let before = text.get(..at.start()).unwrap_or_default();
    let sentence = before.rsplit(['\n', '。']).next().unwrap_or_default();
    let after = text.get(at.end()..).unwrap_or_default();
    let rest = after.split(['\n', '。']).next().unwrap_or_default();
    sentence.contains('》') || rest.contains('《')
}

//! `differ`: fields that must not say the same.

use std::sync::Arc;

use toml::Spanned;

use super::{
    super::{
        compile::{Compiled, Compiler},
        file,
        rule::Rule,
    },
    Days, Verb,
    format::phone_numbers,
};
use crate::{
    doc::{Document, Field},
    finding::{Finding, Fingerprint, Label},
    text::{Folded, FoldedText, Plain, Span},
};

/// Two fields of which each has telephone numbers of its own.
#[derive(Debug, Clone)]
pub(in super::super) struct Differ {
    fields: [Arc<str>; 2],
}

/// A telephone number: its digits, and where it stands.
struct Number {
    digits: String,
    at: Span<Plain>,
}

impl Differ {
    pub(in super::super) fn compile(
        written: &Spanned<file::Differ>,
        compiler: &Compiler<'_>,
    ) -> Compiled<Self> {
        let phones = &written.get_ref().phones;
        let names = compiler.fields(phones.get_ref())?;
        let fields = <[Arc<str>; 2]>::try_from(names).map_err(|_| {
            compiler.mistake(phones, "要写两个要素", "写成 phones = [\"联系方式\", \"投诉渠道\"]。")
        })?;
        Ok(Self { fields })
    }
}

impl Verb for Differ {
    fn run(&self, rule: &Rule, document: &Document, _days: Days) -> Vec<Finding> {
        let [one, other] = &self.fields;
        // A label that names both (咨询投诉电话), or a value of the one with the other in it, says openly that it is one number.
        let [(open, first), (_, second)] = [(one, other), (other, one)].map(|(name, twin)| {
            let named = document.fields_named(name);
            let own: Vec<&Field> = named.filter(|field| !parts(document, field, &self.fields)).collect();
            let open = own.iter().any(|field| names_both(document, field, twin));
            (open, own.iter().flat_map(|field| numbers(document, field, twin)).collect::<Vec<_>>())
        });
        let within = |all: &[Number], number: &Number| all.iter().any(|other| same(number, other));
        let equal = first.iter().all(|number| within(&second, number))
            && second.iter().all(|number| within(&first, number));
        let (Some(number), false, true) = (second.first(), open, equal) else { return Vec::new() };
        let words = number.at.of(&document.plain);
        let message = format!("“{one}”与“{other}”用了同一个号码：{words}");
        let mut finding = rule.finding(document, number.at, message);
        finding.primary.note = other.to_string();
        let twin = first.iter().find(|first| same(first, number));
        finding.related.extend(twin.map(|twin| Label { at: twin.at, note: one.to_string() }));
        finding.fingerprint = Fingerprint::of([&*rule.code, one, other]);
        vec![finding]
    }
}

/// Whether a field is no more than a heading over both, each with its label below: 咨询和投诉.
fn parts(document: &Document, field: &Field, both: &[Arc<str>; 2]) -> bool {
    let inner = |part: &Field| !part.label.is_empty() && field.span().contains(part.label);
    both.iter().all(|name| document.fields_named(name).any(inner))
}

/// The pieces of a field's value but for the lines that are its twin's own: 投诉电话：…, indented below 联系电话.
fn own_pieces<'d>(document: &'d Document, field: &'d Field, twin: &str) -> impl Iterator<Item = Span<Plain>> {
    let labels: Vec<Span<Plain>> = document.fields_named(twin).map(|other| other.label).collect();
    let is_own = move |piece: &Span<Plain>| {
        !labels
            .iter()
            .any(|label| !label.is_empty() && label.start() == piece.start() && piece.contains(*label))
    };
    field.value.iter().copied().filter(is_own)
}

/// Words of a complaint in the label or the value of a field for enquiries.
fn names_both(document: &Document, field: &Field, twin: &str) -> bool {
    let words = std::iter::once(field.label).chain(own_pieces(document, field, twin));
    let words: String = words.map(|piece| piece.of(&document.plain)).collect();
    let folded = FoldedText::new(&words);
    ["投诉", "监督", "举报"].iter().any(|word| folded.as_str().contains(word))
}

/// The telephone numbers in a field.
fn numbers(document: &Document, field: &Field, twin: &str) -> Vec<Number> {
    let folded = &document.folded;
    let in_piece = |piece: Span<Plain>| {
        let piece = folded.from_plain(piece);
        let found = phone_numbers(folded.slice(piece));
        found.into_iter().map(move |at| Span::new(piece.start() + at.start(), piece.start() + at.end()))
    };
    let number = |at: Span<Folded>| {
        let extension = folded.as_str().get(at.end()..).unwrap_or_default().trim_start_matches(['(', ',']);
        let extension = extension.strip_prefix("分机").unwrap_or_default().trim_start_matches(['号', ':']);
        let extension = extension.chars().take_while(char::is_ascii_digit);
        let digits = folded.slice(at).chars().filter(char::is_ascii_digit).chain(extension).collect();
        Number { digits, at: folded.to_plain(at) }
    };
    own_pieces(document, field, twin).flat_map(in_piece).map(number).collect()
}

/// Whether two numbers ring the same telephone: one may lack the area code.
fn same(a: &Number, b: &Number) -> bool {
    a.digits.ends_with(&b.digits) || b.digits.ends_with(&a.digits)
}

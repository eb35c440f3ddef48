//! Two things that a document cannot say at once: 不收费 beside an amount, 全程网办 beside 必须到现场.

use std::sync::Arc;

use super::super::{
    super::{
        compile::{Compiled, Compiler},
        file,
        pattern::Pattern,
        rule::Rule,
    },
    variant::variants,
};
use crate::{
    doc::{BlockKind, Document},
    finding::{Finding, Fingerprint, Label},
    text::{Folded, Mistake, Plain, Span},
};

/// A pair of words that cannot both be true.
#[derive(Debug, Clone)]
pub(in super::super::super) struct Opposites {
    message: String,
    one: Side,
    other: Side,
}

#[derive(Debug, Clone)]
struct Side {
    in_fields: Vec<Arc<str>>,
    any: Vec<Pattern>,
    except: Vec<Pattern>,
}

impl Opposites {
    pub(super) fn compile(written: &file::Opposites, compiler: &Compiler<'_>) -> Compiled<Self> {
        let side = |side: &file::Side| {
            Ok::<Side, Box<Mistake>>(Side {
                in_fields: compiler.fields(&side.in_fields)?,
                any: compiler.patterns(&side.any)?,
                except: compiler.patterns(&side.except)?,
            })
        };
        Ok(Self { message: written.message.clone(), one: side(&written.one)?, other: side(&written.other)? })
    }

    /// The first place of the one side that one of the other contradicts, of the same variant of the item.
    pub(super) fn contradiction(&self, rule: &Rule, document: &Document) -> Option<Finding> {
        let of_variant = |at: Span<Plain>| (at, variants(document, at));
        let one: Vec<_> = self.one.places(document).into_iter().map(of_variant).collect();
        if one.is_empty() {
            return None;
        }
        let other: Vec<_> = self.other.places(document).into_iter().map(of_variant).collect();
        let (at, against) = one.iter().find_map(|(at, of)| {
            let against = other
                .iter()
                .find(|(there, its)| there != at && of.may_be(its) && !of_two_rows(document, *at, *there))?;
            Some((*at, against.0))
        })?;
        let mut finding = rule.finding(document, at, self.message.clone());
        finding.primary.note = "这里".to_owned();
        finding.related = vec![Label { at: against, note: "与这里矛盾".to_owned() }];
        finding.fingerprint = Fingerprint::of([&*rule.code, &self.message]);
        Some(finding)
    }
}

/// Whether two places stand in rows of one table that a field has as its value, each headed by what it is about: 纸质证 10元 and
/// 电子证 免费.
fn of_two_rows(document: &Document, one: Span<Plain>, other: Span<Plain>) -> bool {
    let row = |at| match document.block_at(at)?.kind {
        BlockKind::Cell(cell) => Some((cell.table, cell.row, document.field_at(at)?.label)),
        _ => None,
    };
    matches!((row(one), row(other)), (Some(one), Some(other)) if one.0 == other.0 && one.1 != other.1 && one.2 == other.2)
}

impl Side {
    /// Where the document says so, in order.
    fn places(&self, document: &Document) -> Vec<Span<Plain>> {
        let folded = &document.folded;
        let found: Vec<Span<Folded>> =
            self.any.iter().flat_map(|pattern| pattern.find(&document.folded)).collect();
        if found.is_empty() {
            return Vec::new();
        }
        let except: Vec<Span<Folded>> =
            self.except.iter().flat_map(|pattern| pattern.find(&document.folded)).collect();
        let said = found.into_iter().filter(|at| !except.iter().any(|e| e.contains(*at)));
        let mut places: Vec<Span<Plain>> = said.map(|at| folded.to_plain(at)).collect();
        places.retain(|at| {
            self.in_fields.is_empty()
                || document.field_at(*at).is_some_and(|field| self.in_fields.contains(&field.name))
        });
        places.sort_unstable_by_key(|at| (at.start(), std::cmp::Reverse(at.end())));
        places
    }
}

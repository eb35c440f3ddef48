//! checks/fields.toml: the labels of fields.

use std::collections::HashMap;

use serde::Deserialize;
use toml::Spanned;

use crate::{
    doc::{FieldDef, FieldTable},
    text::{FoldedText, Mistake, SourceFile, Span},
};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    field: Vec<WrittenField>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenField {
    name: Spanned<String>,
    #[serde(default)]
    labels: Vec<Spanned<String>>,
    #[serde(default)]
    weak: Vec<Spanned<String>>,
}

/// The canonical names of fields, in the order of the file, and the table of their labels.
#[derive(Debug, Clone, Default)]
pub struct Fields {
    /// The names.
    pub names: Vec<String>,
    /// The labels.
    pub table: FieldTable,
}

/// Reads the table.
///
/// # Errors
/// A [`Mistake`] where the file cannot be read or a label belongs to two fields.
pub(super) fn fields(file: &SourceFile) -> Result<Fields, Box<Mistake>> {
    let written: Written = file.toml(Span::new(0, file.text.len()))?;
    let mut owners: HashMap<String, &str> = HashMap::new();
    for field in &written.field {
        for label in std::iter::once(&field.name).chain(&field.labels).chain(&field.weak) {
            let folded = FoldedText::new(label.get_ref()).as_str().to_owned();
            let at = Span::new(label.span().start, label.span().end);
            if let Some(owner) = owners.get(&folded) {
                let message = format!("标签“{}”已经属于要素“{owner}”", label.get_ref());
                return Err(Box::new(file.mistake(at, message, "一个标签只能属于一个要素，删去其中一处。")));
            }
            owners.insert(folded, field.name.get_ref());
        }
    }
    let plain = |labels: &[Spanned<String>]| labels.iter().map(|label| label.get_ref().clone()).collect();
    let defs: Vec<FieldDef> = written
        .field
        .iter()
        .map(|field| FieldDef {
            name: field.name.get_ref().clone(),
            labels: plain(&field.labels),
            weak: plain(&field.weak),
        })
        .collect();
    Ok(Fields { names: defs.iter().map(|def| def.name.clone()).collect(), table: FieldTable::new(&defs) })
}

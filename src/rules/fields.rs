//! checks/fields.toml: the labels of fields.

use std::{collections::HashMap, sync::Arc};

use serde::Deserialize;
use toml::Spanned;

use super::pattern::{Pattern, pattern, patterns};
use crate::{
    doc::{FieldDef, FieldTable},
    text::{Folded, FoldedText, Mistake, SourceFile, Span, fold_pattern},
};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    field: Vec<WrittenField>,
    #[serde(default)]
    element: Vec<WrittenElement>,
}

/// Something that notices of many kinds must say, for their rules to name.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenElement {
    name: Spanned<String>,
    any: Vec<Spanned<String>>,
    #[serde(default)]
    except: Vec<Spanned<String>>,
    #[serde(default)]
    vague: Vec<Spanned<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenField {
    name: Spanned<String>,
    #[serde(default)]
    labels: Vec<Spanned<String>>,
    #[serde(default)]
    weak: Vec<Spanned<String>>,
    #[serde(default)]
    columns: Vec<Spanned<String>>,
    #[serde(default)]
    endings: Vec<Spanned<String>>,
    #[serde(default)]
    never: Vec<Spanned<String>>,
    #[serde(default)]
    asks: Vec<Spanned<String>>,
}

/// The canonical names of fields, in the order of the file, and the table of their labels.
#[derive(Debug, Clone, Default)]
pub struct Fields {
    /// The names.
    pub names: Vec<String>,
    /// The labels.
    pub table: FieldTable,
    /// Elements without labels, by name.
    pub(super) elements: HashMap<String, Arc<Words>>,
}

/// Words that say something: those of one expression that lie in no match of an exception.
#[derive(Debug, Clone, Default)]
pub(super) struct Words {
    pub(super) any: Vec<Pattern>,
    pub(super) except: Vec<Pattern>,
    /// Words that only seem to say it.
    pub(super) vague: Vec<Pattern>,
}

impl Words {
    /// Whether `text` has them.
    pub(super) fn are_in(&self, text: &str) -> bool {
        let mut found = self.any.iter().flat_map(|pattern| pattern.find(text)).peekable();
        if found.peek().is_none() {
            return false;
        }
        let except: Vec<Span<Folded>> = self.except.iter().flat_map(|pattern| pattern.find(text)).collect();
        found.any(|at| !except.iter().any(|other| other.contains(at)))
    }
}

/// Reads the table.
///
/// # Errors
/// A [`Mistake`] where the file cannot be read or a label belongs to two fields.
pub(super) fn fields(file: &SourceFile) -> Result<Fields, Box<Mistake>> {
    let written: Written = file.toml(Span::new(0, file.text.len()))?;
    let mut owners: HashMap<String, &str> = HashMap::new();
    for field in &written.field {
        for label in
            std::iter::once(&field.name).chain(&field.labels).chain(&field.weak).chain(&field.columns)
        {
            let folded = FoldedText::new(label.get_ref()).as_str().to_owned();
            let at = Span::new(label.span().start, label.span().end);
            if let Some(owner) = owners.get(&folded) {
                let message = format!("标签“{}”已经属于要素“{owner}”", label.get_ref());
                return Err(Box::new(file.mistake(at, message, "一个标签只能属于一个要素，删去其中一处。")));
            }
            owners.insert(folded, field.name.get_ref());
        }
    }
    for ask in written.field.iter().flat_map(|field| &field.asks) {
        pattern(file, ask)?;
    }
    let plain = |labels: &[Spanned<String>]| labels.iter().map(|label| label.get_ref().clone()).collect();
    let defs: Vec<FieldDef> = written
        .field
        .iter()
        .map(|field| FieldDef {
            name: field.name.get_ref().clone(),
            labels: plain(&field.labels),
            weak: plain(&field.weak),
            columns: plain(&field.columns),
            endings: plain(&field.endings),
            never: plain(&field.never),
            asks: field.asks.iter().map(|ask| fold_pattern(ask.get_ref())).collect(),
        })
        .collect();
    let mut elements = HashMap::new();
    for element in &written.element {
        let words = Words {
            any: patterns(file, &element.any)?,
            except: patterns(file, &element.except)?,
            vague: patterns(file, &element.vague)?,
        };
        elements.insert(element.name.get_ref().clone(), Arc::new(words));
    }
    let names = defs.iter().map(|def| def.name.clone()).collect();
    Ok(Fields { names, table: FieldTable::new(&defs), elements })
}

//! Words that stand somewhere in the document, under no label or another one.

use std::sync::Arc;

use super::super::super::{
    compile::{Compiled, Compiler},
    fields::Words,
    file,
    pattern::Pattern,
};
use crate::{
    doc::Document,
    text::{Folded, Span},
};

/// Which words serve wherever they stand, and where none do.
#[derive(Debug, Clone)]
pub(super) struct Elsewhere {
    or_words: Vec<Pattern>,
    pub(super) not_in: Vec<Arc<str>>,
    pub(super) except: Vec<Pattern>,
}

impl Elsewhere {
    pub(super) fn compile(written: &file::Require, compiler: &Compiler<'_>) -> Compiled<Self> {
        Ok(Self {
            or_words: compiler.patterns(&written.or_words)?,
            not_in: compiler.fields(&written.not_in)?,
            except: compiler.patterns(&written.except)?,
        })
    }

    /// Whether `document` has words that serve as well as a label.
    pub(super) fn serve(&self, document: &Document) -> bool {
        self.have(&self.or_words, &[], document)
    }

    /// Whether `document` says `words` where they count.
    pub(super) fn say(&self, words: &Words, document: &Document) -> bool {
        self.have(&words.any, &words.except, document)
    }

    fn have(&self, any: &[Pattern], except: &[Pattern], document: &Document) -> bool {
        let folded = &document.folded;
        let mut found = any.iter().flat_map(|pattern| pattern.find(folded)).peekable();
        if found.peek().is_none() {
            return false;
        }
        let except: Vec<Span<Folded>> =
            self.except.iter().chain(except).flat_map(|pattern| pattern.find(folded)).collect();
        found.any(|at| {
            let field = document.field_at(folded.to_plain(at));
            field.is_none_or(|field| !self.not_in.contains(&field.name))
                && !except.iter().any(|e| e.contains(at))
        })
    }
}

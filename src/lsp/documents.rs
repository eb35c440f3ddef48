//! The documents that are open in the editor.

use std::{
    collections::BTreeMap,
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use lsp_types::{TextDocumentContentChangeEvent, TextDocumentItem, Uri};

use super::{Examined, uri};
use crate::{
    read::Format,
    report::{EditorText, Units},
};

/// A document, as it is in the editor.
#[derive(Debug, Clone)]
pub(super) struct Document {
    pub(super) uri: Uri,
    pub(super) path: Option<PathBuf>,
    /// Its name in reports.
    pub(super) name: Arc<str>,
    pub(super) format: Option<Format>,
    pub(super) text: Arc<str>,
    pub(super) version: i32,
    /// Counts its changes; those who work on an older text see here that it is one.
    pub(super) revision: Arc<AtomicU64>,
    /// What was found in it, and at which revision.
    pub(super) examined: Option<(u64, Arc<Examined>)>,
}

impl Document {
    fn new(item: TextDocumentItem) -> Self {
        let path = uri::path(&item.uri);
        let name = match &path {
            Some(path) => path.to_string_lossy().into(),
            None => item.uri.as_str().into(),
        };
        let of_extension = path.as_ref().and_then(|path| path.extension());
        let of_extension =
            of_extension.and_then(|extension| Format::of_extension(&extension.to_string_lossy()));
        let format = of_extension.or(match item.language_id.as_str() {
            "markdown" => Some(Format::Markdown),
            "html" => Some(Format::Html),
            "plaintext" | "text" => Some(Format::Plain),
            "csv" => Some(Format::Csv),
            _ => None,
        });
        Self {
            uri: item.uri,
            path,
            name,
            // What editors show of a package is not its bytes.
            format: format.filter(|format| {
                matches!(format, Format::Markdown | Format::Html | Format::Plain | Format::Csv)
            }),
            text: item.text.into(),
            version: item.version,
            revision: Arc::default(),
            examined: None,
        }
    }

    /// How often it has changed.
    pub(super) fn revision(&self) -> u64 {
        self.revision.load(Ordering::Acquire)
    }

    /// What was found in its text of now.
    pub(super) fn fresh(&self) -> Option<&Arc<Examined>> {
        self.examined
            .as_ref()
            .filter(|(revision, _)| *revision == self.revision())
            .map(|(_, examined)| examined)
    }

    /// What was found before is no longer true.
    pub(super) fn outdate(&self) {
        self.revision.fetch_add(1, Ordering::AcqRel);
    }
}

/// All of them, by URI.
#[derive(Debug, Default)]
pub(super) struct Documents(BTreeMap<String, Document>);

impl Documents {
    pub(super) fn get(&self, uri: &Uri) -> Option<&Document> {
        self.0.get(uri.as_str())
    }

    pub(super) fn get_mut(&mut self, uri: &Uri) -> Option<&mut Document> {
        self.0.get_mut(uri.as_str())
    }

    pub(super) fn all(&self) -> impl Iterator<Item = &Document> {
        self.0.values()
    }

    pub(super) fn open(&mut self, item: TextDocumentItem) {
        let document = Document::new(item);
        if let Some(old) = self.0.insert(document.uri.as_str().to_owned(), document) {
            // Whoever still works on what was open before must not answer for this one.
            old.outdate();
        }
    }

    pub(super) fn close(&mut self, uri: &Uri) {
        if let Some(document) = self.0.remove(uri.as_str()) {
            document.outdate();
        }
    }

    /// Makes the changes, in order; nothing when the document is not open.
    pub(super) fn change(
        &mut self,
        uri: &Uri,
        version: i32,
        changes: Vec<TextDocumentContentChangeEvent>,
        units: Units,
    ) {
        let Some(document) = self.get_mut(uri) else { return };
        let mut text = document.text.to_string();
        for change in changes {
            let Some(range) = change.range else {
                text = change.text;
                continue;
            };
            let whole = EditorText::new(&text, units);
            let mark = text.len() - whole.text().len();
            let byte = |at: lsp_types::Position| whole.byte(at.line as usize, at.character as usize) + mark;
            let (start, end) = (byte(range.start), byte(range.end));
            text.replace_range(start.min(end)..start.max(end), &change.text);
        }
        document.text = text.into();
        document.version = version;
        document.outdate();
    }
}

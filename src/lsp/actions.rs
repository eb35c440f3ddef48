//! What can be done about a finding: mend it, silence it, read the article behind it.

use std::collections::HashMap;

use lsp_types::{
    CodeAction, CodeActionKind, CodeActionOrCommand, CodeActionParams, Command, Diagnostic, DocumentChanges,
    OneOf, OptionalVersionedTextDocumentIdentifier, Position, TextDocumentEdit, TextEdit, WorkspaceEdit,
};
use serde_json::json;

use super::{
    Examined,
    diagnose::{of_finding, range},
    documents::Document,
};
use crate::{
    read::Format,
    report::{self, Change, EditorText, Fixes, Located, Units},
};

/// The command that opens an article; its argument is what [`Cited`](super::answer::Cited) says.
pub(super) const OPEN: &str = "guiju.openArticle";

/// Mends everything that can be mended without a person.
pub(super) const FIX_ALL: CodeActionKind = CodeActionKind::new("source.fixAll.guiju");

/// What the editor can do with an answer.
#[derive(Debug, Clone, Copy)]
pub(super) struct Abilities {
    pub(super) units: Units,
    /// It lists places that a diagnostic is related to.
    pub(super) related: bool,
    /// It takes edits of one version of a document, and refuses them for another one.
    pub(super) versions: bool,
    /// It opens a file when it is asked to.
    pub(super) shows: bool,
    /// It tells of files that change when it is asked to.
    pub(super) watches: bool,
}

/// The actions for what `params` has selected.
pub(super) fn actions(
    document: &Document,
    examined: &Examined,
    params: &CodeActionParams,
    abilities: Abilities,
) -> Vec<CodeActionOrCommand> {
    let text = EditorText::new(&document.text, abilities.units);
    let byte = |at: Position| text.byte(at.line as usize, at.character as usize);
    let (start, end) = (byte(params.range.start), byte(params.range.end));
    let touches = |finding: &&Located| {
        let place = &finding.primary;
        place.path == document.name && place.start.byte <= end && start <= place.end.byte
    };
    let wants = |kind: &CodeActionKind| {
        params.context.only.as_ref().is_none_or(|only| {
            only.iter().any(|wanted| {
                let (kind, wanted) = (kind.as_str(), wanted.as_str());
                wanted.is_empty()
                    || kind.strip_prefix(wanted).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
            })
        })
    };
    let about = Actions { document, examined, text: &text, abilities };
    let mut actions = Vec::new();
    if wants(&CodeActionKind::QUICKFIX) {
        let touched: Vec<&Located> = examined.report.findings.iter().filter(touches).collect();
        actions.extend(touched.iter().filter_map(|finding| about.mend(finding)));
        actions.extend(touched.iter().filter_map(|finding| about.silence(finding)));
        actions.extend(touched.iter().flat_map(|finding| about.open(finding)));
    }
    if wants(&FIX_ALL) {
        actions.extend(about.mend_all());
    }
    actions.into_iter().map(CodeActionOrCommand::CodeAction).collect()
}

struct Actions<'a> {
    document: &'a Document,
    examined: &'a Examined,
    text: &'a EditorText<'a>,
    abilities: Abilities,
}

impl Actions<'_> {
    fn mend(&self, finding: &Located) -> Option<CodeAction> {
        let edit = finding.edit.as_ref()?;
        Some(CodeAction {
            is_preferred: edit.safe.then_some(true),
            edit: Some(self.edit(edit.changes.iter().map(|change| self.change(change)).collect())),
            ..self.action(finding, report::edit_title(finding)?)
        })
    }

    fn silence(&self, finding: &Located) -> Option<CodeAction> {
        let is_markdown = self.document.format == Some(Format::Markdown);
        if !self.examined.can_silence || !is_markdown && self.document.format != Some(Format::Html) {
            return None;
        }
        let (byte, comment) = report::silence(self.text, finding, None, is_markdown);
        let edit = TextEdit::new(range(self.text, byte, byte), comment);
        Some(CodeAction {
            edit: Some(self.edit(vec![edit])),
            ..self.action(finding, format!("忽略 {}（写明理由才生效）", finding.rule))
        })
    }

    fn open<'f>(&self, finding: &'f Located) -> impl Iterator<Item = CodeAction> + use<'_, 'f> {
        finding.basis.iter().map(|citation| {
            let title = format!("查看依据：《{}》{}", citation.title, citation.at);
            let cited = json!({ "citation": {
                "regulation": citation.regulation, "title": citation.title, "at": citation.at,
                "edition": citation.edition.map(|day| day.to_string()), "quote": citation.quote },
                "document": self.document.uri });
            let command = Command::new(title.clone(), OPEN.to_owned(), Some(vec![cited]));
            CodeAction { command: Some(command), ..self.action(finding, title) }
        })
    }

    fn mend_all(&self) -> Option<CodeAction> {
        let (changes, count) = report::edits(self.text.text(), &self.examined.report.findings, Fixes::Safe);
        let edits: Vec<TextEdit> = changes.into_iter().map(|change| self.change(change)).collect();
        (count > 0).then(|| CodeAction {
            title: format!("改掉全部必定要改的（{count} 处）"),
            kind: Some(FIX_ALL),
            edit: Some(self.edit(edits)),
            ..CodeAction::default()
        })
    }

    fn action(&self, finding: &Located, title: String) -> CodeAction {
        let diagnostic: Diagnostic = of_finding(self.document, self.text, finding, self.abilities.related);
        CodeAction {
            title,
            kind: Some(CodeActionKind::QUICKFIX),
            diagnostics: Some(vec![diagnostic]),
            ..CodeAction::default()
        }
    }

    fn change(&self, change: &Change) -> TextEdit {
        TextEdit::new(range(self.text, change.start.byte, change.end.byte), change.with.clone())
    }

    /// `edits` of the document.
    fn edit(&self, edits: Vec<TextEdit>) -> WorkspaceEdit {
        let Document { uri, version, .. } = self.document;
        if !self.abilities.versions {
            return WorkspaceEdit {
                changes: Some(HashMap::from([(uri.clone(), edits)])),
                ..WorkspaceEdit::default()
            };
        }
        let text_document =
            OptionalVersionedTextDocumentIdentifier { uri: uri.clone(), version: Some(*version) };
        let edits = edits.into_iter().map(OneOf::Left).collect();
        let edit = TextDocumentEdit { text_document, edits };
        WorkspaceEdit {
            document_changes: Some(DocumentChanges::Edits(vec![edit])),
            ..WorkspaceEdit::default()
        }
    }
}

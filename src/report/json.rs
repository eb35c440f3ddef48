//! `--format json`: the report for programs. Every key is always there; what is missing is null.

use std::borrow::Cow;

use serde::Serialize;

use super::{Change, Checked, Located, PlacedEdit, Region, Report, Summary, Unread, visible};
use crate::{
    finding::Citation,
    text::{Position, masked},
};

/// The report as JSON, indented, ending with a line feed.
pub fn json(report: &Report) -> String {
    let page = Page {
        schema_version: 1,
        documents: report.documents.iter().map(DocumentItem::of).collect(),
        findings: report.findings.iter().map(FindingItem::of).collect(),
        unreadable: report.unreadable.iter().map(UnreadItem::of).collect(),
        summary: SummaryItem::of(&report.summary),
    };
    visible::json(&page)
}

#[derive(Serialize)]
struct Page<'r> {
    schema_version: u32,
    documents: Vec<DocumentItem<'r>>,
    findings: Vec<FindingItem<'r>>,
    unreadable: Vec<UnreadItem<'r>>,
    summary: SummaryItem,
}

#[derive(Serialize)]
struct DocumentItem<'r> {
    path: &'r str,
    kind: Option<&'static str>,
    encoding: Option<&'static str>,
    notes: &'r [String],
}

impl<'r> DocumentItem<'r> {
    fn of(document: &'r Checked) -> Self {
        let kind = document.kind.map(|kind| kind.word());
        Self { path: &document.path, kind, encoding: document.encoding, notes: &document.notes }
    }
}

#[derive(Serialize)]
struct FindingItem<'r> {
    rule: &'r str,
    title: &'r str,
    level: &'static str,
    message: &'r str,
    advice: &'r str,
    path: &'r str,
    start: PositionItem,
    end: PositionItem,
    text: Cow<'r, str>,
    anchor: Option<&'r str>,
    field: Option<&'r str>,
    related: Vec<RelatedItem<'r>>,
    basis: Vec<BasisItem<'r>>,
    edit: Option<EditItem<'r>>,
    fingerprint: String,
}

impl<'r> FindingItem<'r> {
    fn of(finding: &'r Located) -> Self {
        let place = &finding.primary;
        Self {
            rule: &finding.rule,
            title: &finding.title,
            level: finding.level.word(),
            message: &finding.message,
            advice: &finding.advice,
            path: &place.path,
            start: PositionItem::of(place.start),
            end: PositionItem::of(place.end),
            text: masked(&place.text),
            anchor: place.anchor.as_deref(),
            field: finding.field.as_deref(),
            related: finding.related.iter().map(RelatedItem::of).collect(),
            basis: finding.basis.iter().map(BasisItem::of).collect(),
            edit: finding.edit.as_ref().map(EditItem::of),
            fingerprint: finding.fingerprint.to_string(),
        }
    }
}

/// A place as JSON has it.
#[derive(Serialize)]
pub(super) struct PositionItem {
    pub(super) line: usize,
    pub(super) column: usize,
    byte: usize,
}

impl PositionItem {
    pub(super) fn of(Position { line, column, byte, .. }: Position) -> Self {
        Self { line, column, byte }
    }
}

#[derive(Serialize)]
struct RelatedItem<'r> {
    path: &'r str,
    start: PositionItem,
    end: PositionItem,
    text: Cow<'r, str>,
    note: &'r str,
    anchor: Option<&'r str>,
}

impl<'r> RelatedItem<'r> {
    fn of(place: &'r Region) -> Self {
        Self {
            path: &place.path,
            start: PositionItem::of(place.start),
            end: PositionItem::of(place.end),
            text: masked(&place.text),
            note: &place.note,
            anchor: place.anchor.as_deref(),
        }
    }
}

#[derive(Serialize)]
struct BasisItem<'r> {
    regulation: &'r str,
    title: &'r str,
    at: String,
    edition: Option<String>,
    quote: &'r str,
}

impl<'r> BasisItem<'r> {
    fn of(citation: &'r Citation) -> Self {
        Self {
            regulation: &citation.regulation,
            title: &citation.title,
            at: citation.at.to_string(),
            edition: citation.edition.map(|day| day.to_string()),
            quote: &citation.quote,
        }
    }
}

#[derive(Serialize)]
struct EditItem<'r> {
    safe: bool,
    with: &'r str,
    changes: Vec<ChangeItem<'r>>,
}

impl<'r> EditItem<'r> {
    fn of(edit: &'r PlacedEdit) -> Self {
        Self { with: &edit.with, safe: edit.safe, changes: edit.changes.iter().map(ChangeItem::of).collect() }
    }
}

#[derive(Serialize)]
struct ChangeItem<'r> {
    start: PositionItem,
    end: PositionItem,
    with: &'r str,
}

impl<'r> ChangeItem<'r> {
    fn of(change: &'r Change) -> Self {
        let (start, end) = (PositionItem::of(change.start), PositionItem::of(change.end));
        Self { start, end, with: &change.with }
    }
}

#[derive(Serialize)]
struct UnreadItem<'r> {
    path: &'r str,
    reason: &'r str,
}

impl<'r> UnreadItem<'r> {
    fn of(unread: &'r Unread) -> Self {
        Self { path: &unread.path, reason: &unread.reason }
    }
}

#[derive(Serialize)]
struct SummaryItem {
    documents: usize,
    error: usize,
    warning: usize,
    advice: usize,
    /// Only after `--fix`.
    #[serde(skip_serializing_if = "is_zero")]
    fixed: usize,
    suppressed: usize,
    baselined: usize,
    /// Only with `--new-since`.
    #[serde(skip_serializing_if = "is_zero")]
    unchanged: usize,
    unknown: usize,
    unruled: usize,
}

impl SummaryItem {
    fn of(summary: &Summary) -> Self {
        Self {
            documents: summary.documents,
            error: summary.error,
            warning: summary.warning,
            advice: summary.advice,
            fixed: summary.fixed,
            suppressed: summary.suppressed,
            baselined: summary.baselined,
            unchanged: summary.unchanged,
            unknown: summary.unknown,
            unruled: summary.unruled,
        }
    }
}

fn is_zero(count: &usize) -> bool {
    *count == 0
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::{
        doc::Kind,
        finding::Edit,
        report::{
            locate,
            samples::{finding, label, markdown, word},
        },
    };

    fn report(finding: Located) -> Report {
        let path = finding.primary.path.clone();
        let documents = vec![Checked {
            path,
            kind: Some(Kind::Guide),
            encoding: Some("UTF-8"),
            rules: 1,
            silenced: 0,
            notes: Vec::new(),
        }];
        let unread = Unread { path: "坏.docx".into(), reason: "不是 Word 文档".to_owned() };
        Report::new(documents, vec![finding], vec![unread])
    }

    /// The words of `text` between the `start` and `end` of `place`, counted in lines and characters.
    fn sliced(text: &str, place: &Value) -> String {
        let offset = |at: &Value| {
            let count = |key: &str| at[key].as_u64().unwrap() as usize;
            let before: String = text.split_inclusive('\n').take(count("line") - 1).collect();
            let line = text.get(before.len()..).unwrap();
            let byte =
                before.len() + line.chars().take(count("column") - 1).map(char::len_utf8).sum::<usize>();
            assert_eq!(byte, count("byte"));
            byte
        };
        text.get(offset(&place["start"])..offset(&place["end"])).unwrap().to_owned()
    }

    #[test]
    fn every_key_is_there_in_its_order() {
        let (document, path) = markdown("承诺5日");
        let page = json(&report(locate(&document, &path, finding(&document, "5日"))));
        assert_eq!(
            page,
            r#"{
  "schema_version": 1,
  "documents": [
    {
      "path": "指南/居住证.md",
      "kind": "guide",
      "encoding": "UTF-8",
      "notes": []
    }
  ],
  "findings": [
    {
      "rule": "D01",
      "title": "承诺时限长于法定时限",
      "level": "error",
      "message": "“5日”不妥",
      "advice": "改为不长于法定时限的天数。",
      "path": "指南/居住证.md",
      "start": {
        "line": 1,
        "column": 3,
        "byte": 6
      },
      "end": {
        "line": 1,
        "column": 5,
        "byte": 10
      },
      "text": "5日",
      "anchor": null,
      "field": null,
      "related": [],
      "basis": [
        {
          "regulation": "time-limited-completion",
          "title": "限时办结制度",
          "at": "第三条",
          "edition": "2026-01-01",
          "quote": "承诺时限不得长于法定时限。"
        }
      ],
      "edit": null,
      "fingerprint": "FINGERPRINT"
    }
  ],
  "unreadable": [
    {
      "path": "坏.docx",
      "reason": "不是 Word 文档"
    }
  ],
  "summary": {
    "documents": 1,
    "error": 1,
    "warning": 0,
    "advice": 0,
    "suppressed": 0,
    "baselined": 0,
    "unknown": 0,
    "unruled": 0
  }
}
"#
            .replace("FINGERPRINT", &finding(&document, "5日").fingerprint.to_string())
        );
    }

    #[test]
    fn places_slice_the_file_back_to_the_words() {
        let source = "# 𠮷证\r\n\r\n承诺**5日**，\t法定𠮷20日。\r\n";
        let (document, path) = markdown(source);
        let mut found = finding(&document, "20日");
        found.related = vec![label(&document, "5日", "承诺时限")];
        found.edit = Some(Edit { at: found.primary.at, with: "5日".to_owned(), safe: true });
        let page: Value = serde_json::from_str(&json(&report(locate(&document, &path, found)))).unwrap();
        let found = &page["findings"][0];
        assert_eq!(sliced(source, found), found["text"].as_str().unwrap());
        assert_eq!(found["start"]["line"], 3);
        let related = &found["related"][0];
        assert_eq!((sliced(source, related).as_str(), &related["note"]), ("5日", &"承诺时限".into()));
        assert_eq!(sliced(source, &found["edit"]["changes"][0]), "20日");
        assert_eq!(found["edit"]["with"], "5日");
    }

    #[test]
    fn a_missing_field_is_named_and_a_package_anchored() {
        let (document, path) = word(&["𠮷证", "一、时限", "承诺5日。"]);
        let mut found = finding(&document, "𠮷证");
        found.field = Some("投诉渠道".into());
        found.related = vec![label(&document, "5日", "")];
        let page: Value = serde_json::from_str(&json(&report(locate(&document, &path, found)))).unwrap();
        let found = &page["findings"][0];
        assert_eq!((&found["field"], &found["anchor"]), (&"投诉渠道".into(), &"第1段".into()));
        assert_eq!(found["related"][0]["anchor"], "第3段");
        assert_eq!(sliced(&document.plain, found), "𠮷证");
        assert_eq!(sliced(&document.plain, &found["related"][0]), "5日");
    }
}

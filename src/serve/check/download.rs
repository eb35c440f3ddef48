//! What can be kept: a Word document with the findings in it, a file as it is now, the report.

use crate::{
    annotate::{Stamp, annotate},
    finding::Fingerprint,
    read::{Format, read},
    report::{self, Located},
};

use super::{
    super::{Sheet, bench::Bench, problem::Problem},
    tray::Tray,
};

/// What a browser is to do with the bytes of any file: keep them.
const ANY: &str = "application/octet-stream";
const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// A file to be kept.
pub(super) struct Download {
    pub(super) name: String,
    /// The type of its content.
    pub(super) kind: &'static str,
    pub(super) bytes: Vec<u8>,
}

fn chosen<'t>(tray: &'t Tray, which: &str) -> Result<&'t Sheet, Problem> {
    tray.sheet(which)
        .map(|(_, sheet)| sheet)
        .ok_or_else(|| Problem::bad("不知道要下载哪一个文件。请回到检查结果，再点一次那个文件下面的按钮。"))
}

/// The file of that number as it is now.
pub(super) fn fixed(tray: &Tray, which: &str) -> Result<Download, Problem> {
    let sheet = chosen(tray, which)?;
    Ok(Download { name: sheet.name.to_string(), kind: ANY, bytes: sheet.bytes.to_vec() })
}

/// A copy of the Word document of that number, with what is found in it as comments and tracked changes.
pub(super) fn annotated(tray: &Tray, which: &str, bench: &Bench<'_>) -> Result<Download, Problem> {
    let sheet = chosen(tray, which)?;
    let name = &sheet.name;
    if sheet.format() != Format::Docx {
        return Err(Problem::bad(format!("只给 .docx 加批注；“{name}”请下载报告。")));
    }
    let failed = |reason: String| Problem::bad(format!("“{name}”加不了批注：{reason}。"));
    let report = bench.report(tray.sheets.clone(), None);
    let has_place = |found: &&Located| {
        std::iter::once(&found.primary).chain(&found.related).any(|place| place.path == *name)
    };
    let findings: Vec<&Located> = report.findings.iter().filter(has_place).collect();
    let document = read(&sheet.bytes, Format::Docx, &bench.shelf.rules.fields.table, sheet.kind)
        .map_err(|unreadable| failed(unreadable.reason))?;
    let stamp = Stamp { source: Fingerprint::of([&**name]), now: bench.desk.now() };
    let annotated = annotate(&sheet.bytes, &document, name, &findings, stamp)
        .map_err(|unreadable| failed(unreadable.reason))?;
    if annotated.comments == 0 {
        return Err(failed("没有查出问题，没有要批注的".to_owned()));
    }
    let stem = name.rsplit_once('.').map_or(&**name, |(stem, _)| stem);
    Ok(Download { name: format!("{stem}（批注）.docx"), kind: DOCX, bytes: annotated.package })
}

/// The report on all files, in one of the formats that people read.
pub(super) fn report(tray: &Tray, format: &str, bench: &Bench<'_>) -> Result<Download, Problem> {
    type Write = fn(&report::Report) -> Vec<u8>;
    let (extension, kind, write): (_, _, Write) = match format {
        "html" => ("html", "text/html; charset=utf-8", |report| report::html(report).into_bytes()),
        "xlsx" => ("xlsx", XLSX, report::xlsx),
        "csv" => ("csv", "text/csv; charset=utf-8", |report| report::csv(report).into_bytes()),
        "markdown" => ("md", "text/markdown; charset=utf-8", |report| report::markdown(report).into_bytes()),
        _ => return Err(Problem::bad("报告只有 html、xlsx、csv、markdown 四种格式。")),
    };
    let report = bench.report(tray.sheets.clone(), None);
    Ok(Download {
        name: format!("检查报告 {}.{extension}", bench.shelf.as_of), kind, bytes: write(&report)
    })
}

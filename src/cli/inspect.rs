//! `inspect`: what was understood of a document.

use super::{
    args::{InspectArgs, ReportFormat},
    exit::Exit,
    files,
    load::Loaded,
    output,
};
use crate::{
    corpus::Resolution,
    doc::Document,
    law::{CitationMention, Status},
    read::{Contents, Format, contents},
    report::{inspect_human, inspect_json},
};

pub(super) fn run(args: &InspectArgs) -> Exit {
    let start = args.files.first().and_then(|path| path.parent()).unwrap_or(std::path::Path::new("."));
    let Some(mut loaded) = Loaded::new(&args.sources, start) else { return Exit::Failed };
    let rules = loaded.rules(&args.sources);
    let mut exit = loaded.exit;
    let status_of = |citation: &CitationMention| {
        let title = citation.title.as_deref()?;
        match loaded.corpus.resolve(title, loaded.as_of) {
            Resolution::One(regulation, _) => Some(Status::name(regulation.edition.status)),
            _ => None,
        }
    };
    for path in &args.files {
        let kind = args.kind.or_else(|| loaded.config.kind(path));
        let format = files::format(path).unwrap_or(Format::Plain);
        let name = path.display().to_string();
        let seen = |document: &Document| match args.format {
            ReportFormat::Human => inspect_human(document, &name, &status_of),
            ReportFormat::Json => inspect_json(document, &name, &status_of) + "\n",
        };
        match files::bytes(path).and_then(|bytes| contents(&bytes, format, &rules.fields.table, kind)) {
            Ok(Contents::Document(document)) => exit = exit.max(output::out(&seen(&document))),
            Ok(Contents::List(list)) => {
                for document in list.items().iter().filter_map(|item| list.document(item)) {
                    exit = exit.max(output::out(&seen(&document)));
                }
                for note in list.notes() {
                    output::err(&format!("说明 {name}：{note}\n"));
                }
            }
            Err(unreadable) => {
                output::err(&format!("未能读取 {name}：{unreadable}。\n"));
                exit = Exit::Failed;
            }
        }
    }
    exit
}

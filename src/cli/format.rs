//! The formats of `lint`, and where its report goes.

use clap::ValueEnum;

use super::{args::Output, exit::Exit, files, output};
use crate::report::{self, Report, Style};

/// Formats of reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum LintFormat {
    /// For the terminal.
    Human,
    /// For programs.
    Json,
    /// For code scanning and editors.
    Sarif,
    /// For GitHub's workflows.
    Github,
    /// For GitLab's merge requests.
    Gitlab,
    /// For any CI.
    Junit,
    /// For reviewdog.
    Rdjson,
    /// For a comment on a merge request.
    Markdown,
}

impl LintFormat {
    /// The report in this format.
    fn of(self, report: &Report, style: Style) -> Vec<u8> {
        let text = match self {
            LintFormat::Human => report::human(report, style),
            LintFormat::Json => report::json(report),
            LintFormat::Sarif => report::sarif(report),
            LintFormat::Github => report::github(report),
            LintFormat::Gitlab => report::gitlab(report),
            LintFormat::Junit => report::junit(report),
            LintFormat::Rdjson => report::rdjson(report),
            LintFormat::Markdown => report::markdown(report),
        };
        text.into_bytes()
    }
}

/// Writes the report where `args` want it, and says so when that fails.
pub(super) fn write(report: &Report, args: &Output) -> Exit {
    let style = output::stdout_style();
    let Some(path) = &args.output else {
        return output::bytes(&args.format.of(report, style));
    };
    let bytes = args.format.of(report, Style { color: false, ..style });
    match files::write(path, &bytes) {
        Ok(()) => Exit::Clean,
        Err(reason) => {
            output::err(&format!("guiju：报告写不进 {}：{reason}\n", path.display()));
            Exit::Failed
        }
    }
}

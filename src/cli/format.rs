//! The formats of `lint`, and where its report goes.

use std::io::{self, IsTerminal as _};

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
    /// A page to hand on.
    Html,
    /// A workbook to sort and filter.
    Xlsx,
    /// The same for scripts.
    Csv,
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
            LintFormat::Html => report::html(report),
            LintFormat::Csv => report::csv(report),
            LintFormat::Xlsx => return report::xlsx(report),
        };
        text.into_bytes()
    }
}

/// Writes the report where `args` want it, and says so when that fails.
pub(super) fn write(report: &Report, args: &Output) -> Exit {
    let style = output::stdout_style();
    let Some(path) = &args.output else {
        if args.format == LintFormat::Xlsx && io::stdout().is_terminal() {
            output::err("guiju：xlsx 是工作簿，不能显示在终端上。用 --output 文件名.xlsx 写进文件。\n");
            return Exit::Failed;
        }
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

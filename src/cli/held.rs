//! What is held back of a report: what the baseline holds, what stands on unchanged lines.

use std::path::Path;

use super::{
    args::LintArgs,
    baseline::{self, Baseline},
    output,
    since::Changes,
};
use crate::{
    check::Selection,
    report::{Located, Report},
};

/// The baseline and the changes that a run was told of.
pub(super) struct Held<'a> {
    args: &'a LintArgs,
    baseline: Option<Baseline>,
    changes: Option<Changes>,
}

impl<'a> Held<'a> {
    /// What `args` name, in the repository of `start`.
    ///
    /// # Errors
    /// In words, when it cannot be read.
    pub(super) fn new(args: &'a LintArgs, start: &Path) -> Result<Self, String> {
        let start = if start.as_os_str().is_empty() { Path::new(".") } else { start };
        let changes = args.new_since.as_ref().map(|revision| Changes::since(revision, start));
        let baseline = args.baseline.as_deref().map(Baseline::load);
        Ok(Self { args, baseline: baseline.transpose()?, changes: changes.transpose()? })
    }

    /// Whether `finding` is held back.
    pub(super) fn holds(&self, finding: &Located) -> bool {
        self.baseline.as_ref().is_some_and(|baseline| baseline.holds(finding))
            || self.changes.as_ref().is_some_and(|changes| !changes.touch(finding))
    }

    /// Takes out of `report` what is held back, and counts it, and what `selection` does not want; writes the baseline that is to be written.
    ///
    /// # Errors
    /// In words, when that one cannot be written.
    pub(super) fn sift(&self, report: &mut Report, selection: &Selection) -> Result<(), String> {
        if let Some(path) = &self.args.write_baseline {
            output::err(&format!("{}\n", baseline::write(path, report, selection)?));
            report.summary.baselined = Baseline::load(path)?.sift(report, selection);
        }
        if let Some(baseline) = &self.baseline {
            report.summary.baselined = baseline.sift(report, selection);
        }
        report.findings.retain(|finding| selection.admits(&finding.rule));
        if let Some(changes) = &self.changes {
            let all = report.findings.len();
            report.findings.retain(|finding| changes.touch(finding));
            report.summary.unchanged = all - report.findings.len();
        }
        report.count();
        Ok(())
    }
}

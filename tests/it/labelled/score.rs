//! Counting, and the table.

use std::{collections::BTreeMap, fmt};

use guiju::finding::{Finding, Level};

use super::labels::Fault;

/// What was counted for one rule.
#[derive(Default)]
struct Row {
    labels: usize,
    found: usize,
    advice_labels: usize,
    advice_found: usize,
    findings: usize,
    false_alarms: usize,
    wrong_level: usize,
}

#[derive(Default)]
pub(super) struct Score {
    rows: BTreeMap<String, Row>,
    misses: Vec<String>,
    false_alarms: Vec<String>,
    levels: Vec<String>,
    /// Places of contradictions that were shown, and all of them.
    places: (usize, usize),
    /// Errors and warnings in documents that were promised clean, and documents whose kind or encoding was not recognised.
    pub(super) broken_promises: Vec<String>,
}

impl Score {
    /// Counts a label that was found at `level`, or was not; `shown` of its places were marked.
    pub(super) fn label(
        &mut self,
        path: &str,
        fault: &Fault,
        is_advice: bool,
        level: Option<Level>,
        shown: (usize, usize),
    ) {
        let row = self.rows.entry(fault.rule.clone()).or_default();
        let (labels, found) = if is_advice {
            (&mut row.advice_labels, &mut row.advice_found)
        } else {
            (&mut row.labels, &mut row.found)
        };
        *labels += 1;
        let line = format!("{} {path}: {} — {}", fault.rule, fault.words(), fault.reason);
        let Some(level) = level else {
            self.misses.push(if is_advice { format!("{line} (advice)") } else { line });
            return;
        };
        *found += 1;
        if fault.related.is_empty() {
            // One place: it was found there, or it would not have been found.
        } else {
            self.places = (self.places.0 + shown.0, self.places.1 + shown.1);
        }
        if let Some(wanted) = fault.level().filter(|wanted| *wanted != level) {
            row.wrong_level += 1;
            self.levels.push(format!("{line}: {} instead of {}", level.word(), wanted.word()));
        }
    }

    /// Counts a finding.
    pub(super) fn finding(&mut self, path: &str, finding: &Finding, words: &str, is_true: bool) {
        self.count(path, &finding.rule, finding.level, words, &finding.message, is_true);
    }

    pub(super) fn count(
        &mut self,
        path: &str,
        rule: &str,
        level: Level,
        words: &str,
        message: &str,
        is_true: bool,
    ) {
        let row = self.rows.entry(rule.to_owned()).or_default();
        row.findings += 1;
        if !is_true {
            row.false_alarms += 1;
            let words: String = words.chars().take(60).collect();
            self.false_alarms.push(format!("{rule} ({}) {path}: {words} — {message}", level.word()));
        }
    }

    fn sum(&self, of: impl Fn(&Row) -> usize) -> usize {
        self.rows.values().map(of).sum()
    }

    /// Of all findings, the part that is right.
    pub(super) fn precision(&self) -> f64 {
        1.0 - ratio(self.sum(|row| row.false_alarms), self.sum(|row| row.findings))
    }

    /// Of all labelled errors and warnings, the part that is found.
    pub(super) fn recall(&self) -> f64 {
        ratio(self.sum(|row| row.found), self.sum(|row| row.labels))
    }

    /// Of all that is labelled as advice, the part that is found.
    pub(super) fn advice_recall(&self) -> f64 {
        ratio(self.sum(|row| row.advice_found), self.sum(|row| row.advice_labels))
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of a few hundred")]
fn ratio(part: usize, whole: usize) -> f64 {
    part as f64 / whole.max(1) as f64
}

/// A ratio, or nothing where there is nothing to divide by.
fn percent(part: usize, whole: usize) -> String {
    if whole == 0 { "–".to_owned() } else { format!("{:.2}", ratio(part, whole)) }
}

impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "rule  labels found  recall | advice found | findings false  precision | wrong level")?;
        for (rule, row) in &self.rows {
            writeln!(
                f,
                "{rule:<6}{:>6}{:>6}{:>8} |{:>7}{:>6} |{:>9}{:>6}{:>11} |{:>6}",
                row.labels,
                row.found,
                percent(row.found, row.labels),
                row.advice_labels,
                row.advice_found,
                row.findings,
                row.false_alarms,
                percent(row.findings - row.false_alarms, row.findings),
                row.wrong_level,
            )?;
        }
        let (labels, found) = (self.sum(|row| row.labels), self.sum(|row| row.found));
        let (findings, wrong) = (self.sum(|row| row.findings), self.sum(|row| row.false_alarms));
        writeln!(
            f,
            "all: found {found} of {labels}, recall {:.3}; {wrong} of {findings} findings false, precision {:.3}; \
             advice {} of {}; places of contradictions shown {} of {}",
            self.recall(),
            self.precision(),
            self.sum(|row| row.advice_found),
            self.sum(|row| row.advice_labels),
            self.places.0,
            self.places.1,
        )?;
        let lists = [("missed", &self.misses), ("false alarm", &self.false_alarms), ("level", &self.levels)];
        for (what, lines) in lists {
            let mut lines = lines.clone();
            lines.sort();
            lines.iter().try_for_each(|line| writeln!(f, "{what}: {line}"))?;
        }
        Ok(())
    }
}

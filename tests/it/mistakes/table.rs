//! What was counted, by kind of mistake.

use std::{collections::BTreeMap, fmt};

use super::expected::{Expected, Outcome};

/// What was counted of one kind of mistake.
#[derive(Default)]
struct Row {
    rule: String,
    is_counted: bool,
    made: usize,
    found: usize,
    noise: usize,
}

#[derive(Default)]
pub(super) struct Table {
    rows: BTreeMap<String, Row>,
    clean: usize,
    /// Clean documents in which something was found, with what.
    pub(super) broken: Vec<String>,
    /// Mistakes that were not found, and what else was.
    misses: Vec<String>,
    noises: Vec<String>,
}

impl Table {
    pub(super) fn clean(&mut self, about: &str, findings: Vec<String>) {
        self.clean += 1;
        self.broken.extend(findings.into_iter().map(|said| format!("{about}: {said}")));
    }

    pub(super) fn mistake(&mut self, name: &str, expected: &Expected, outcome: &Outcome, about: &str) {
        // Elements of notices are many rules under one name.
        let name = format!("{name}{}{}", if expected.about.is_empty() { "" } else { ": " }, expected.about);
        let row = self.rows.entry(format!("{name} ({})", expected.rule)).or_default();
        row.rule = expected.rule.to_owned();
        row.is_counted = expected.is_counted();
        row.made += 1;
        row.found += usize::from(outcome.is_found);
        row.noise += outcome.noise.len();
        if row.is_counted {
            if !outcome.is_found {
                self.misses.push(format!("{name} ({}) {about}", expected.rule));
            }
            let noise = outcome.noise.iter();
            self.noises.extend(noise.map(|said| format!("{name} ({}) {about}: {said}", expected.rule)));
        }
    }

    fn sum(&self, of: impl Fn(&Row) -> usize) -> usize {
        self.rows.values().filter(|row| row.is_counted).map(of).sum()
    }

    /// Of the mistakes whose rule exists, the part that was found at its place.
    #[expect(clippy::cast_precision_loss, reason = "counts of a few thousand")]
    pub(super) fn recall(&self) -> f64 {
        self.sum(|row| row.found) as f64 / self.sum(|row| row.made).max(1) as f64
    }

    /// Findings that a counted mistake brought about besides its own.
    pub(super) fn noise(&self) -> usize {
        self.sum(|row| row.noise)
    }
}

/// At most so many examples of each kind are printed.
const EXAMPLES: usize = 400;

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "  made  found  noise  mistake")?;
        for (name, row) in &self.rows {
            let note = if row.is_counted { "" } else { "  — no such rule yet, not counted" };
            writeln!(f, "{:>6}{:>7}{:>7}  {name}{note}", row.made, row.found, row.noise)?;
        }
        writeln!(
            f,
            "{} clean documents, {} findings in them; {} mistakes counted, recall {:.4}, {} findings besides",
            self.clean,
            self.broken.len(),
            self.sum(|row| row.made),
            self.recall(),
            self.noise(),
        )?;
        let lists = [("clean", &self.broken), ("missed", &self.misses), ("noise", &self.noises)];
        for (what, lines) in lists {
            lines.iter().take(EXAMPLES).try_for_each(|line| writeln!(f, "{what}: {line}"))?;
        }
        Ok(())
    }
}

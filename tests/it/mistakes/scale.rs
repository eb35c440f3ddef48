//! Contradictions of limits and fees at scale, in one guide and between a guide and its notice: nearly all are found, at both
//! places, and in as many consistent documents with the same traps none.
//!
//! `cargo test --release --test it ten_thousand_contradictions -- --ignored --nocapture` prints the figures.

use std::{collections::BTreeMap, fmt::Write as _};

use rayon::prelude::*;

use super::{
    dice::Dice,
    expected::judge,
    format::Style,
    guide::Guide,
    guide_mistakes::MISTAKES,
    layout::{LAYOUTS, Layout, lay_out},
    lint, spoil_one, together,
};
use crate::linting::rules;

/// The mistakes of [`MISTAKES`] by which a guide contradicts itself, or the law that it names.
const IN_ONE_GUIDE: [&str; 7] = [
    "promise above statute",
    "limit changed in one place",
    "steps exceed the promise",
    "one step exceeds the promise",
    "two numerals differ",
    "即办件 with days",
    "free and charged",
];

/// What contradicts in a pair of a guide and a notice.
const BETWEEN_TWO: [&str; 2] = ["limit", "fee"];

/// Rules that speak of contradictions: in consistent documents none of them may.
const RULES: [&str; 11] = ["A18", "A19", "D01", "D03", "D04", "D05", "D08", "D09", "D20", "D24", "F07"];

/// Of the contradictions so many of a hundred must be found.
const RECALL: usize = 98;

/// What came of a number of documents.
#[derive(Default)]
struct Outcome {
    /// Kind of contradiction: made and found.
    kinds: BTreeMap<&'static str, (usize, usize)>,
    missed: Vec<String>,
    consistent: usize,
    false_alarms: Vec<String>,
}

impl Outcome {
    fn add(mut self, other: Self) -> Self {
        for (kind, (made, found)) in other.kinds {
            let sum = self.kinds.entry(kind).or_default();
            *sum = (sum.0 + made, sum.1 + found);
        }
        self.missed.extend(other.missed);
        self.consistent += other.consistent;
        self.false_alarms.extend(other.false_alarms);
        self
    }

    /// The figures, or what is wrong with them.
    fn judged(self) -> Result<String, String> {
        let mut out = String::new();
        let (mut made, mut found) = (0, 0);
        for (kind, (of_kind, found_of_kind)) in &self.kinds {
            writeln!(out, "{kind:>30} {found_of_kind:>6} of {of_kind:>6}").unwrap();
            (made, found) = (made + of_kind, found + found_of_kind);
        }
        writeln!(out, "{:>30} {found:>6} of {made:>6}", "all").unwrap();
        let consistent = self.consistent;
        writeln!(out, "{:>30} {:>6} in {consistent:>6}", "false alarms", self.false_alarms.len()).unwrap();
        for line in self.missed.iter().chain(&self.false_alarms).take(40) {
            writeln!(out, "{line}").unwrap();
        }
        let good = made > 0 && found * 100 >= made * RECALL && self.false_alarms.is_empty();
        if good { Ok(out) } else { Err(out) }
    }
}

/// A consistent guide and the same with a contradiction; of every third number a pair with a notice instead.
fn one(seed: u64) -> Outcome {
    if seed.is_multiple_of(3) { pair(seed) } else { single(seed) }
}

fn pair(seed: u64) -> Outcome {
    let wrong = BETWEEN_TWO[usize::from(seed.is_multiple_of(2))];
    let mut outcome = Outcome { consistent: 1, ..Outcome::default() };
    let agreed = together::conflicts(&together::pair(seed, None));
    outcome.false_alarms.extend(agreed.into_iter().map(|(rule, _)| format!("pair {seed}: {rule}")));
    let found = together::conflicts(&together::pair(seed, Some(wrong))).iter().any(|(_, shown)| *shown);
    outcome.kinds.insert(wrong, (1, usize::from(found)));
    outcome.missed.extend((!found).then(|| format!("pair {seed}: {wrong}")));
    outcome
}

fn single(seed: u64) -> Outcome {
    let mut dice = Dice::new(seed);
    let guide = Guide::clean(&mut dice.fork());
    let style = Style::any(&mut dice);
    let layout = match LAYOUTS[dice.roll(LAYOUTS.len())] {
        // Text has no tables, and nobody can tell which of several labels in a row a value below belonged to.
        Layout::TableLeft | Layout::TableTop if style.extension == "txt" => Layout::Flat,
        layout => layout,
    };
    let written = dice.roll(usize::MAX) as u64;
    let write = |guide: &Guide| {
        let mut dice = Dice::new(written);
        style.write(&lay_out(guide, layout, &mut dice), &mut dice.fork())
    };
    let about = format!("{seed} {layout:?} {style:?}");
    let clean = lint(&write(&guide), &about);
    let mut outcome = Outcome { consistent: 1, ..Outcome::default() };
    let alarms = clean.iter().filter(|found| RULES.contains(&found.rule.as_str()));
    outcome.false_alarms.extend(alarms.map(|found| format!("{about}: {}", found.said)));
    let kinds: Vec<_> = MISTAKES.iter().filter(|(name, _)| IN_ONE_GUIDE.contains(name)).copied().collect();
    let number = dice.roll(usize::MAX);
    if let Some((name, expected, spoiled)) = spoil_one(&guide, &kinds, number, &mut dice) {
        let sample = write(&spoiled);
        let found = judge(&expected, &sample, &clean, &lint(&sample, &about)).is_found;
        outcome.kinds.insert(name, (1, usize::from(found)));
        outcome.missed.extend((!found).then(|| format!("{about}: {name}")));
    }
    outcome
}

fn measure(count: u64) -> Result<String, String> {
    // Loading the rules takes the same threads: one that waits for them in the middle of its work would wait for ever.
    rules();
    (0..count).into_par_iter().map(one).reduce(Outcome::default, Outcome::add).judged()
}

#[test]
fn a_hundred_contradictions() {
    measure(100).unwrap_or_else(|figures| panic!("{figures}"));
}

#[test]
#[ignore = "takes some four minutes without optimisation; run it when limits change"]
fn ten_thousand_contradictions() {
    // A few guides have nothing that could contradict.
    match measure(10_200) {
        Ok(figures) => println!("{figures}"),
        Err(figures) => panic!("{figures}"),
    }
}

//! Mistakes that editors make, made on purpose: clean guides and notices of many items, layouts, formats and encodings are
//! spoiled in one way at a time. The clean ones must be silent; each mistake must be found where it was made, and nothing
//! else with it. Only mistakes whose rule exists are counted.
//!
//! `cargo test mistakes` runs a few hundred; `cargo test --release mistakes -- --ignored --nocapture` runs 10,000 and prints
//! the table. To look at one of the documents that a table names, put what stands before the colon into `MISTAKE`:
//! `MISTAKE='7 Han Style { … } 2' cargo test one_mistake -- --ignored --nocapture` writes it to the temporary folder.

mod calendar;
mod dice;
mod expected;
mod format;
mod guide;
mod guide_mistakes;
mod items;
mod layout;
mod notice;
mod notice_mistakes;
mod paper;
mod properties;
mod regulation;
mod scale;
mod table;
mod together;
mod traditional;

use guiju::finding::Level;
use rayon::prelude::*;

use self::{
    dice::Dice,
    expected::{Expected, Found, found, judge},
    format::{Sample, Style},
    guide::Guide,
    layout::{LAYOUTS, Layout, lay_out},
    notice::Notice,
    paper::Block,
    regulation::Regulation,
    table::Table,
};
use crate::linting::{document, findings, rules};

/// Of the mistakes whose rule exists, so many must be found.
const RECALL: f64 = 0.95;

#[test]
fn a_few_hundred_mistakes() {
    let table = measure(40, 5);
    println!("{table}");
    assert!(table.broken.is_empty() && table.recall() >= RECALL && table.noise() == 0);
}

#[test]
#[ignore = "takes more than a minute; run it when rules or the reading of documents change"]
fn ten_thousand_mistakes() {
    let table = measure(1000, 10);
    println!("{table}");
    assert!(table.broken.is_empty() && table.recall() >= RECALL && table.noise() == 0);
}

#[test]
#[ignore = "shows one document, for people"]
fn one_mistake() {
    let Ok(wanted) = std::env::var(WANTED) else { return };
    let seed = wanted.split(' ').next().unwrap().parse().unwrap();
    family(seed, 10);
}

/// The variable of the environment that names a document to show.
const WANTED: &str = "MISTAKE";

/// A document of one kind or the other.
#[derive(Clone)]
enum Paper {
    Guide(Box<Guide>),
    Notice(Box<Notice>),
    Regulation(Box<Regulation>),
}

/// Makes `bases` clean documents and spoils each in `each` ways.
fn measure(bases: u64, each: usize) -> Table {
    // Loading the rules takes the same threads: one that waits for them in the middle of its work would wait for ever.
    rules();
    let results: Vec<Vec<Made>> = (0..bases).into_par_iter().map(|seed| family(seed, each)).collect();
    let mut table = Table::default();
    for made in results.into_iter().flatten() {
        match made {
            Made::Clean(about, findings) => table.clean(&about, findings),
            Made::Spoiled(about, name, expected, outcome) => table.mistake(name, &expected, &outcome, &about),
        }
    }
    table
}

enum Made {
    Clean(String, Vec<String>),
    Spoiled(String, &'static str, Expected, expected::Outcome),
}

/// One clean document and what comes of it when it is spoiled.
fn family(seed: u64, each: usize) -> Vec<Made> {
    let mut dice = Dice::new(seed);
    let paper = match dice.roll(100) {
        0..60 => Paper::Guide(Box::new(Guide::clean(&mut dice.fork()))),
        60..88 => Paper::Notice(Box::new(Notice::clean(&mut dice.fork()))),
        _ => Paper::Regulation(Box::new(Regulation::clean(&mut dice.fork()))),
    };
    let style = Style::any(&mut dice);
    // Text has no tables, and nobody can tell which of several labels in a row a value below belonged to.
    let layout = match LAYOUTS[dice.roll(LAYOUTS.len())] {
        Layout::TableLeft | Layout::TableTop if style.extension == "txt" => Layout::Flat,
        layout => layout,
    };
    // The same chance for the clean document and the spoiled ones: they differ in the mistake alone.
    let written = dice.roll(usize::MAX) as u64;
    let write = |paper: &Paper| -> Sample {
        let mut dice = Dice::new(written);
        let blocks: Vec<Block> = match paper {
            Paper::Guide(guide) => lay_out(guide, layout, &mut dice),
            Paper::Notice(notice) => notice.lay_out(),
            Paper::Regulation(regulation) => regulation.lay_out(),
        };
        style.write(&blocks, &mut dice.fork())
    };
    let shape = match paper {
        Paper::Guide(_) => format!("{layout:?}"),
        Paper::Notice(_) => "notice".to_owned(),
        Paper::Regulation(_) => "regulation".to_owned(),
    };
    let about = format!("{seed} {shape} {style:?}");
    let clean = lint(&write(&paper), &about);
    let is_worse = |found: &&Found| found.level > Level::Advice || !style.earns_advice();
    let broken = clean.iter().filter(is_worse).map(|found| found.said.clone()).collect();
    let mut made = vec![Made::Clean(about.clone(), broken)];
    let from = dice.roll(usize::MAX);
    for turn in 0..each {
        let mut dice = dice.fork();
        let Some((name, expected, spoiled)) = spoil(&paper, from.wrapping_add(turn * 7), &mut dice) else {
            continue;
        };
        // A number that stands alone on its line is no list to a reader either.
        if layout == Layout::Flat && name == "number skipped" {
            continue;
        }
        let about = format!("{about} {turn}");
        let sample = write(&spoiled);
        let outcome = judge(&expected, &sample, &clean, &lint(&sample, &about));
        made.push(Made::Spoiled(about, name, expected, outcome));
    }
    made
}

/// The paper with the mistake of that number, or with the next one that it can have.
fn spoil(paper: &Paper, number: usize, dice: &mut Dice) -> Option<(&'static str, Expected, Paper)> {
    match paper {
        Paper::Guide(guide) => {
            let (name, expected, guide) = spoil_one(&**guide, guide_mistakes::MISTAKES, number, dice)?;
            Some((name, expected, Paper::Guide(Box::new(guide))))
        }
        Paper::Notice(notice) => {
            let (name, expected, notice) = spoil_one(&**notice, notice_mistakes::MISTAKES, number, dice)?;
            Some((name, expected, Paper::Notice(Box::new(notice))))
        }
        Paper::Regulation(paper) => {
            let (name, expected, paper) = spoil_one(&**paper, regulation::MISTAKES, number, dice)?;
            Some((name, expected, Paper::Regulation(Box::new(paper))))
        }
    }
}

/// A kind of mistake: its name, and how it is made.
type Mistake<P> = (&'static str, fn(&mut P, &mut Dice) -> Option<Expected>);

fn spoil_one<P: Clone>(
    clean: &P,
    mistakes: &[Mistake<P>],
    number: usize,
    dice: &mut Dice,
) -> Option<(&'static str, Expected, P)> {
    (0..mistakes.len()).find_map(|i| {
        let (name, make) = mistakes[number.wrapping_add(i) % mistakes.len()];
        let mut paper = clean.clone();
        make(&mut paper, dice).map(|expected| (name, expected, paper))
    })
}

/// All that is found in a file. The words of a finding must stand at its place in the plain text.
fn lint(sample: &Sample, about: &str) -> Vec<Found> {
    let document = document(&sample.name, &sample.bytes);
    let found: Vec<Found> = findings(&document).iter().map(|finding| found(&document, finding)).collect();
    if std::env::var(WANTED).is_ok_and(|wanted| wanted == about) {
        let path = std::env::temp_dir().join(&sample.name);
        std::fs::write(&path, &sample.bytes).unwrap();
        println!("{}: {:?}\n{}", path.display(), sample.places, sample.text);
        found.iter().for_each(|found| println!("{}", found.said));
    }
    found
}

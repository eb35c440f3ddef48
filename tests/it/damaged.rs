//! Damaged files: the documents of tests/content/ with bytes changed, cut out and doubled at random. Reading and checking
//! them ends without a panic, and whatever is found has its words at its place.

use std::fs;

use guiju::{
    check::{Selection, check},
    corpus::{self, Corpus},
    read::{Format, read},
    report,
    rules::{self, RuleSet},
};

/// A small generator with a fixed seed: the same damage at every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % sides.max(1)
    }
}

fn damage(bytes: &mut Vec<u8>, dice: &mut Dice) {
    for _ in 0..=dice.roll(4) {
        let at = dice.roll(bytes.len());
        let end = (at + dice.roll(40)).min(bytes.len());
        match dice.roll(4) {
            0 => bytes[at] = u8::try_from(dice.roll(256)).unwrap(),
            1 => drop(bytes.drain(at..end)),
            2 => {
                let piece = bytes[at..end].to_vec();
                bytes.splice(at..at, piece);
            }
            _ => bytes.truncate(bytes.len() - dice.roll(bytes.len() / 4)),
        }
        if bytes.is_empty() {
            bytes.push(b'a');
        }
    }
}

#[test]
fn damage_never_makes_it_panic_and_never_misplaces() {
    let as_of = jiff::civil::date(2026, 11, 1);
    let (corpus, _) = Corpus::load(&corpus::embedded());
    let (rules, _) = RuleSet::load(&rules::embedded(), &corpus, as_of);
    let mut dice = Dice(2026);
    let mut files: Vec<_> =
        fs::read_dir("tests/content").unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let mut read_all = 0;
    for file in files {
        let format = Format::of_extension(&file.extension().unwrap().to_string_lossy()).unwrap();
        let whole = fs::read(&file).unwrap();
        for _ in 0..60 {
            let mut bytes = whole.clone();
            damage(&mut bytes, &mut dice);
            if dice.roll(3) > 0 && std::str::from_utf8(&whole).is_ok() {
                // Broken UTF-8 is refused; mended, the damage reaches the readers behind it.
                bytes = String::from_utf8_lossy(&bytes).into_owned().into_bytes();
            }
            let Ok(document) = read(&bytes, format, &rules.fields.table, "guide".parse().ok()) else {
                continue;
            };
            read_all += 1;
            for finding in report::locate_all(
                &document,
                &"文件".into(),
                check(&document, &rules, &Selection::default(), as_of),
            ) {
                let text = document.plain.as_str();
                assert!(text.contains(&finding.primary.text), "{}: {}", file.display(), finding.primary.text);
                if let guiju::doc::Origin::Text { text, .. } = &document.origin {
                    assert!(text.get(finding.primary.start.byte..finding.primary.end.byte).is_some());
                }
            }
        }
    }
    assert!(read_all > 300, "{read_all} damaged files could be read");
}

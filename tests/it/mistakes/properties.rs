//! What must not change the findings of a document: the order of its sections, the style of its numerals, its encoding and its
//! format; nor, for contradictions, one factor on all of its limits.

use std::collections::{BTreeMap, BTreeSet};

use guiju::{
    doc::Document,
    text::{FoldedText, list_mark, numeral_at},
};
use rayon::prelude::*;
use regex::{Captures, Regex};

use super::{
    Mistake,
    dice::Dice,
    format::{Sample, Style},
    guide::Guide,
    guide_mistakes::MISTAKES,
    layout::{Layout, lay_out, lay_out_sections},
    spoil_one,
};
use crate::linting::{document, findings, rules};

/// How many documents each property is tried on.
const DOCUMENTS: u64 = 24;

/// A finding without its place: the rule, the missing field, the words of all its places.
type Seen = (String, Option<String>, BTreeSet<String>);

/// What is found in a file, how often; the words without blanks, their numerals as values.
fn seen(sample: &Sample) -> BTreeMap<Seen, usize> {
    let document = document(&sample.name, &sample.bytes);
    let mut all = BTreeMap::new();
    for finding in findings(&document) {
        let labels = std::iter::once(&finding.primary).chain(&finding.related);
        let words = labels.map(|label| valued(label.at.of(&document.plain))).collect();
        let seen = (finding.rule.to_string(), finding.field.map(|field| field.to_string()), words);
        *all.entry(seen).or_default() += 1;
    }
    all
}

/// `words` folded, without blanks, every numeral replaced by its value.
fn valued(words: &str) -> String {
    // The number of an item may be written 3. or 3、 by a format.
    let mark = list_mark(words).map_or(0, |mark| mark.len);
    let folded = FoldedText::new(if mark < words.len() { &words[mark..] } else { words });
    let text: String = folded.as_str().chars().filter(|c| !c.is_whitespace()).collect();
    let (mut out, mut rest) = (String::new(), text.as_str());
    while let Some(c) = rest.chars().next() {
        if let Some(numeral) = numeral_at(rest) {
            out += &numeral.amount.to_string();
            rest = &rest[numeral.len..];
        } else {
            out.push(c);
            rest = &rest[c.len_utf8()..];
        }
    }
    out.trim_end_matches(['.', '、']).to_owned()
}

/// A guide with up to three mistakes, and the dice for what is done to it.
fn spoiled(seed: u64) -> (Guide, Dice) {
    spoiled_by(seed, MISTAKES)
}

fn spoiled_by(seed: u64, mistakes: &[Mistake<Guide>]) -> (Guide, Dice) {
    let mut dice = Dice::new(seed ^ 0x5EED);
    let mut guide = Guide::clean(&mut dice.fork());
    guide.distance = guide.distance.min(20);
    for _ in 0..dice.roll(4) {
        let number = dice.roll(usize::MAX);
        if let Some((_, _, spoiled)) = spoil_one(&guide, mistakes, number, &mut dice) {
            guide = spoiled;
        }
    }
    (guide, dice)
}

/// Every document with its number, tried on all threads; what is said of those that fail.
fn each(property: impl Fn(u64) -> Result<(), String> + Sync) {
    rules();
    let failures: Vec<String> =
        (0..DOCUMENTS).into_par_iter().filter_map(|seed| property(seed).err()).collect();
    assert!(failures.is_empty(), "{} of {DOCUMENTS} documents:\n{}", failures.len(), failures.join("\n"));
}

fn same(
    about: &str,
    sample: &Sample,
    one: &BTreeMap<Seen, usize>,
    other: &BTreeMap<Seen, usize>,
) -> Result<(), String> {
    let without = |a: &BTreeMap<Seen, usize>, b: &BTreeMap<Seen, usize>| -> Vec<String> {
        a.iter()
            .filter(|(seen, count)| b.get(*seen) != Some(count))
            .map(|(seen, _)| format!("  {seen:?}"))
            .collect()
    };
    let (lost, new) = (without(one, other), without(other, one));
    if lost.is_empty() && new.is_empty() {
        return Ok(());
    }
    if std::env::var("PROPERTY").is_ok_and(|wanted| wanted == about) {
        println!("{}", sample.text);
    }
    Err(format!("{about}\n lost:\n{}\n new:\n{}", lost.join("\n"), new.join("\n")))
}

/// Layouts that all formats can have.
const LAYOUTS: [Layout; 4] = [Layout::Han, Layout::Square, Layout::Bullet, Layout::Headings];

#[test]
fn any_format() {
    each(|seed| {
        let (guide, mut dice) = spoiled(seed);
        let layout = LAYOUTS[dice.roll(LAYOUTS.len())];
        let blocks = lay_out(&guide, layout, &mut dice);
        let write = |extension| Style::plain(extension).write(&blocks, &mut Dice::new(seed));
        let first = seen(&write("md"));
        for extension in ["html", "txt", "docx"] {
            let sample = write(extension);
            same(&format!("{seed} {layout:?} {extension}"), &sample, &first, &seen(&sample))?;
        }
        Ok(())
    });
}

#[test]
fn any_encoding() {
    each(|seed| {
        let (guide, mut dice) = spoiled(seed);
        let blocks = lay_out(&guide, Layout::Han, &mut dice);
        let first = seen(&Style::plain("txt").write(&blocks, &mut Dice::new(seed)));
        for style in Style::encodings("txt") {
            let sample = style.write(&blocks, &mut Dice::new(seed));
            same(&format!("{seed} {style:?}"), &sample, &first, &seen(&sample))?;
        }
        Ok(())
    });
}

/// A Markdown file of that text.
fn markdown(text: String) -> Sample {
    Sample { name: "文件.md".to_owned(), bytes: text.clone().into_bytes(), places: Vec::new(), text }
}

/// The number of each limit in working days, written by `write`.
fn with_limits(text: &str, write: impl Fn(u32) -> String) -> String {
    let limit = Regex::new(r"([0-9０-９一二两三四五六七八九十]+) ?个工作日").unwrap();
    let replaced = limit.replace_all(text, |found: &Captures<'_>| {
        let folded = FoldedText::new(&found[1]);
        let amount = numeral_at(folded.as_str()).unwrap().amount;
        format!("{}个工作日", write(amount.hundredths() / 100))
    });
    replaced.into_owned()
}

#[test]
fn any_style_of_numerals() {
    const PLAIN: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    const FORMAL: [&str; 10] = ["", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"];
    let spell = |n: u32, digits: [&str; 10], ten: &str| {
        let (tens, ones) = ((n / 10) as usize, (n % 10) as usize);
        match tens {
            0 => digits[ones].to_owned(),
            1 => format!("{}{ten}{}", if ten == "十" { "" } else { digits[1] }, digits[ones]),
            _ => format!("{}{ten}{}", digits[tens], digits[ones]),
        }
    };
    let wide = |n: u32| n.to_string().chars().map(|c| char::from_u32(c as u32 + 0xFEE0).unwrap()).collect();
    let styles: [(&str, &(dyn Fn(u32) -> String + Sync)); 3] = [
        ("Chinese", &|n| spell(n, PLAIN, "十")),
        ("full width", &wide),
        ("formal", &|n| spell(n, FORMAL, "拾")),
    ];
    each(|seed| {
        let (guide, mut dice) = spoiled(seed);
        let layout = LAYOUTS[dice.roll(LAYOUTS.len())];
        let text = Style::plain("md").write(&lay_out(&guide, layout, &mut dice), &mut dice.fork()).text;
        let first = seen(&markdown(with_limits(&text, |n| n.to_string())));
        for (name, write) in styles {
            let sample = markdown(with_limits(&text, write));
            same(&format!("{seed} {layout:?} {name}"), &sample, &first, &seen(&sample))?;
        }
        Ok(())
    });
}

#[test]
fn any_order_of_sections() {
    each(|seed| {
        let (guide, mut dice) = spoiled(seed);
        let layout = LAYOUTS[dice.roll(LAYOUTS.len())];
        let (written, from) = (dice.roll(usize::MAX) as u64, dice.roll(usize::MAX));
        let write = |turn: usize| {
            let mut sections = guide.sections();
            let count = sections.len();
            sections.rotate_left(from.wrapping_mul(turn) % count);
            if turn == 2 {
                sections.reverse();
            }
            let blocks = lay_out_sections(&guide, sections, layout, &mut Dice::new(written));
            Style::plain("md").write(&blocks, &mut Dice::new(written))
        };
        let first = seen(&write(0));
        for turn in 1..3 {
            let sample = write(turn);
            same(&format!("{seed} {layout:?} order {turn}"), &sample, &first, &seen(&sample))?;
        }
        Ok(())
    });
}

/// What limits contradict each other: rule, and the blocks of the places.
fn contradictions(document: &Document) -> BTreeSet<(String, Vec<usize>)> {
    let block = |at| document.blocks.iter().position(|block| block.span.contains(at)).unwrap();
    let own = ["D01", "D03", "D04", "D05"];
    let found = findings(document).into_iter().filter(|finding| own.contains(&&*finding.rule));
    let places = |finding: guiju::finding::Finding| {
        let labels = std::iter::once(&finding.primary).chain(&finding.related);
        (finding.rule.to_string(), labels.map(|label| block(label.at)).collect())
    };
    found.map(places).collect()
}

#[test]
fn any_factor_on_all_limits() {
    // Those that leave every limit a number of working days.
    let own = [
        "promise above statute",
        "limit changed in one place",
        "steps exceed the promise",
        "one step exceeds the promise",
    ];
    let own: Vec<_> = MISTAKES.iter().filter(|(name, _)| own.contains(name)).copied().collect();
    each(|seed| {
        let (guide, mut dice) = spoiled_by(seed, &own);
        let text =
            Style::plain("md").write(&lay_out(&guide, Layout::Headings, &mut dice), &mut dice.fork()).text;
        let scaled = |factor: u32| {
            let text = with_limits(&text, |n| (n * factor).to_string());
            contradictions(&document("文件.md", text.as_bytes()))
        };
        let first = scaled(1);
        for factor in [2, 3, 10] {
            let other = scaled(factor);
            if first != other {
                return Err(format!("{seed} times {factor}: {first:?} {other:?}"));
            }
        }
        Ok(())
    });
}

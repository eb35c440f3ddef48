//! Build script: makes the character table of `fold.rs`: for every code point the one it folds to, in two steps (a page of 64
//! code points, then the code point in it), since every character of every text is looked up. It also takes a number from
//! the regulations and rules that become part of the program, `GUIJU_BUILT_IN`, so that what is kept from one run to the
//! next tells when they are others; and one from the program's own sources, `GUIJU_SOURCES`.
//!
//! The facts come from two maintained crates, asked once per code point: full width, radicals and compatibility
//! ideographs from Unicode's NFKC, traditional and regional forms from OpenCC. Context plays no part, so that patterns
//! and texts always fold alike; a phrase-wise conversion would not promise that.

// A build script speaks to cargo on standard output.
#![allow(clippy::print_stdout)]

use std::{
    env,
    fmt::Write as _,
    fs,
    hash::{DefaultHasher, Hash as _, Hasher as _},
    io,
    path::{Path, PathBuf},
};

use ferrous_opencc::{OpenCC, config::BuiltinConfig};
use unicode_normalization::UnicodeNormalization as _;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo:rerun-if-changed=src/text/build_table.rs");
    println!("cargo:rerun-if-changed=corpus");
    println!("cargo:rerun-if-changed=checks");
    println!("cargo:rerun-if-changed=src");
    println!("cargo:rerun-if-changed=Cargo.lock");
    let folder = PathBuf::from(env::var("OUT_DIR")?);
    // Made once: a change of other sources only changes their number.
    let libraries = fs::read_to_string("Cargo.lock").unwrap_or_default();
    let (made_from, stamp) =
        (include_str!("build_table.rs").to_owned() + &libraries, folder.join("fold_table.from"));
    if fs::read_to_string(&stamp).ok().as_ref() != Some(&made_from) {
        fs::write(folder.join("fold_table.rs"), fold_table()?)?;
        fs::write(stamp, made_from)?;
    }

    let mut built_in = DefaultHasher::new();
    for folder in ["corpus", "checks"] {
        hash_files(Path::new(folder), &mut built_in)?;
    }
    println!("cargo:rustc-env=GUIJU_BUILT_IN={:016x}", built_in.finish());
    let mut sources = DefaultHasher::new();
    hash_files(Path::new("src"), &mut sources)?;
    // The libraries too, where it is known which ones.
    libraries.hash(&mut sources);
    println!("cargo:rustc-env=GUIJU_SOURCES={:016x}", sources.finish());
    Ok(())
}

/// The source of the two tables.
fn fold_table() -> Result<String, Box<dyn std::error::Error>> {
    // The regional tables only serve forms that the general one does not know (衞, 裏 …).
    let converters = [BuiltinConfig::T2s, BuiltinConfig::Hk2s, BuiltinConfig::Tw2s]
        .map(OpenCC::from_config)
        .into_iter()
        .collect::<Result<Vec<_>, _>>()?;

    let mut pages = Vec::new();
    // The first block is that of pages in which nothing folds.
    let mut blocks = vec![[SAME; PAGE]];
    for page in 0..PAGES {
        let mut block = [SAME; PAGE];
        for (at, slot) in block.iter_mut().enumerate() {
            let from = u32::try_from(page * PAGE + at).ok().and_then(char::from_u32);
            *slot = from.filter(|c| is_candidate(*c)).and_then(|c| folded(c, &converters)).unwrap_or(SAME);
        }
        pages.push(blocks.iter().position(|known| *known == block).unwrap_or_else(|| {
            blocks.push(block);
            blocks.len() - 1
        }));
    }
    let mut table = String::new();
    writeln!(
        table,
        "/// Which block has the characters of a page.\nstatic PAGES: [u16; {PAGES}] = {pages:?};"
    )?;
    writeln!(
        table,
        "/// What the characters of a page fold to; the character 0 stands for themselves.\nstatic BLOCKS: [[char; {PAGE}]; {}] = {blocks:?};",
        blocks.len()
    )?;
    Ok(table)
}

/// Takes up the names and contents of all files below `folder`.
fn hash_files(folder: &Path, hash: &mut DefaultHasher) -> io::Result<()> {
    let mut entries = fs::read_dir(folder)?.collect::<Result<Vec<_>, _>>()?;
    entries.sort_by_key(fs::DirEntry::path);
    for entry in entries {
        if entry.file_type()?.is_dir() {
            hash_files(&entry.path(), hash)?;
        } else {
            (entry.path(), fs::read(entry.path())?).hash(hash);
        }
    }
    Ok(())
}

/// The characters of a page.
const PAGE: usize = 64;

/// The pages up to the last block of ideographs.
const PAGES: usize = 0x30000 / PAGE;

/// Stands for: folds to itself.
const SAME: char = '\0';

fn is_candidate(c: char) -> bool {
    matches!(c, '\u{2E80}'..='\u{FFEF}' | '\u{20000}'..='\u{2FA1F}')
}

/// What `from` folds to, when that is another character.
fn folded(from: char, converters: &[OpenCC]) -> Option<char> {
    let mut to = from;
    // Twice: a compatibility ideograph may itself be a traditional form.
    for _ in 0..2 {
        to = simplified(unified(to), converters);
    }
    (to != from && (is_everyday(to) || !is_everyday(from))).then_some(to)
}

/// The character that Unicode calls compatible with `c`, for the blocks in which that never changes a meaning.
/// Circled and bracketed numbers (①, ㈠) are not among them: they are list marks, and stay.
fn unified(c: char) -> char {
    let block = matches!(c, '\u{2E80}'..='\u{2FDF}' | '\u{F900}'..='\u{FAFF}' | '\u{FF01}'..='\u{FFEF}' | '\u{2F800}'..='\u{2FA1F}');
    only(c.nfkc()).filter(|_| block).unwrap_or(c)
}

fn simplified(c: char, converters: &[OpenCC]) -> char {
    let text = c.to_string();
    converters
        .iter()
        .filter_map(|converter| only(converter.convert(&text).chars()))
        .find(|&to| to != c)
        .unwrap_or(c)
}

/// Whether `c` is of the first level of GB 2312, the characters of everyday use. The general table also knows where one of
/// them was the simplified form of something rare (么 of 幺), which nobody means.
fn is_everyday(c: char) -> bool {
    let mut buffer = [0; 4];
    let (bytes, _, failed) = encoding_rs::GBK.encode(c.encode_utf8(&mut buffer));
    !failed && matches!(*bytes, [0xB0..=0xD7, 0xA1..=0xFE])
}

fn only(mut chars: impl Iterator<Item = char>) -> Option<char> {
    match (chars.next(), chars.next()) {
        (Some(c), None) => Some(c),
        _ => None,
    }
}

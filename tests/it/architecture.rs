//! What the page in src/lib.rs says of the layers, held against the sources.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use regex::Regex;

/// Every Rust file below src/ but for the build script, with its text without comments.
fn sources() -> Vec<(PathBuf, String)> {
    fn walk(folder: &Path, out: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { walk(&path, out) } else { out.push(path) }
        }
    }
    let mut paths = Vec::new();
    walk(Path::new("src"), &mut paths);
    // The build script is a program of its own, and tests may do what the layers must not.
    let others = ["build_table.rs", "tests.rs"];
    paths.retain(|path| {
        path.extension().is_some_and(|e| e == "rs") && !others.iter().any(|name| path.ends_with(name))
    });
    paths.sort();
    let comment = Regex::new(r"(?m)//.*$").unwrap();
    paths
        .into_iter()
        .map(|path| (path.clone(), comment.replace_all(&fs::read_to_string(&path).unwrap(), "").into_owned()))
        .collect()
}

/// The table of lib.rs: each module with those it may import, in order.
fn layers() -> Vec<(String, Vec<String>)> {
    let page = fs::read_to_string("src/lib.rs").unwrap();
    let row = Regex::new(r"(?m)^//! \| `(\w+)` \|[^|]*\|([^|]*)\|$").unwrap();
    row.captures_iter(&page)
        .map(|row| {
            (
                row[1].to_owned(),
                row[2]
                    .split(',')
                    .map(|name| name.trim().to_owned())
                    .filter(|name| !name.is_empty())
                    .collect(),
            )
        })
        .collect()
}

/// The top-level module that a file belongs to.
fn module(path: &Path) -> String {
    let first = path.strip_prefix("src").unwrap().components().next().unwrap();
    Path::new(first.as_os_str()).file_stem().unwrap().to_string_lossy().into_owned()
}

#[test]
fn modules_import_only_what_the_table_allows() {
    let layers = layers();
    assert!(layers.len() >= 11, "the table of src/lib.rs could not be read");
    for (i, (name, imports)) in layers.iter().enumerate() {
        for import in imports {
            assert!(
                layers[..i].iter().any(|(above, _)| above == import),
                "{name} may import {import}, which does not stand above it"
            );
        }
    }
    let allowed: BTreeMap<_, _> = layers.into_iter().collect();
    // Both `crate::text::Span` and the names of a nested `use crate::{doc::Kind, text::Span}`.
    let path = Regex::new(r"crate::(\w+)").unwrap();
    let group = Regex::new(r"(?s)use crate::\{(.*?)\};").unwrap();
    let head = Regex::new(r"(?:^|,)\s*(\w+)\s*(?:::|,|$)").unwrap();
    for (file, text) in sources() {
        let own = module(&file);
        let Some(allowed) = allowed.get(&own) else {
            assert!(["lib", "main"].contains(&own.as_str()), "{own} is not in the table of src/lib.rs");
            continue;
        };
        let mut imported: Vec<String> = path.captures_iter(&text).map(|c| c[1].to_owned()).collect();
        for c in group.captures_iter(&text) {
            let flat = flat(&c[1]);
            imported.extend(head.captures_iter(&flat).map(|c| c[1].to_owned()));
        }
        for name in imported.iter().filter(|name| **name != own) {
            assert!(allowed.contains(name), "{}: {own} must not import {name}", file.display());
        }
    }
}

/// A `use` group with the inside of inner braces left out.
fn flat(group: &str) -> String {
    let mut depth = 0;
    group
        .chars()
        .filter(|c| {
            depth += usize::from(*c == '{');
            let outside = depth == 0;
            depth -= usize::from(*c == '}');
            outside
        })
        .collect::<String>()
}

#[test]
fn names_stay_where_they_belong() {
    let rules: [(&str, &[&str]); 6] = [
        (r"\btantivy\b|\bjieba_rs\b", &["src/search"]),
        (r"\bmiette\b", &["src/report/human.rs", "src/report/human"]),
        (r"\bclap(_complete)?::", &["src/cli"]),
        (
            r"std::fs\b|fs::(read|write|File)|File::(open|create)|std::env::",
            &["src/cli", "src/main.rs", "src/search/files.rs"],
        ),
        (r"println!|print!\(|io::std(out|err|in)", &["src/cli"]),
        (r"SystemTime|Instant::now|Zoned::now|Timestamp::now", &["src/cli"]),
    ];
    for (pattern, homes) in rules {
        let pattern = Regex::new(pattern).unwrap();
        for (file, text) in sources() {
            let at_home = homes.iter().any(|home| file.starts_with(home));
            assert!(
                at_home || !pattern.is_match(&text),
                "{}: {pattern} belongs to {homes:?}",
                file.display()
            );
        }
    }
}

#[test]
fn files_and_their_first_lines() {
    for (file, _) in sources() {
        let text = fs::read_to_string(&file).unwrap();
        assert!(text.starts_with("//! "), "{}: the first line says what the file is for", file.display());
        let code = text.split("#[cfg(test)]\nmod tests").next().unwrap();
        assert!(code.lines().count() <= 500, "{}: {} lines; split it", file.display(), code.lines().count());
    }
}

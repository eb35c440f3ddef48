use super::*;

#[test]
#[ignore = "looks at the laws"]
fn look_at_laws() {
    fn walk(folder: &std::path::Path, out: &mut Vec<std::path::PathBuf>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, out)
            } else if path.extension().is_some_and(|e| e == "md") {
                out.push(path)
            }
        }
    }
    let mut paths = Vec::new();
    walk(std::path::Path::new("/work/shared/data/laws"), &mut paths);
    paths.sort();
    let every: usize = std::env::var("EVERY").ok().and_then(|e| e.parse().ok()).unwrap_or(17);
    let article =
        Regex::new(r"(?m)^第[零〇一二三四五六七八九十百千]+条(之[一二三四五六七八九十]+)?[\s　]").unwrap();
    let (mut want, mut got, mut wrong) = (0, 0, 0);
    for path in paths.iter().step_by(every) {
        let text = std::fs::read_to_string(path).unwrap();
        let imported = import(&text, "x");
        assert!(Sum::of(&imported).balances());
        let expected = article.find_iter(&text).count();
        let found: usize = imported
            .found
            .iter()
            .filter(|f| f.at.of(imported.ledger.text()).contains("第一条"))
            .map(|f| f.articles)
            .sum();
        want += expected;
        got += found.min(expected);
        if found != expected || imported.found.len() != 1 {
            wrong += 1;
            println!(
                "{} articles {found}/{expected}, {} parts: {:?}",
                path.file_name().unwrap().to_string_lossy(),
                imported.found.len(),
                imported.found.iter().map(|f| (&*f.title, f.articles)).collect::<Vec<_>>()
            );
        }
        if std::env::var("ENTRIES").is_ok() {
            for e in imported
                .ledger
                .entries()
                .iter()
                .filter(|e| e.reason.kind() != Kind::Layout && e.reason != Reason::Punctuation)
            {
                println!(
                    "   {} {:?} | {} | {}",
                    path.file_name().unwrap().to_string_lossy(),
                    e.reason,
                    e.was.chars().take(70).collect::<String>().replace('\n', "⏎"),
                    e.now.replace('\n', "⏎")
                );
            }
        }
    }
    println!("{got}/{want} {wrong} files differ");
}

#[test]
#[ignore = "looks at the raw texts"]
fn look() {
    for entry in std::fs::read_dir("/work/shared/seeds").unwrap() {
        let path = entry.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        let imported = import(&text, "x");
        println!("=== {} {:?}", path.display(), Sum::of(&imported));
        assert!(Sum::of(&imported).balances());
        for found in &imported.found {
            println!("--- {} {} {:?} {:?}", found.title, found.articles, found.doubts, found.facts);
        }
        let dir = std::path::Path::new("/tmp/bprobe").join(path.file_stem().unwrap());
        std::fs::create_dir_all(&dir).unwrap();
        let mut ids = Ids::default();
        for found in &imported.found {
            let id = ids.id(&found.title);
            std::fs::write(dir.join(format!("{id}.md")), found.file(&imported, &id)).unwrap();
        }
        let mut out = String::new();
        for e in imported.ledger.entries().iter().filter(|e| {
            e.reason != Reason::Script
                && e.reason.kind() != Kind::Layout
                && e.reason != Reason::Punctuation
                && e.reason != Reason::Pinyin
        }) {
            out += &format!(
                "{:?} {:?} | {} | {}\n",
                e.reason,
                e.at,
                e.was.chars().take(80).collect::<String>().replace('\n', "⏎"),
                e.now.replace('\n', "⏎")
            );
        }
        std::fs::write(dir.join("entries.log"), out).unwrap();
    }
}

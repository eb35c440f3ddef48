use super::*;

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

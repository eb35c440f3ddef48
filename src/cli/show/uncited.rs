//! `show --uncited`: duties that no rule looks after.

use std::fmt::Write as _;

use crate::{rules::Duties, show::at};

/// How many characters of an article tell which one it is.
const SHOWN: usize = 40;

pub(super) fn list(all: &[Duties<'_>]) -> String {
    let mut out = String::new();
    for duties in all.iter().filter(|duties| !duties.uncited.is_empty()) {
        let regulation = duties.regulation;
        let (total, open) = (duties.total, duties.uncited.len());
        let _ = writeln!(out, "《{}》  {total} 条有义务，{open} 条没有规则引用", regulation.title);
        for uncited in &duties.uncited {
            let mark = if uncited.is_of_documents { "*" } else { " " };
            let words = regulation.words(uncited.article).replace('\n', "");
            let _ = writeln!(out, "{mark} {}　{}", at(uncited.article), beginning(&words));
        }
        out.push('\n');
    }
    let sum = |count: fn(&Duties<'_>) -> usize| all.iter().map(count).sum::<usize>();
    let of_documents = sum(|duties| duties.uncited.iter().filter(|uncited| uncited.is_of_documents).count());
    let (total, open) = (sum(|duties| duties.total), sum(|duties| duties.uncited.len()));
    let _ = write!(out, "共 {total} 条有义务，{open} 条没有规则引用");
    if of_documents > 0 {
        let _ = write!(out, "；其中 {of_documents} 条说到文书的内容（标 *），可以先补规则");
    }
    out.push_str("。\n");
    out
}

fn beginning(words: &str) -> String {
    let start: String = words.chars().take(SHOWN).collect();
    if start.len() < words.len() { start + "……" } else { start }
}

//! What is found: one entry per article, with what is needed to show it.

use std::collections::HashMap;

use crate::{
    corpus::Names,
    law::{Address, Date, Regulation, Status},
    text::FoldedText,
};

/// A regulation, as far as its articles need it.
#[derive(Debug, Clone)]
pub(super) struct Source {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) status: Status,
    pub(super) effective: Option<Date>,
    /// How many articles it has.
    pub(super) articles: usize,
    /// How many times other regulations cite it by name.
    pub(super) cited: usize,
}

/// One article, or the whole of a regulation without articles.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    /// Its regulation's place among the sources.
    pub(super) source: usize,
    /// 第三条; empty for a whole regulation.
    pub(super) at: Address,
    pub(super) breadcrumbs: Vec<String>,
    pub(super) text: String,
    /// `text`, folded.
    pub(super) folded: String,
}

impl Entry {
    /// The headings around it, folded. Not the title: as words it misleads (an order on some matter is titled with the
    /// words of every question about it); a query that names a regulation is recognised by the name.
    pub(super) fn headings(&self) -> String {
        FoldedText::new(&self.breadcrumbs.join("\n")).as_str().to_owned()
    }
}

/// Every regulation and every article, in order.
pub(super) fn collect(regulations: &[&Regulation], names: &Names) -> (Vec<Source>, Vec<Entry>) {
    let mut sources = Vec::with_capacity(regulations.len());
    let mut entries: Vec<Entry> = Vec::new();
    for (source, regulation) in regulations.iter().enumerate() {
        let first = entries.len();
        let entry = |at: Address, breadcrumbs, text: String| {
            let folded = FoldedText::new(&text).as_str().to_owned();
            Entry { source, at, breadcrumbs, text, folded }
        };
        entries.extend(regulation.articles().map(|article| {
            let at = article.at.from_article();
            entry(at, regulation.breadcrumbs(article), regulation.words(article))
        }));
        if entries.len() == first {
            entries.push(entry(Address::default(), Vec::new(), whole(regulation)));
        }
        sources.push(Source {
            id: regulation.id.clone(),
            title: regulation.title.clone(),
            status: regulation.edition.status,
            effective: regulation.edition.effective,
            articles: entries.len() - first,
            cited: 0,
        });
    }
    count_citations(&entries, names, &mut sources);
    (sources, entries)
}

/// The text of a regulation without articles: no front matter, no title, no heading marks.
fn whole(regulation: &Regulation) -> String {
    let mut lines = regulation.text().trim_start_matches('\u{FEFF}').lines().map(str::trim).peekable();
    if lines.next_if_eq(&"+++").is_some() {
        lines.by_ref().take_while(|line| *line != "+++").for_each(drop);
    }
    let words = lines.map(|line| line.trim_start_matches('#').trim());
    words.filter(|line| !line.is_empty() && *line != regulation.title).collect::<Vec<_>>().join("\n")
}

/// Counts for every source how many times the others name it between 《 and 》.
fn count_citations(entries: &[Entry], names: &Names, sources: &mut [Source]) {
    let mut mentions: HashMap<(&str, usize), usize> = HashMap::new();
    for entry in entries {
        let titles = entry.folded.split('《').skip(1).filter_map(|rest| rest.split_once('》'));
        for (title, _) in titles {
            *mentions.entry((title, entry.source)).or_default() += 1;
        }
    }
    for ((title, by), times) in mentions {
        for &cited in names.exact(title) {
            if let Some(source) = sources.get_mut(cited).filter(|_| cited != by) {
                source.cited += times;
            }
        }
    }
}

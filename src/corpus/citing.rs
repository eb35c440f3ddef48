//! Back links: which articles of the corpus cite a norm by its name.

use rayon::prelude::*;

use super::{Corpus, Law};
use crate::{
    law::{Address, Date, Level, Place, Provision, Regulation, citations, places_at},
    text::FoldedText,
};

/// An article that cites something.
#[derive(Debug, Clone, Copy)]
pub struct Citing<'c> {
    /// Its regulation.
    pub regulation: &'c Regulation,
    /// The article.
    pub article: &'c Provision,
}

/// A norm that an article names.
#[derive(Debug)]
pub(super) struct Mention {
    /// The number of the regulation of the article, and of the article among its provisions.
    regulation: usize,
    article: usize,
    title: String,
    /// The provisions behind the title.
    places: Vec<Place>,
}

impl Corpus {
    /// The articles of other regulations in force on `as_of` that cite `regulation`; with `at` only those that cite this
    /// provision, its article, or the chapter around it by number. A name that is several regulations' cites none for certain.
    pub fn citing(&self, regulation: &Regulation, at: Option<&Address>, as_of: Date) -> Vec<Citing<'_>> {
        let is_meant = |title: &str| {
            let bearers = self.names().exact(title);
            let id = |which: &usize| self.regulations().get(*which).is_some_and(|r| r.id == regulation.id);
            !bearers.is_empty() && bearers.iter().all(id)
        };
        let mut found = self.citing_what(is_meant, at, as_of);
        found.retain(|citing| citing.regulation.id != regulation.id);
        found
    }

    /// The articles in force on `as_of` that cite `law`; with `places` only those that cite one of them.
    pub fn citing_law(&self, law: &Law, places: &[Place], as_of: Date) -> Vec<Citing<'_>> {
        let is_meant = |title: &str| self.law(title).is_some_and(|named| named.title == law.title);
        if places.is_empty() {
            return self.citing_what(is_meant, None, as_of);
        }
        let mut found: Vec<Citing<'_>> = Vec::new();
        for place in places {
            for citing in self.citing_what(is_meant, Some(place.first()), as_of) {
                if !found.iter().any(|known| std::ptr::eq(known.article, citing.article)) {
                    found.push(citing);
                }
            }
        }
        found
    }

    fn citing_what(
        &self,
        is_meant: impl Fn(&str) -> bool + Sync,
        at: Option<&Address>,
        as_of: Date,
    ) -> Vec<Citing<'_>> {
        let in_force: Vec<&Regulation> = self.in_force(as_of).collect();
        let is_in_force = |regulation: &Regulation| in_force.iter().any(|own| std::ptr::eq(*own, regulation));
        let meant =
            self.mentions().iter().filter(|mention| is_meant(&mention.title) && meets(&mention.places, at));
        let mut found: Vec<Citing<'_>> = Vec::new();
        for mention in meant {
            let Some(regulation) = self.regulations().get(mention.regulation) else { continue };
            let Some(article) = regulation.provisions().get(mention.article) else { continue };
            let is_known = found.last().is_some_and(|last| std::ptr::eq(last.article, article));
            if !is_known && is_in_force(regulation) {
                found.push(Citing { regulation, article });
            }
        }
        found
    }

    /// All titles that articles name, in the order of the articles; read when they are first asked for.
    fn mentions(&self) -> &[Mention] {
        self.mentions.get_or_init(|| {
            let regulations: Vec<(usize, &Regulation)> = self.regulations().iter().enumerate().collect();
            let of = |&(number, regulation): &(usize, &Regulation)| {
                let provisions = regulation.provisions().iter().enumerate();
                let articles = provisions.filter(|(_, provision)| provision.level() == Some(Level::Article));
                let found = articles.flat_map(|(article, provision)| {
                    let words = provision.span.of(regulation.text());
                    let found = if words.contains('《') { mentions(words) } else { Vec::new() };
                    found.into_iter().map(move |(title, places)| Mention {
                        regulation: number,
                        article,
                        title,
                        places,
                    })
                });
                found.collect::<Vec<_>>()
            };
            regulations.par_iter().flat_map_iter(of).collect()
        })
    }
}

/// The titles that `words` name between 《 and 》, each with the provisions behind it.
fn mentions(words: &str) -> Vec<(String, Vec<Place>)> {
    let folded = FoldedText::new(words);
    let found = citations(&folded).into_iter().filter_map(|mention| {
        let title = mention.title?;
        let written = FoldedText::new(mention.at.of(words));
        let behind = written.as_str().strip_prefix(&format!("《{title}》")).unwrap_or_default();
        let behind =
            behind.strip_prefix('(').and_then(|rest| rest.split_once(')')).map_or(behind, |note| note.1);
        // The list of addresses does not tell a range from its two ends.
        let places = places_at(behind, true)
            .map_or_else(|| mention.provisions.into_iter().map(Place::One).collect(), |(places, _)| places);
        Some((title, places))
    });
    found.collect()
}

/// Whether one of `places` speaks of what is at `at`.
fn meets(places: &[Place], at: Option<&Address>) -> bool {
    let Some(at) = at else { return true };
    places.iter().any(|place| match (place.first().at(Level::Article), at.article()) {
        (Some(_), Some(article)) => place.covers(&article),
        // A chapter that is shown is cited with it, and by whoever cites the chapter around an article.
        (None, _) => at.has(place.first()),
        (Some(_), None) => false,
    })
}

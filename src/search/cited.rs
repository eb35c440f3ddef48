//! Articles that a query cites, and what is to be said of a citation that leads nowhere.

use super::{Article, Index, SearchError, query::Query};
use crate::{
    law::{Date, Level, Place, citations},
    text::FoldedText,
};

/// A citation that fits more regulations than this is too vague to be one.
const MOST_CITED: usize = 5;

/// What a query cites.
#[derive(Debug, Default)]
pub(super) struct Cited {
    pub(super) articles: Vec<Article>,
    /// The regulations that bear the whole query as their name.
    pub(super) named: Vec<usize>,
    pub(super) notes: Vec<String>,
}

impl Index {
    /// What the query cites: all of it (`限时办结 3条`), or between 《 and 》 in a sentence.
    pub(super) fn cited(
        &self,
        query: &Query,
        admitted: &[bool],
        day: Option<Date>,
    ) -> Result<Cited, SearchError> {
        let mut cited = Cited::default();
        if let Some(named) = self.names.resolve(&query.folded)
            && named.is_sure
        {
            for place in &named.places {
                self.cite(&named.regulations, place, admitted, day, &mut cited)?;
            }
            if named.places.is_empty() && named.is_whole {
                cited.named = self.meant(&named.regulations, admitted, day);
            }
        }
        for mention in citations(&FoldedText::new(&query.folded)) {
            let regulations = mention.title.as_deref().map_or(&[][..], |title| self.names.exact(title));
            for at in &mention.provisions {
                self.cite(regulations, &Place::One(at.clone()), admitted, day, &mut cited)?;
            }
        }
        cited.notes.dedup();
        Ok(cited)
    }

    /// Of each of `regulations` that is admitted the edition that applied on `day`, else the latest.
    fn meant(&self, regulations: &[usize], admitted: &[bool], day: Option<Date>) -> Vec<usize> {
        let mut fitting: Vec<usize> = regulations.to_vec();
        fitting.retain(|&which| admitted.get(which).copied().unwrap_or_default());
        // Editions of one regulation stand side by side, the latest last.
        let regulation = |which: usize| self.sources.get(which).map(|source| source.regulation);
        let applied = |which: usize| {
            day.is_some_and(|day| self.sources.get(which).is_some_and(|source| source.applied(day)))
        };
        fitting.sort_by_key(|&which| (regulation(which), !applied(which), std::cmp::Reverse(which)));
        fitting.dedup_by_key(|which| regulation(*which));
        fitting
    }

    /// Adds the articles at `place` of those regulations to `cited`.
    fn cite(
        &self,
        regulations: &[usize],
        place: &Place,
        admitted: &[bool],
        day: Option<Date>,
        cited: &mut Cited,
    ) -> Result<(), SearchError> {
        let fitting = self.meant(regulations, admitted, day);
        if fitting.len() > MOST_CITED {
            return Ok(());
        }
        let title = |which: usize| self.details.get(which).map(|details| details.title).unwrap_or_default();
        if let Some(&first) = regulations.first().filter(|_| fitting.is_empty()) {
            cited.notes.push(format!(
                "《{}》没有检索：已废止、还没有施行，或被筛选条件排除；加 --status 全部 检索，或用 guiju show 查看",
                title(first)
            ));
        }
        for which in fitting {
            let Some(source) = self.sources.get(which) else { continue };
            let mut found = false;
            for article in source.range() {
                if place.covers(&self.record(article)?.at) {
                    found = true;
                    if !cited.articles.contains(&article) {
                        cited.articles.push(article);
                    }
                }
            }
            let title = title(which);
            if !found && place.first().at(Level::Article).is_some() {
                cited.notes.push(format!("《{title}》没有{place}"));
            } else if found && place.first().steps().last().is_some_and(|step| step.level > Level::Article) {
                cited.notes.push(format!("检索只到条；{place}请用 guiju show {title}{place} 查看"));
            }
        }
        Ok(())
    }
}

//! Articles that a query cites.

use super::{Index, SearchError, query::Query};
use crate::{
    law::{Place, citations},
    text::FoldedText,
};

/// A citation that fits more regulations than this is too vague to be one.
const MOST_CITED: usize = 5;

impl Index {
    /// The articles that the query cites: all of it (`限时办结 3条`), or between 《 and 》 in a sentence.
    pub(super) fn cited(&self, query: &Query, admitted: &[bool]) -> Result<Vec<usize>, SearchError> {
        let mut found = Vec::new();
        if let Some(named) = self.names.resolve(&query.folded)
            && named.is_sure
        {
            for place in &named.places {
                self.cite(&named.regulations, place, admitted, &mut found)?;
            }
        }
        for mention in citations(&FoldedText::new(&query.folded)) {
            let regulations = mention.title.as_deref().map_or(&[][..], |title| self.names.exact(title));
            for at in &mention.provisions {
                self.cite(regulations, &Place::One(at.clone()), admitted, &mut found)?;
            }
        }
        Ok(found)
    }

    /// Adds the articles at `place` of those regulations to `found`, of several editions the latest.
    fn cite(
        &self,
        regulations: &[usize],
        place: &Place,
        admitted: &[bool],
        found: &mut Vec<usize>,
    ) -> Result<(), SearchError> {
        let mut fitting: Vec<usize> = regulations.to_vec();
        fitting.retain(|&which| admitted.get(which).copied().unwrap_or_default());
        // Editions of one regulation stand side by side, the latest last.
        fitting.sort_unstable();
        fitting.reverse();
        fitting.dedup_by_key(|which| self.sources.get(*which).map(|source| source.regulation));
        if fitting.len() > MOST_CITED {
            return Ok(());
        }
        for source in fitting.into_iter().filter_map(|which| self.sources.get(which)) {
            for article in source.range() {
                if place.covers(&self.record(article)?.at) && !found.contains(&article) {
                    found.push(article);
                }
            }
        }
        Ok(())
    }
}

//! What is not a matter of likeness: articles that contain the very words, and articles that the query cites.

use super::{Index, SearchError, query::Query, schema::Stream, tokenize::grams};
use crate::{
    law::{Place, citations},
    text::FoldedText,
};

/// A citation that fits more regulations than this is too vague to be one.
const MOST_CITED: usize = 5;

impl Index {
    /// Exactly the articles whose folded text contains every one of `needles`.
    ///
    /// The text itself is searched, so that nothing depends on how it was cut. Only the articles with the rarest token
    /// of the needles need be looked at: text that contains a needle contains each of its characters and pairs.
    /// Runs of ASCII letters and digits are no such token (`26` lies in `262号`, whose token is 262).
    pub(super) fn containing(&self, needles: &[String]) -> Result<Vec<usize>, SearchError> {
        let mut rarest: Option<(u64, &str)> = None;
        for needle in needles {
            for piece in grams(needle).iter().map(|piece| piece.of(needle)) {
                if piece.contains(|c: char| c.is_ascii()) {
                    continue;
                }
                let frequency = self.inverted.frequency(Stream::Grams, piece)?;
                if rarest.is_none_or(|(least, _)| frequency < least) {
                    rarest = Some((frequency, piece));
                }
            }
        }
        let mut candidates = Vec::new();
        match rarest {
            Some((_, piece)) => {
                self.inverted.score(Stream::Grams, piece, |article, _| candidates.push(article))?;
            }
            None => candidates.extend(0..self.entries.len()),
        }
        candidates.retain(|&i| {
            let entry = self.entries.get(i);
            entry.is_some_and(|entry| needles.iter().all(|needle| entry.folded.contains(needle.as_str())))
        });
        Ok(candidates)
    }

    /// The articles that the query cites: all of it (`限时办结 3条`), or between 《 and 》 in a sentence.
    pub(super) fn cited(&self, query: &Query) -> Vec<usize> {
        let mut found = Vec::new();
        if let Some(named) = self.names.resolve(&query.folded)
            && named.is_sure
        {
            named.places.iter().for_each(|place| self.cite(&named.regulations, place, &mut found));
        }
        for mention in citations(&FoldedText::new(&query.folded)) {
            let regulations = mention.title.as_deref().map_or(&[][..], |title| self.names.exact(title));
            for at in &mention.provisions {
                self.cite(regulations, &Place::One(at.clone()), &mut found);
            }
        }
        found
    }

    /// Adds the articles at `place` of those regulations to `found`, of several editions the latest.
    fn cite(&self, regulations: &[usize], place: &Place, found: &mut Vec<usize>) {
        let effective = |which: &usize| self.sources.get(*which).map(|source| source.effective);
        let mut latest_first = regulations.to_vec();
        latest_first.sort_by_key(|which| std::cmp::Reverse(effective(which)));
        let mut ids: Vec<&str> = Vec::new();
        latest_first.retain(|&which| {
            let id = self.sources.get(which).map_or("", |source| source.id.as_str());
            let new = !ids.contains(&id);
            ids.push(id);
            new
        });
        if latest_first.len() > MOST_CITED {
            return;
        }
        for which in latest_first {
            for (i, entry) in self.entries.iter().enumerate() {
                if entry.source == which && place.covers(&entry.at) && !found.contains(&i) {
                    found.push(i);
                }
            }
        }
    }
}

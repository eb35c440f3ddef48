//! Ranking: how well each article answers a query.
//!
//! The score of an article is the sum of
//!
//! 1. BM25 over the pairs of characters and the single characters that it shares with the query, and, at a quarter of
//!    their weight, over the pairs in its headings, and at half of it over the pairs of synonyms. People seldom ask in the words of a regulation; characters find
//!    what a dictionary cuts differently. Single characters only order what pairs have found;
//! 2. half the mean of its regulation's five best articles: a regulation that speaks about the matter in several
//!    places is likelier to be the one that is asked about;
//! 3. a share of the best score for standing: how often other regulations cite this one by name, and how many articles
//!    it has. Both level off, so that a short local rule is never buried under a code that everybody cites;
//! 4. half of the best score when the query names the regulation.
//!
//! The weights are round numbers from a broad optimum on public questions; finer ones would fit those questions only.

use std::{collections::BTreeSet, ops::Range};

use rayon::prelude::*;

use super::{
    Best, Index, SearchError,
    postings::Stream,
    query::Query,
    shard::Shard,
    source::{Source, standing},
};

/// The weight of headings beside that of characters and their pairs.
const HEADINGS: f32 = 0.25;
/// The weight of the pairs of synonyms.
const LIKEWISE: f32 = 0.5;
/// The weight of what the other articles of the regulation score.
const COMPANY: f32 = 0.5;
/// How many articles speak for their regulation.
const BEST: usize = 5;
/// The weight of being named.
const NAMED: f32 = 0.5;

impl Index {
    /// Offers `found` the articles of the regulations that are `admitted` that share a pair of characters with `query`.
    /// Those that contain the whole of it come first: whoever pastes a sentence looks for it.
    pub(super) fn alike(
        &self,
        query: &Query,
        admitted: &[bool],
        found: &mut Best,
    ) -> Result<(), SearchError> {
        let mut scores = vec![0.0; self.articles()];
        let terms = |stream, tokens: &'_ BTreeSet<String>, weight| {
            tokens.iter().map(|token| (stream, token.clone(), weight)).collect::<Vec<_>>()
        };
        let mut first = terms(Stream::Grams, &query.pairs, 1.0);
        first.extend(terms(Stream::Headings, &query.pairs, HEADINGS));
        first.extend(terms(Stream::Grams, &query.likewise, LIKEWISE));
        self.add(&mut scores, &first, false)?;
        let only_order = scores.iter().any(|&score| score > 0.0);
        self.add(&mut scores, &terms(Stream::Grams, &query.characters, 1.0), only_order)?;
        let named = self.names.within(&query.folded);
        let mut best = 0.0f32;
        let mut bonus = Vec::with_capacity(self.sources.len());
        for (source, &admitted) in self.sources.iter().zip(admitted) {
            let own = scores.get_mut(places(source)).unwrap_or_default();
            if !admitted {
                own.fill(0.0);
            }
            best = own.iter().copied().fold(best, f32::max);
            bonus.push(company(own.iter().copied().filter(|&score| score > 0.0)));
        }
        for (which, (source, company)) in self.sources.iter().zip(bonus).enumerate() {
            let named = if named.contains(&which) { NAMED } else { 0.0 };
            let bonus = company + best * (standing(source) + named);
            let own = scores.get_mut(places(source)).unwrap_or_default();
            own.iter_mut().filter(|score| **score > 0.0).for_each(|score| *score += bonus);
        }
        let whole = self.containing_all(std::slice::from_ref(&query.folded))?;
        let best = if whole.is_empty() { 0.0 } else { scores.iter().copied().fold(0.0, f32::max) };
        for (article, _) in whole {
            scores
                .get_mut(article as usize)
                .filter(|score| **score > 0.0)
                .into_iter()
                .for_each(|score| *score += best);
        }
        let alike = (0..).zip(scores).filter(|&(_, score)| score > 0.0);
        alike.for_each(|(article, score)| found.offer(article, score));
        Ok(())
    }

    /// Adds the scores of tokens, each with its weight, to all articles or only to those that have one.
    ///
    /// Scores are added up term by term, because a question has some fifty characters and pairs, and merging fifty
    /// lists article by article costs several times as much. Each shard has a thread of its own.
    fn add(
        &self,
        scores: &mut [f32],
        terms: &[(Stream, String, f32)],
        only_order: bool,
    ) -> Result<(), SearchError> {
        let weighed = terms.iter().map(|(stream, token, weight)| {
            Ok((*stream, token.as_str(), *weight, self.bm25(*stream, token)?))
        });
        let weighed: Vec<_> = weighed.collect::<Result<_, SearchError>>()?;
        let add = |(shard, own): (&Shard, &mut [f32])| {
            for (stream, token, weight, bm25) in &weighed {
                let Some(list) = shard.postings.occurrences(*stream, token)? else { continue };
                list.scores(bm25, |article, score| {
                    if let Some(sum) = own.get_mut(article as usize).filter(|sum| !only_order || **sum > 0.0)
                    {
                        *sum += weight * score;
                    }
                });
            }
            Ok(())
        };
        let mut parts = Vec::with_capacity(self.shards.len());
        let mut rest = scores;
        for (_, shard) in &self.shards {
            let (own, others) = rest.split_at_mut((shard.articles() as usize).min(rest.len()));
            parts.push((shard, own));
            rest = others;
        }
        match parts.len() {
            0 | 1 => parts.into_iter().try_for_each(add),
            _ => parts.into_par_iter().try_for_each(add),
        }
    }
}

/// Where the scores of the articles of `source` stand.
fn places(source: &Source) -> Range<usize> {
    source.first as usize..(source.first + source.articles) as usize
}

/// What the articles of a regulation add to each of them: a share of the mean of its best.
pub(super) fn company(scores: impl Iterator<Item = f32>) -> f32 {
    // Best first.
    let mut best = [0.0f32; BEST];
    for mut falling in scores {
        for place in &mut best {
            if falling > *place {
                std::mem::swap(place, &mut falling);
            }
        }
    }
    COMPANY * best.iter().sum::<f32>() / BEST as f32
}

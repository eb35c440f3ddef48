//! Ranking: how well each article answers a query.
//!
//! The score of an article is the sum of
//!
//! 1. BM25 over the pairs of characters and the single characters that it shares with the query, and, at a quarter of
//!    their weight, over dictionary words and over the pairs in its headings. People seldom ask in the words of a
//!    regulation; characters find what a dictionary cuts differently. Single characters only order what pairs or words
//!    have found;
//! 2. half the mean of its regulation's five best articles: a regulation that speaks about the matter in several
//!    places is likelier to be the one that is asked about;
//! 3. a share of the best score for standing: how often other regulations cite this one by name, and how many articles
//!    it has. Both level off, so that a short local rule is never buried under a code that everybody cites;
//! 4. half of the best score when the query names the regulation.
//!
//! The weights are round numbers from a broad optimum on public questions; finer ones would fit those questions only.

use std::collections::BTreeSet;

use super::{Index, SearchError, entry::Source, query::Query, schema::Stream};

/// The weight of words and of headings beside that of characters and their pairs.
const MINOR: f32 = 0.25;
/// The weight of what the other articles of the regulation score.
const COMPANY: f32 = 0.5;
/// How many articles speak for their regulation.
const BEST: usize = 5;
/// The weight, at most, of being cited and of being long.
const STANDING: f32 = 0.25;
/// The citations at which half of that weight is reached.
const OFTEN_CITED: f32 = 10.0;
/// The number of articles at which half of that weight is reached.
const LONG: f32 = 50.0;
/// The weight of being named.
const NAMED: f32 = 0.5;

impl Index {
    /// The score of every article; zero for those that share neither a pair of characters nor a word with `query`.
    pub(super) fn scores(&self, query: &Query) -> Result<Vec<f32>, SearchError> {
        let mut scores = vec![0.0; self.entries.len()];
        self.add(&mut scores, Stream::Grams, &query.pairs, 1.0, false)?;
        self.add(&mut scores, Stream::Words, &query.words, MINOR, false)?;
        self.add(&mut scores, Stream::Headings, &query.pairs, MINOR, false)?;
        let only_order = scores.iter().any(|&score| score > 0.0);
        self.add(&mut scores, Stream::Grams, &query.characters, 1.0, only_order)?;

        let best = scores.iter().copied().fold(0.0, f32::max);
        let company = self.company(&scores);
        let named = self.names.within(&query.folded);
        let bonus: Vec<f32> = self
            .sources
            .iter()
            .zip(company)
            .enumerate()
            .map(|(which, (source, company))| {
                let named = if named.contains(&which) { NAMED } else { 0.0 };
                COMPANY * company + best * (standing(source) + named)
            })
            .collect();
        for (score, entry) in scores.iter_mut().zip(&self.entries).filter(|(score, _)| **score > 0.0) {
            *score += bonus.get(entry.source).copied().unwrap_or_default();
        }
        Ok(scores)
    }

    /// Adds the scores of `tokens`, to all articles or only to those that have one.
    fn add(
        &self,
        scores: &mut [f32],
        stream: Stream,
        tokens: &BTreeSet<String>,
        weight: f32,
        only_order: bool,
    ) -> Result<(), SearchError> {
        for token in tokens {
            self.inverted.score(stream, token, |article, score| {
                if let Some(sum) = scores.get_mut(article).filter(|sum| !only_order || **sum > 0.0) {
                    *sum += weight * score;
                }
            })?;
        }
        Ok(())
    }

    /// The mean score of each regulation's best articles.
    fn company(&self, scores: &[f32]) -> Vec<f32> {
        let mut best = vec![[0.0f32; BEST]; self.sources.len()];
        for (entry, &score) in self.entries.iter().zip(scores) {
            let Some(best) = best.get_mut(entry.source) else { continue };
            // The five are kept in ascending order: the new score sinks in from the left.
            let mut rising = score;
            for place in best.iter_mut().rev() {
                if rising > *place {
                    std::mem::swap(place, &mut rising);
                }
            }
        }
        best.into_iter().map(|best| best.iter().sum::<f32>() / BEST as f32).collect()
    }
}

/// What the standing of a regulation is worth, from 0 to twice [`STANDING`].
fn standing(source: &Source) -> f32 {
    let share = |count: usize, half: f32| count as f32 / (count as f32 + half);
    STANDING * (share(source.cited, OFTEN_CITED) + share(source.articles, LONG))
}

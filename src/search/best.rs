//! The best of many articles: most of a large corpus has something in common with a question, so neither is all of it kept
//! nor sorted.

use super::Article;

/// How many more than the wanted ones are kept, at least, before the worst are dropped.
const ROOM: usize = 256;

/// The articles that a query asks for: how many they are, and the best of them.
#[derive(Debug, Clone, Default)]
pub(super) struct Best {
    wanted: usize,
    /// What scores less is not among the best.
    least: f32,
    kept: Vec<(Article, f32)>,
    total: usize,
    /// Articles of which it is asked whether they were offered, with the answer.
    watched: Vec<(Article, bool)>,
    tally: Tally,
}

/// How many articles of each regulation were offered.
#[derive(Debug, Clone, Default)]
struct Tally {
    /// The first article of each regulation, and how many were offered.
    counts: Vec<(Article, usize)>,
    /// The one that was counted last: articles mostly come in order.
    at: usize,
}

impl Tally {
    fn count(&mut self, article: Article) {
        let first = |at: usize| self.counts.get(at).map(|(first, _)| *first);
        let is_here = first(self.at).is_some_and(|first| first <= article)
            && first(self.at + 1).is_none_or(|next| article < next);
        if !is_here {
            self.at = self.counts.partition_point(|(first, _)| *first <= article).saturating_sub(1);
        }
        if let Some((_, count)) = self.counts.get_mut(self.at) {
            *count += 1;
        }
    }
}

impl Best {
    /// Room for the best `wanted`, and for `watched` besides. `firsts` are the first articles of the regulations.
    pub(super) fn new(wanted: usize, watched: &[Article], firsts: impl Iterator<Item = Article>) -> Self {
        Self {
            tally: Tally { counts: firsts.map(|first| (first, 0)).collect(), at: 0 },
            wanted: wanted.saturating_add(watched.len()),
            least: f32::NEG_INFINITY,
            watched: watched.iter().map(|&article| (article, false)).collect(),
            ..Self::default()
        }
    }

    /// One more article, which was not offered before, and how good it is.
    pub(super) fn offer(&mut self, article: Article, score: f32) {
        self.total += 1;
        self.tally.count(article);
        for (own, offered) in &mut self.watched {
            *offered |= *own == article;
        }
        if score < self.least {
            return;
        }
        self.kept.push((article, score));
        if self.kept.len() >= self.wanted.saturating_add(self.wanted.max(ROOM)) {
            self.drop_worst();
        }
    }

    fn drop_worst(&mut self) {
        if self.wanted < self.kept.len() {
            let (_, (_, least), _) = self.kept.select_nth_unstable_by(self.wanted, better);
            self.least = *least;
            self.kept.truncate(self.wanted);
        }
    }

    /// How many articles there are.
    pub(super) fn total(&self) -> usize {
        self.total
    }

    /// How many there are of each regulation, by its place among all.
    pub(super) fn tally(&self) -> Vec<(usize, usize)> {
        let counts = self.tally.counts.iter().map(|(_, count)| *count).enumerate();
        counts.filter(|(_, count)| *count > 0).collect()
    }

    /// Whether the watched `article` is among them.
    pub(super) fn has(&self, article: Article) -> bool {
        self.watched.contains(&(article, true))
    }

    /// Puts the watched `articles` before all others, in their order.
    pub(super) fn put_first(&mut self, articles: &[Article]) {
        let mut best = self.kept.iter().map(|&(_, score)| score).fold(0.0, f32::max);
        for &article in articles.iter().rev() {
            best += 1.0;
            if !self.has(article) {
                self.total += 1;
                self.tally.count(article);
            }
            self.kept.retain(|&(own, _)| own != article);
            self.kept.push((article, best));
        }
    }

    /// The best `limit`, the best first; of equals the first one of the corpus.
    pub(super) fn take(mut self, limit: usize) -> Vec<(Article, f32)> {
        self.wanted = limit;
        self.drop_worst();
        self.kept.sort_unstable_by(better);
        self.kept
    }
}

fn better(a: &(Article, f32), b: &(Article, f32)) -> std::cmp::Ordering {
    b.1.total_cmp(&a.1).then(a.0.cmp(&b.0))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_best_are_those_that_sorting_all_puts_first(
            scores in prop::collection::vec(0u8..40, 0..2000),
            wanted in 0usize..600,
            cited in prop::collection::vec(0u32..2100, 0..4),
        ) {
            let mut cited = cited;
            cited.sort_unstable();
            cited.dedup();
            let mut best = Best::new(wanted, &cited, [0, 7, 100, 101].into_iter());
            let mut all: Vec<(Article, f32)> = (0..).zip(scores.iter().map(|&score| f32::from(score))).collect();
            all.iter().for_each(|&(article, score)| best.offer(article, score));
            prop_assert_eq!(best.total(), scores.len());
            for &article in &cited {
                prop_assert_eq!(best.has(article), (article as usize) < scores.len());
            }
            best.put_first(&cited);
            let in_order = |bounds: std::ops::Range<u32>| {
                let new = cited.iter().filter(|article| **article as usize >= scores.len());
                let offered = (0..scores.len() as u32).chain(new.copied());
                offered.filter(|article| bounds.contains(article)).count()
            };
            let counts = [0..7, 7..100, 100..101, 101..u32::MAX].map(in_order);
            let tally: Vec<(usize, usize)> =
                counts.into_iter().enumerate().filter(|(_, count)| *count > 0).collect();
            prop_assert_eq!(best.tally(), tally);
            all.retain(|(article, _)| !cited.contains(article));
            prop_assert_eq!(best.total(), all.len() + cited.len());
            all.sort_by(better);
            let expected: Vec<Article> =
                cited.iter().copied().chain(all.iter().map(|&(article, _)| article)).take(wanted).collect();
            let got: Vec<Article> = best.take(wanted).iter().map(|&(article, _)| article).collect();
            prop_assert_eq!(got, expected);
        }
    }
}

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
}

impl Best {
    /// Room for the best `wanted`, and for `watched` besides.
    pub(super) fn new(wanted: usize, watched: &[Article]) -> Self {
        Self {
            wanted: wanted.saturating_add(watched.len()),
            least: f32::NEG_INFINITY,
            watched: watched.iter().map(|&article| (article, false)).collect(),
            ..Self::default()
        }
    }

    /// One more article, which was not offered before, and how good it is.
    pub(super) fn offer(&mut self, article: Article, score: f32) {
        self.total += 1;
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

    /// Whether the watched `article` is among them.
    pub(super) fn has(&self, article: Article) -> bool {
        self.watched.contains(&(article, true))
    }

    /// Puts the watched `articles` before all others, in their order.
    pub(super) fn put_first(&mut self, articles: &[Article]) {
        let mut best = self.kept.iter().map(|&(_, score)| score).fold(0.0, f32::max);
        for &article in articles.iter().rev() {
            best += 1.0;
            self.total += usize::from(!self.has(article));
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
            let mut best = Best::new(wanted, &cited);
            let mut all: Vec<(Article, f32)> = (0..).zip(scores.iter().map(|&score| f32::from(score))).collect();
            all.iter().for_each(|&(article, score)| best.offer(article, score));
            prop_assert_eq!(best.total(), scores.len());
            for &article in &cited {
                prop_assert_eq!(best.has(article), (article as usize) < scores.len());
            }
            best.put_first(&cited);
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

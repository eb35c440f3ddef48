//! Synonyms: words that regulations use for what somebody typed. They are data (synonyms.toml of a corpus), shown whenever
//! they are used, and can be switched off.

use serde::{Deserialize, Serialize};

use crate::text::{FoldedText, Mistake, Source, SourceFile, Span};

/// The name of the file.
const NAME: &str = "synonyms.toml";

/// synonyms.toml as written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    #[serde(default)]
    same: Vec<Same>,
    #[serde(default)]
    spoken: Vec<Spoken>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Same {
    words: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Spoken {
    say: Vec<String>,
    means: Vec<String>,
}

/// Which words stand for which others.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Synonyms {
    /// A folded word and what else is looked for, as it is written; the longest words first.
    words: Vec<(String, Vec<String>)>,
}

/// That a word of a query stood for others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Synonym {
    /// The word of the query.
    pub word: String,
    /// What was looked for as well, as it is written.
    pub others: Vec<String>,
}

impl Synonym {
    /// The folded words that were looked for as well.
    pub(super) fn folded(&self) -> impl Iterator<Item = String> {
        self.others.iter().map(|other| fold(other))
    }
}

fn fold(word: &str) -> String {
    FoldedText::new(word).as_str().to_owned()
}

impl Synonyms {
    /// Those in the file synonyms.toml among `files`; none when there is no such file.
    ///
    /// # Errors
    /// When the file is not what it should be.
    pub fn read(files: &[SourceFile]) -> Result<Self, Box<Mistake>> {
        let Some(file) = files.iter().find(|file| file.path.ends_with(NAME)) else {
            return Ok(Self::default());
        };
        let written: Written = file.toml(Span::<Source>::new(0, file.text.len()))?;
        let mut synonyms = Self::default();
        for Same { words } in &written.same {
            synonyms.add(words, words);
        }
        for Spoken { say, means } in &written.spoken {
            synonyms.add(say, means);
        }
        synonyms.words.sort_by(|(a, _), (b, _)| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
        Ok(synonyms)
    }

    fn add(&mut self, from: &[String], to: &[String]) {
        for word in from.iter().map(|word| fold(word)).filter(|word| !word.is_empty()) {
            let others = to.iter().filter(|other| !other.is_empty() && fold(other) != word).cloned();
            let others: Vec<String> = others.collect();
            match self.words.iter_mut().find(|(known, _)| *known == word) {
                Some((_, known)) => known.extend(others),
                None => self.words.push((word, others)),
            }
        }
    }

    /// The words in folded `text` that stand for others, the longest first, none inside another; what the text says
    /// anyway is not looked for again.
    pub(super) fn within(&self, text: &str) -> Vec<Synonym> {
        let mut taken: Vec<std::ops::Range<usize>> = Vec::new();
        let mut found = Vec::new();
        for (word, others) in &self.words {
            let places = text.match_indices(word.as_str()).map(|(at, word)| at..at + word.len());
            let free: Vec<_> = places
                .filter(|place| {
                    taken.iter().all(|other| place.end <= other.start || other.end <= place.start)
                })
                .collect();
            let others: Vec<String> =
                others.iter().filter(|other| !text.contains(&fold(other))).cloned().collect();
            if !free.is_empty() && !others.is_empty() {
                found.push(Synonym { word: word.clone(), others });
            }
            taken.extend(free);
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn synonyms(text: &str) -> Result<Synonyms, Box<Mistake>> {
        Synonyms::read(&[SourceFile::new("corpus/synonyms.toml", text)])
    }

    #[test]
    fn the_longest_word_is_meant() {
        let text = "[[same]]\nwords = [\"AB崗\", \"AB角\", \"顶岗\"]\n[[spoken]]\nsay = [\"资料不全\", \"资料\"]\nmeans = [\"材料\"]\n";
        let synonyms = synonyms(text).unwrap();
        let said = |text: &str| {
            let all = synonyms.within(text).into_iter();
            all.map(|synonym| format!("{}={}", synonym.word, synonym.others.join("、"))).collect::<Vec<_>>()
        };
        assert_eq!(said("ab岗资料不全怎么办"), ["资料不全=材料", "ab岗=AB角、顶岗"]);
        assert_eq!(said("ab岗就是ab角"), ["ab岗=顶岗", "ab角=顶岗"]);
        assert!(said("材料").is_empty());
    }

    #[test]
    fn the_built_in_ones_can_be_read() {
        let synonyms = Synonyms::read(&crate::corpus::embedded()).unwrap();
        assert!(!synonyms.within("一次告知").is_empty());
        assert_eq!(self::synonyms("[[same]]\nword = []").unwrap_err().message, "不认识的键 word");
    }
}

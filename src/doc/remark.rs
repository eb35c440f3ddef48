//! Remarks: what an author writes to this tool where no reader sees it.

/// A remark (`<!-- 规矩：… -->`) in a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// Its words, without what makes it a remark of its format.
    pub words: String,
    /// Where it stands in the plain text, in bytes: within a block, or before the next one.
    pub at: usize,
    /// Whether it stands between blocks, and in none.
    pub stands_alone: bool,
}

impl Remark {
    /// How a remark to this tool begins.
    const BEGINNINGS: [&'static str; 2] = ["规矩", "規矩"];

    /// Whether an author's remark of these words is for this tool.
    pub fn is_ours(words: &str) -> bool {
        Self::BEGINNINGS.iter().any(|beginning| words.trim_start().starts_with(beginning))
    }
}

//! Text and places in it. Knows nothing of documents or law.
//!
//! There are three spaces in which a place can lie, told apart by the compiler:
//!
//! - [`Source`]: the file as text, decoded to UTF-8 (or, of a Word file, its main part);
//! - [`Plain`]: what a reader sees, the text that findings point into;
//! - [`Folded`]: what patterns are matched on; only [`FoldedText`] leads back from it to `Plain`.

mod file;
mod fold;
mod lines;
mod mark;
mod near;
mod numeral;
mod pairs;
mod personal;
mod reach;
mod span;

pub use file::{Mistake, SourceFile, nearest};
pub use fold::{FoldedText, fold_char, fold_pattern};
pub use lines::{Lines, Position};
pub use mark::{ListMark, MarkStyle, has_wide_gap, list_mark};
pub use near::one_edit;
pub use numeral::{Amount, Numeral, chinese_number, numeral_at};
pub use pairs::{Pairs, PairsOfWord};
pub use personal::masked;
pub use reach::{head, tail};
pub use span::{Folded, Plain, Source, Span};

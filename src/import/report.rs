//! The account for people and programs.

use super::Imported;

/// A file that was made.
#[derive(Debug, Clone)]
pub struct Made;

/// For people.
pub fn human(_: &Imported<'_>) -> String {
    String::new()
}
/// For programs.
pub fn json(_: &Imported<'_>) -> String {
    String::new()
}
/// For the terminal.
pub fn summary(_: &Imported<'_>) -> String {
    String::new()
}
